import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { NETWORK_POLICIES } from "../_links.ts";
import { NETWORK_POLICY_TYPES } from "../_network-policies.ts";
import { policyInputs } from "./_examples.ts";
import { refuseOpenRules } from "./_open-rules.ts";

const PODS = { from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 8080 }] };

export default defineRule({
  id: "k8s-netpol-no-allow-all-ingress",
  title: "Refuse rules that admit every source.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Policies add up: one rule without sources cancels the default deny for the pods it selects.",
  fix: "Name the pods, namespaces or address ranges in the rule's from list.",
  links: [NETWORK_POLICIES],
  types: NETWORK_POLICY_TYPES,
  check: (policy) => refuseOpenRules(policy, "Ingress"),
  examples: {
    pass: [
      { name: "no rule denies all", inputs: policyInputs({ podSelector: {}, policyTypes: ["Ingress"] }) },
      { inputs: policyInputs({ podSelector: {}, ingress: [PODS, { from: [{ ipBlock: { cidr: "10.0.0.0/16" } }] }] }) },
    ],
    fail: [
      {
        name: "an empty rule",
        inputs: policyInputs({ podSelector: {}, ingress: [{}] }),
        path: "/spec/ingress/0/from",
        message: "ingress rule #1 admits every source",
      },
      {
        name: "ports without sources in the second rule, beside an unknown one",
        inputs: policyInputs({ podSelector: {}, ingress: [UNKNOWN, { from: [], ports: [{ port: 8080 }] }] }),
        path: "/spec/ingress/1/from",
        message: "ingress rule #2 admits every source",
      },
      {
        name: "the second source",
        inputs: policyInputs({ podSelector: {}, ingress: [{ from: [...PODS.from, { ipBlock: { cidr: "::/0" } }] }] }),
        path: "/spec/ingress/0/from/1/ipBlock/cidr",
        message: "every source by ::/0",
      },
      {
        name: "every address in two halves",
        inputs: policyInputs({
          podSelector: {},
          ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/1" } }, { ipBlock: { cidr: "128.0.0.0/1" } }] }],
        }),
        path: "/spec/ingress/0/from/0/ipBlock/cidr",
        message: "every source by 0.0.0.0/1",
      },
    ],
    undecided: [
      { inputs: policyInputs({ podSelector: {}, ingress: UNKNOWN }), path: "/spec/ingress" },
      { inputs: policyInputs({ podSelector: {}, ingress: [{ from: UNKNOWN }] }), path: "/spec/ingress/0/from" },
      {
        inputs: policyInputs({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: UNKNOWN } }] }] }),
        path: "/spec/ingress/0/from/0/ipBlock/cidr",
      },
    ],
  },
});
