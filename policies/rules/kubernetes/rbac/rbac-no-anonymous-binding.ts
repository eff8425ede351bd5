import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { BINDING_TYPES, refuseSubjects } from "../_rbac.ts";
import { binding, group, serviceAccount } from "./_examples.ts";

const STRANGERS = new Set(["system:anonymous", "system:unauthenticated"]);

export default defineRule({
  id: "rbac-no-anonymous-binding",
  title: "Refuse bindings to anonymous or unauthenticated.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "The API then serves anyone who reaches its endpoint, without a credential and without a name in the audit log.",
  fix: "Remove system:anonymous and system:unauthenticated from the binding's subjects.",
  links: [RBAC],
  types: BINDING_TYPES,
  check: (resource) =>
    refuseSubjects(
      resource,
      (subject) => STRANGERS.has(subject.get("name").string() ?? ""),
      "the binding gives rights to strangers without a login; remove the subject.",
    ),
  examples: {
    pass: [{ inputs: binding("shop-reader", serviceAccount("api"), group("developers")) }],
    fail: [
      {
        name: "the second subject, beside an unknown one",
        inputs: binding("shop-reader", UNKNOWN, group("system:unauthenticated")),
        path: "/subjects/1/name",
        message: "gives rights to strangers",
      },
      {
        inputs: binding("shop-reader", { kind: "User", name: "system:anonymous" }),
        path: "/subjects/0/name",
        message: "gives rights to strangers",
      },
    ],
    undecided: [{ inputs: binding("shop-reader", group(UNKNOWN)), path: "/subjects/0/name" }],
  },
});
