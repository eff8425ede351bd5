import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { ROLE_TYPES, refuseWildcards } from "../_rbac.ts";
import { READ_CONFIG, role, roleWith, rule } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-wildcard-verbs",
  title: "Refuse wildcard verbs.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A wildcard grants verbs that nobody thought of, such as escalate, bind and impersonate, and those of later versions.",
  fix: "List the verbs that are needed.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseWildcards(resource, "verbs", "allows every verb; list the verbs that are needed."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }, { inputs: roleWith({ aggregationRule: {} }) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("apps", "deployments", "get", "*")),
        path: "/rules/1/verbs/1",
        message: "rule #2 of the role allows every verb",
      },
    ],
    undecided: [
      { inputs: roleWith({ rules: UNKNOWN }), path: "/rules" },
      { inputs: role(rule("apps", "deployments", UNKNOWN)), path: "/rules/0/verbs/0" },
    ],
  },
});
