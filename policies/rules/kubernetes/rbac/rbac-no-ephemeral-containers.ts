import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["update", "patch"] },
];

export default defineRule({
  id: "rbac-no-ephemeral-containers",
  title: "Refuse ephemeral-container updates for workloads.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A debug container joins any running pod: its processes, its files and its secrets.",
  fix: "Remove update and patch on pods/ephemeralcontainers from the role; keep them to a break-glass role of people.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) =>
    refuseGrants(resource, GRANTS, "puts debug containers into pods; remove pods/ephemeralcontainers."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "pods/ephemeralcontainers", "get", "patch")),
        path: "/rules/1",
        message: "rule #2 of the role puts debug containers into pods",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "puts debug containers into pods",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "pods/ephemeralcontainers", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "patch")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "pods/ephemeralcontainers", "patch")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
