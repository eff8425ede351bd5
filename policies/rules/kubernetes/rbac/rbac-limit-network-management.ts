import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { CHANGE, type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  { apiGroups: ["networking.k8s.io", "extensions"], resources: ["networkpolicies", "ingresses"], verbs: CHANGE },
  { apiGroups: [""], resources: ["services", "endpoints"], verbs: CHANGE },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: CHANGE },
];

export default defineRule({
  id: "rbac-limit-network-management",
  title: "Refuse changing network policies, ingresses, services and endpoints for workloads.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The holder lifts the isolation of a namespace, or points a name that others trust at pods of its own.",
  fix: "Remove the verbs that change network policies, ingresses, services and endpoints from the role.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "changes how traffic flows; remove the verb."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }, { name: "reading", inputs: role(rule("", "endpoints", "get", "watch")) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("networking.k8s.io", "networkpolicies", "get", "delete")),
        path: "/rules/1",
        message: "rule #2 of the role changes how traffic flows",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "changes how traffic flows",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("networking.k8s.io", "networkpolicies", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("networking.k8s.io", UNKNOWN, "delete")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "networkpolicies", "delete")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
