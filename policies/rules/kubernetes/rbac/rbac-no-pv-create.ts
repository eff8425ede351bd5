import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [{ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"] }];

export default defineRule({
  id: "rbac-no-pv-create",
  title: "Refuse creating persistent volumes.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A persistent volume may name a path of the node, and a pod that passes every other check may then mount it.",
  fix: "Remove create on persistentvolumes from the role; claim storage through a storage class.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "creates persistent volumes; remove the verb."),
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      { name: "claims", inputs: role(rule("", "persistentvolumeclaims", "create")) },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "persistentvolumes", "get", "create")),
        path: "/rules/1",
        message: "rule #2 of the role creates persistent volumes",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "creates persistent volumes",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "persistentvolumes", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "create")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "persistentvolumes", "create")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
