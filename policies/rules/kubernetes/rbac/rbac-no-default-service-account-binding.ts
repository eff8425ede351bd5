import type { Property } from "../../../property.ts";
import { anyOf, defineRule } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { BINDING_TYPES, refuseSubjects } from "../_rbac.ts";
import { binding, serviceAccount } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-default-service-account-binding",
  title: "Refuse bindings to the default service account.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Every pod of the namespace that names no account inherits the rights, those that are added later included.",
  fix: "Give the workload a service account of its own and bind that.",
  links: [RBAC],
  types: BINDING_TYPES,
  check: (resource) =>
    refuseSubjects(
      resource,
      isDefaultAccount,
      "the binding gives rights to the default service account; bind an account of the workload's own.",
    ),
  examples: {
    pass: [
      { inputs: binding("shop-reader", serviceAccount("api")) },
      {
        name: "the user name of another account",
        inputs: binding("shop-reader", { kind: "User", name: "system:serviceaccount:default:api" }),
      },
    ],
    fail: [
      {
        name: "the second subject, beside an unknown one",
        inputs: binding("shop-reader", UNKNOWN, serviceAccount("default")),
        path: "/subjects/1/name",
        message: "rights to the default service account",
      },
      {
        name: "by its user name",
        inputs: binding("shop-reader", { kind: "User", name: "system:serviceaccount:shop:default" }),
        path: "/subjects/0/name",
        message: "rights to the default service account",
      },
    ],
    undecided: [
      { inputs: binding("shop-reader", { kind: "ServiceAccount", name: UNKNOWN }), path: "/subjects/0/name" },
      { inputs: binding("shop-reader", { kind: UNKNOWN, name: "default" }), path: "/subjects/0/kind" },
    ],
  },
});

/** A service account is also a user with a name of its own. */
function isDefaultAccount(subject: Property): boolean {
  return anyOf(
    () => /^system:serviceaccount:[^:]*:default$/.test(subject.get("name").string() ?? ""),
    () =>
      allOf(
        () => subject.get("kind").string() === "ServiceAccount",
        () => subject.get("name").string() === "default",
      ),
  );
}
