import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "clusterroles"], verbs: ["bind"] },
];

export default defineRule({
  id: "rbac-no-bind",
  title: "Refuse the bind verb.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "With it the holder binds any role to anybody, cluster-admin to itself included.",
  fix: "Remove the verb bind from the role; let an administrator create bindings.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "may bind any role by the verb bind; remove the verb."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("rbac.authorization.k8s.io", "clusterroles", "get", "bind")),
        path: "/rules/1",
        message: "rule #2 of the role may bind any role by the verb bind",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "may bind any role by the verb bind",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("rbac.authorization.k8s.io", "clusterroles", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("rbac.authorization.k8s.io", UNKNOWN, "bind")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "clusterroles", "bind")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
