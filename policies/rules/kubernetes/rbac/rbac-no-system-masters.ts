import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { EKS_ACCESS_ENTRIES, RBAC } from "../_links.ts";
import { BINDING_TYPES, refuseSubjects } from "../_rbac.ts";
import { binding, group, serviceAccount } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-system-masters",
  title: "Refuse bindings to the system masters group.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Its members pass every authorization check of the API server; no role, binding or webhook can take that back.",
  fix: "Remove system:masters from the subjects; give people access entries with an access policy.",
  links: [RBAC, EKS_ACCESS_ENTRIES],
  types: BINDING_TYPES,
  check: (resource) =>
    refuseSubjects(
      resource,
      (subject) => subject.get("name").string() === "system:masters",
      "the binding names the group system:masters; remove the subject.",
    ),
  examples: {
    pass: [{ inputs: binding("shop-reader", serviceAccount("api"), group("developers")) }],
    fail: [
      {
        name: "the second subject, beside an unknown one",
        inputs: binding("shop-reader", UNKNOWN, group("system:masters")),
        path: "/subjects/1/name",
        message: "names the group system:masters",
      },
    ],
    undecided: [
      { inputs: binding("shop-reader", group(UNKNOWN)), path: "/subjects/0/name" },
      { inputs: { ...binding("shop-reader"), subjects: UNKNOWN }, path: "/subjects" },
    ],
  },
});
