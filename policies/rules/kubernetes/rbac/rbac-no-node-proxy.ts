import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { CHANGE, type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  // Even a GET opens an exec session.
  { apiGroups: [""], resources: ["nodes/proxy"], verbs: ["get", ...CHANGE] },
];

export default defineRule({
  id: "rbac-no-node-proxy",
  title: "Refuse the proxy sub-resource of nodes.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "It speaks to the kubelet directly: commands in any pod of the node, past admission and past the audit log.",
  fix: "Remove nodes/proxy from the role; use nodes/metrics, nodes/stats or nodes/log.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "reaches the kubelet by nodes/proxy; remove the resource."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }, { inputs: role(rule("", "nodes/metrics", "get")) }],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("", "nodes/proxy", "get", "get")),
        path: "/rules/1",
        message: "rule #2 of the role reaches the kubelet by nodes/proxy",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "reaches the kubelet by nodes/proxy",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      { inputs: role(rule("", "nodes/proxy", UNKNOWN)), path: "/rules/0/verbs/0" },
      { inputs: role(rule("", UNKNOWN, "get")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "nodes/proxy", "get")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
