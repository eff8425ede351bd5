import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: [""], resources: ["users", "groups", "serviceaccounts"], verbs: ["impersonate"] },
  // Each extra field is a sub-resource: `userextras/scopes`.
  { apiGroups: ["authentication.k8s.io"], resources: ["uids", "userextras", "userextras/*"], verbs: ["impersonate"] },
];

export default defineRule({
  id: "rbac-no-impersonate",
  title: "Refuse the impersonate verb.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "The holder acts as any user, group or service account, administrators included, and the audit log names the victim.",
  fix: "Remove the verb impersonate from the role.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "may act as somebody else by impersonate; remove the verb."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "serviceaccounts", "get", "impersonate")),
        path: "/rules/1",
        message: "rule #2 of the role may act as somebody else by impersonate",
      },
      {
        name: "an extra field",
        inputs: role(rule("authentication.k8s.io", "userextras/scopes", "impersonate")),
        path: "/rules/0",
        message: "may act as somebody else by impersonate",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "may act as somebody else by impersonate",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "serviceaccounts", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "impersonate")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "serviceaccounts", "impersonate")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
