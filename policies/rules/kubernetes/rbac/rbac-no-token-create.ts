import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants, isAllowedRole } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }];

export default defineRule({
  id: "rbac-no-token-create",
  title: "Refuse creating service-account tokens.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The holder makes itself a token of any service account of the namespace, for as long as it likes.",
  fix: "Remove create on serviceaccounts/token from the role; name an issuer of tokens in allowedRoles.",
  links: [RBAC],
  types: ROLE_TYPES,
  config: z.object({
    allowedRoles: z
      .array(z.string())
      .default([])
      .describe("Names of roles of components that issue tokens, such as a secrets operator."),
  }),
  check: (resource, { config }) => {
    const issues = refuseGrants(resource, GRANTS, "creates tokens of service accounts; remove serviceaccounts/token.");
    return issues.length > 0 && isAllowedRole(resource, config.allowedRoles) ? [] : issues;
  },
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      {
        name: "a role of the settings",
        inputs: role(rule("", "serviceaccounts/token", "create")),
        config: { allowedRoles: ["shop"] },
      },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "serviceaccounts/token", "get", "create")),
        path: "/rules/1",
        message: "rule #2 of the role creates tokens of service accounts",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "creates tokens of service accounts",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "serviceaccounts/token", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "create")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "serviceaccounts/token", "create")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
