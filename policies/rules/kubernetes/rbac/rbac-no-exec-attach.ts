import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants, isAllowedRole } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  // A web socket client opens them by GET.
  { apiGroups: [""], resources: ["pods/exec", "pods/attach", "pods/portforward"], verbs: ["create", "get"] },
];

export default defineRule({
  id: "rbac-no-exec-attach",
  title: "Refuse exec, attach and port-forward for workloads.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "They open a shell or a tunnel in any pod of the namespace, with its files, its memory and its network.",
  fix: "Remove pods/exec, pods/attach and pods/portforward from the role; name a break-glass role of people in allowedRoles.",
  links: [RBAC],
  types: ROLE_TYPES,
  config: z.object({
    allowedRoles: z.array(z.string()).default([]).describe("Names of roles that people use in an emergency."),
  }),
  check: (resource, { config }) => {
    const issues = refuseGrants(
      resource,
      GRANTS,
      "opens shells or tunnels into pods; remove pods/exec, pods/attach and pods/portforward.",
    );
    return issues.length > 0 && isAllowedRole(resource, config.allowedRoles) ? [] : issues;
  },
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      {
        name: "a role of the settings",
        inputs: role(rule("", "pods/exec", "create")),
        config: { allowedRoles: ["shop"] },
      },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "pods/exec", "get", "create")),
        path: "/rules/1",
        message: "rule #2 of the role opens shells or tunnels into pods",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "opens shells or tunnels into pods",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "pods/exec", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "create")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "pods/exec", "create")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
