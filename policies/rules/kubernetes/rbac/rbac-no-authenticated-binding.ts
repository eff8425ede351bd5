import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { BINDING_TYPES, refuseSubjects } from "../_rbac.ts";
import { binding, group, serviceAccount } from "./_examples.ts";

const EVERYBODY = new Set(["system:authenticated", "system:serviceaccounts"]);

export default defineRule({
  id: "rbac-no-authenticated-binding",
  title: "Refuse bindings to all authenticated users or all service accounts.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Every token of the cluster gets the right, that of the least pod and of every later tenant included.",
  fix: "Bind the users, groups or service accounts that need the role.",
  links: [RBAC],
  types: BINDING_TYPES,
  check: (resource) =>
    refuseSubjects(
      resource,
      (subject) => EVERYBODY.has(subject.get("name").string() ?? ""),
      "the binding gives rights to everybody with a token; name who needs them.",
    ),
  examples: {
    pass: [{ inputs: binding("shop-reader", serviceAccount("api"), group("system:serviceaccounts:shop")) }],
    fail: [
      {
        name: "the second subject, beside an unknown one",
        inputs: binding("shop-reader", UNKNOWN, group("system:authenticated")),
        path: "/subjects/1/name",
        message: "everybody with a token",
      },
      {
        inputs: binding("shop-reader", group("system:serviceaccounts")),
        path: "/subjects/0/name",
        message: "everybody with a token",
      },
    ],
    undecided: [{ inputs: binding("shop-reader", group(UNKNOWN)), path: "/subjects/0/name" }],
  },
});
