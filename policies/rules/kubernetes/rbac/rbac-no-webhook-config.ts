import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { CHANGE, type Grant, ROLE_TYPES, refuseGrants } from "../_rbac.ts";
import { READ_CONFIG, role, rule } from "./_examples.ts";

const GRANTS: readonly Grant[] = [
  {
    apiGroups: ["admissionregistration.k8s.io"],
    resources: [
      "validatingwebhookconfigurations",
      "mutatingwebhookconfigurations",
      "validatingadmissionpolicies",
      "validatingadmissionpolicybindings",
      "mutatingadmissionpolicies",
      "mutatingadmissionpolicybindings",
    ],
    verbs: CHANGE,
  },
];

export default defineRule({
  id: "rbac-no-webhook-config",
  title: "Refuse changing admission webhooks and admission policies.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "An admission webhook sees every object that is written, secrets included, and may change it; deleting one switches a guard off.",
  fix: "Remove the verbs that change webhook configurations and admission policies from the role.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) => refuseGrants(resource, GRANTS, "changes admission webhooks or policies; remove the verb."),
  examples: {
    pass: [
      { inputs: role(READ_CONFIG) },
      { name: "reading", inputs: role(rule("admissionregistration.k8s.io", "validatingadmissionpolicies", "get")) },
    ],
    fail: [
      {
        name: "the second rule, beside an unknown one",
        inputs: role(UNKNOWN, rule("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "get", "patch")),
        path: "/rules/1",
        message: "rule #2 of the role changes admission webhooks or policies",
      },
      {
        name: "by wildcards",
        inputs: role(READ_CONFIG, rule("*", "*", "*")),
        path: "/rules/1",
        message: "changes admission webhooks or policies",
      },
    ],
    undecided: [
      { inputs: role(UNKNOWN), path: "/rules/0" },
      {
        inputs: role(rule("admissionregistration.k8s.io", "mutatingwebhookconfigurations", UNKNOWN)),
        path: "/rules/0/verbs/0",
      },
      { inputs: role(rule("admissionregistration.k8s.io", UNKNOWN, "patch")), path: "/rules/0/resources/0" },
      { inputs: role(rule(UNKNOWN, "mutatingwebhookconfigurations", "patch")), path: "/rules/0/apiGroups/0" },
    ],
  },
});
