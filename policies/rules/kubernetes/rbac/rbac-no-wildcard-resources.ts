import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { ROLE_TYPES, refuseWildcards } from "../_rbac.ts";
import { READ_CONFIG, role, roleWith, rule } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-wildcard-resources",
  title: "Refuse wildcard resources.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A wildcard includes secrets, roles and every kind that is installed later.",
  fix: "List the kinds that are needed, sub-resources by name.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseWildcards(resource, "resources", "covers every kind; list the kinds that are needed."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }, { inputs: role(rule("apps", "deployments/scale", "patch")) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("apps", "*", "get")),
        path: "/rules/1/resources/0",
        message: "rule #2 of the role covers every kind",
      },
      {
        name: "a sub-resource of every kind",
        inputs: role(rule("apps", "*/scale", "patch")),
        path: "/rules/0/resources/0",
        message: "covers every kind",
      },
    ],
    undecided: [
      { inputs: roleWith({ rules: UNKNOWN }), path: "/rules" },
      { inputs: role(rule("apps", UNKNOWN, "get")), path: "/rules/0/resources/0" },
    ],
  },
});
