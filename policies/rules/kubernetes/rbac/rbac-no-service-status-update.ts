import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: [""], resources: ["services/status", "nodes/status"], verbs: ["update", "patch"] },
];

export default defineRule({
  id: "rbac-no-service-status-update",
  title: "Refuse updating service and node status.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A forged address in a status draws the traffic of others to the holder (CVE-2020-8554).",
  fix: "Remove update and patch on services/status and nodes/status from the role.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "changes the status of services or nodes; remove the right."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "services/status", "get", "patch")),
        path: "/rules/1",
        message: "rule #2 of the role changes the status of services or nodes",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "changes the status of services or nodes",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "services/status", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "patch")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "services/status", "patch")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
