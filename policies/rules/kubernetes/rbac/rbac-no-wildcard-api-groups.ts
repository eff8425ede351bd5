import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { ROLE_TYPES, refuseWildcards } from "../_rbac.ts";
import { READ_CONFIG, role, roleWith, rule } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-wildcard-api-groups",
  title: "Refuse wildcard API groups.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A wildcard reaches kinds of the same name in every operator that is or will be installed.",
  fix: 'List the API groups that are needed; the core group is "".',
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) =>
    refuseWildcards(resource, "apiGroups", "covers every API group; list the groups that are needed."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }, { inputs: role(rule("apps", "deployments", "get")) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("*", "deployments", "get")),
        path: "/rules/1/apiGroups/0",
        message: "rule #2 of the role covers every API group",
      },
    ],
    undecided: [
      { inputs: roleWith({ rules: UNKNOWN }), path: "/rules" },
      { inputs: role(rule(UNKNOWN, "deployments", "get")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
