import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  {
    apiGroups: ["certificates.k8s.io"],
    resources: ["certificatesigningrequests/approval"],
    verbs: ["update", "patch"],
  },
  { apiGroups: ["certificates.k8s.io"], resources: ["signers"], verbs: ["approve"] },
];

export default defineRule({
  id: "rbac-no-csr-approval",
  title: "Refuse approving certificate requests.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Who approves certificate requests mints client certificates: an identity of any user or node, that cannot be revoked.",
  fix: "Remove update and patch on certificatesigningrequests/approval, and approve on signers, from the role.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "approves certificate requests; remove the right."),
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      {
        name: "asking for a certificate",
        inputs: role(rule("certificates.k8s.io", "certificatesigningrequests", "create")),
      },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("certificates.k8s.io", "certificatesigningrequests/approval", "get", "update")),
        path: "/rules/1",
        message: "rule #2 of the role approves certificate requests",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "approves certificate requests",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      {
        inputs: role(rule("certificates.k8s.io", "certificatesigningrequests/approval", UNKNOWN)),
        path: "/rules/0/verbs/0",
      },
      { inputs: role(rule("certificates.k8s.io", UNKNOWN, "update")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "certificatesigningrequests/approval", "update")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
