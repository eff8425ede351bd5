import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, WRITE, ROLE_TYPES, refuseGrants, isAllowedRole } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: [""], resources: ["pods", "replicationcontrollers", "podtemplates"], verbs: WRITE },
  {
    apiGroups: ["apps", "extensions"],
    resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    verbs: WRITE,
  },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: WRITE },
];

export default defineRule({
  id: "rbac-limit-pod-create",
  title: "Grant creation or change of pods and workloads sparingly.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Who creates pods chooses their service account, their secrets and their volumes, and so holds every right of the namespace.",
  fix: "Remove create, update and patch on pods and workloads from the role; name a deployer role in allowedRoles.",
  links: [RBAC],
  types: ROLE_TYPES,
  config: z.object({
    allowedRoles: z.array(z.string()).default([]).describe("Names of roles that deploy workloads."),
  }),
  check: (resource, { config }) => {
    const issues = refuseGrants(
      resource,
      GRANTS,
      "creates or changes pods; remove the verb, or name the role in allowedRoles.",
    );
    return issues.length > 0 && isAllowedRole(resource, config.allowedRoles) ? [] : issues;
  },
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      { name: "reading", inputs: role(rule("apps", "deployments", "get", "list", "watch")) },
      {
        name: "a role of the settings",
        inputs: role(rule("apps", "deployments", "patch")),
        config: { allowedRoles: ["shop"] },
      },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("apps", "deployments", "get", "patch")),
        path: "/rules/1",
        message: "rule #2 of the role creates or changes pods",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "creates or changes pods",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("apps", "deployments", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("apps", UNKNOWN, "patch")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "deployments", "patch")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
