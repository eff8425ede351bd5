import { z } from "zod";
import type { Property } from "../../../property.ts";
import { defineRule } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN } from "../../../value.ts";
import { EKS_NETWORK, NETWORK_POLICIES } from "../_links.ts";
import { NETWORK_POLICY_TYPES } from "../_network-policies.ts";
import { policyInputs } from "./_examples.ts";
import { refuseOpenRules } from "./_open-rules.ts";

const INTERNET = {
  to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32", "10.0.0.0/8"] } }],
  ports: [{ protocol: "TCP", port: 443 }],
};

export default defineRule({
  id: "k8s-netpol-no-allow-all-egress",
  title: "Refuse rules that allow every destination.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Free egress is the way out for data and the way in for tools; most attacks need one of them.",
  fix: "Name pods, namespaces or address ranges in the rule's to list; allow internet services by name (ApplicationNetworkPolicy, a proxy).",
  links: [NETWORK_POLICIES, EKS_NETWORK],
  types: NETWORK_POLICY_TYPES,
  config: z.object({
    internetPorts: z
      .array(z.number().int().min(1).max(65_535))
      .default([])
      .describe("Ports on which a rule may name 0.0.0.0/0 or ::/0, given that it excepts the internal ranges."),
  }),
  check: (policy, { config }) =>
    refuseOpenRules(policy, "Egress", (rule, block) => isLimited(rule, block, config.internetPorts)),
  examples: {
    pass: [
      { name: "no rule denies all", inputs: policyInputs({ podSelector: {}, policyTypes: ["Egress"] }) },
      { inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/16" } }] }] }) },
      {
        name: "the internet on a port of the settings",
        inputs: policyInputs({ podSelector: {}, egress: [INTERNET] }),
        config: { internetPorts: [443] },
      },
    ],
    fail: [
      {
        name: "an empty rule",
        inputs: policyInputs({ podSelector: {}, egress: [{}] }),
        path: "/spec/egress/0/to",
        message: "egress rule #1 allows every destination",
      },
      {
        name: "DNS to anywhere, in the second rule",
        inputs: policyInputs({ podSelector: {}, egress: [UNKNOWN, { ports: [{ protocol: "UDP", port: 53 }] }] }),
        path: "/spec/egress/1/to",
        message: "egress rule #2 allows every destination",
      },
      {
        name: "the internet on one port",
        inputs: policyInputs({ podSelector: {}, egress: [INTERNET] }),
        path: "/spec/egress/0/to/0/ipBlock/cidr",
        message: "every destination by 0.0.0.0/0",
      },
      {
        name: "a range of ports where one is allowed",
        inputs: policyInputs({ podSelector: {}, egress: [{ ...INTERNET, ports: [{ port: 443, endPort: 9000 }] }] }),
        config: { internetPorts: [443] },
        path: "/spec/egress/0/to/0/ipBlock/cidr",
        message: "every destination",
      },
    ],
    undecided: [
      { inputs: policyInputs({ podSelector: {}, egress: UNKNOWN }), path: "/spec/egress" },
      { inputs: policyInputs({ podSelector: {}, egress: [{ to: UNKNOWN }] }), path: "/spec/egress/0/to" },
      {
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: UNKNOWN } }] }] }),
        path: "/spec/egress/0/to/0/ipBlock/cidr",
      },
      {
        inputs: policyInputs({ podSelector: {}, egress: [{ ...INTERNET, ports: [{ port: UNKNOWN }] }] }),
        config: { internetPorts: [443] },
        path: "/spec/egress/0/ports/0/port",
      },
    ],
  },
});

function isLimited(rule: Property, block: Property, allowed: readonly number[]): boolean {
  if (allowed.length === 0) return false;
  const ports = rule.get("ports").items();
  return allOf(
    () => ports.length > 0,
    () => block.get("except").items().length > 0,
    ...ports.map((port) => () => !port.get("endPort").isSet && allowed.includes(port.get("port").number() ?? 0)),
  );
}
