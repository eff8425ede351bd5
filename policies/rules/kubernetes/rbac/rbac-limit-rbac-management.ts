import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { CHANGE, type Grant, ROLE_TYPES, refuseGrants, isAllowedRole } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"],
    verbs: CHANGE,
  },
];

export default defineRule({
  id: "rbac-limit-rbac-management",
  title: "Refuse changing roles and bindings outside platform operators.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Who writes roles or bindings hands out rights: it is escalation in one step, and lasts.",
  fix: "Remove the verbs that change roles and bindings; name a role of the platform operators in allowedRoles.",
  links: [RBAC],
  types: ROLE_TYPES,
  config: z.object({
    allowedRoles: z.array(z.string()).default([]).describe("Names of roles that platform operators use."),
  }),
  check: (resource, { config }) => {
    const issues = refuseGrants(
      resource,
      GRANTS,
      "changes roles or bindings; remove the verb, or name the role in allowedRoles.",
    );
    return issues.length > 0 && isAllowedRole(resource, config.allowedRoles) ? [] : issues;
  },
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      { name: "reading", inputs: role(rule("rbac.authorization.k8s.io", "rolebindings", "list")) },
      {
        name: "a role of the settings",
        inputs: role(rule("rbac.authorization.k8s.io", "rolebindings", "create")),
        config: { allowedRoles: ["shop"] },
      },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("rbac.authorization.k8s.io", "rolebindings", "get", "create")),
        path: "/rules/1",
        message: "rule #2 of the role changes roles or bindings",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "changes roles or bindings",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("rbac.authorization.k8s.io", "rolebindings", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("rbac.authorization.k8s.io", UNKNOWN, "create")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "rolebindings", "create")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
