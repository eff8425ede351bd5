import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC, SECRETS } from "../_links.ts";
import { CHANGE, type Grant, READ, ROLE_TYPES, gives } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const SECRETS_ACCESS: Grant = { apiGroups: [""], resources: ["secrets"], verbs: [...READ, ...CHANGE] };

export default defineRule({
  id: "rbac-limit-secrets-access",
  title: "Grant read or write on secrets only by resource name.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The secrets of a namespace hold the credentials of all its workloads, and often tokens of stronger accounts.",
  fix: "Name the secrets in resourceNames, or remove secrets from the rule; mount what a workload needs as files.",
  links: [RBAC, SECRETS],
  types: ROLE_TYPES,
  check: (resource) =>
    each(resource.get("rules").items(), (one, index) =>
      gives(one, SECRETS_ACCESS) && one.get("resourceNames").items().length === 0
        ? [one.fail(`rule #${index + 1} of the role reads or writes every secret; name the secrets in resourceNames.`)]
        : [],
    ),
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      { inputs: role({ ...rule("", "secrets", "get"), resourceNames: ["shop-tls"] }) },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "secrets", "list")),
        path: "/rules/1",
        message: "rule #2 of the role reads or writes every secret",
      },
      {
        name: "by wildcards",
        inputs: role(rule("*", "*", "get")),
        path: "/rules/0",
        message: "every secret",
      },
      {
        name: "no names",
        inputs: role({ ...rule("", "secrets", "get"), resourceNames: [] }),
        path: "/rules/0",
        message: "every secret",
      },
    ],
    undecided: [
      { inputs: role(rule("", "secrets", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "get")), path: "/rules/0/resources/0" },
      { inputs: role({ ...rule("", "secrets", "get"), resourceNames: UNKNOWN }), path: "/rules/0/resourceNames" },
    ],
  },
});
