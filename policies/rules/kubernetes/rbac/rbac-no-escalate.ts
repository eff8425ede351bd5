import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "clusterroles"], verbs: ["escalate"] },
];

export default defineRule({
  id: "rbac-no-escalate",
  title: "Refuse the escalate verb.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "The API server lets nobody give more rights than they hold; this verb lifts that guard, so the holder becomes administrator.",
  fix: "Remove the verb escalate from the role; let an administrator change roles.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "may raise its own rights by escalate; remove the verb."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("rbac.authorization.k8s.io", "clusterroles", "get", "escalate")),
        path: "/rules/1",
        message: "rule #2 of the role may raise its own rights by escalate",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "may raise its own rights by escalate",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("rbac.authorization.k8s.io", "clusterroles", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("rbac.authorization.k8s.io", UNKNOWN, "escalate")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "clusterroles", "escalate")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
