import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, type TrafficRule, ingressRules, refuseFromInternet } from "../../_security-groups.ts";
import { securityHub } from "../_links.ts";

export default defineRule({
  id: "sg-public-ingress-only-allowed-ports",
  title: "Permit internet-wide ingress only on an explicit allow-list of ports.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Everything but the public listener should be reached through the edge.",
  fix: "Serve the public on port 443 of a load balancer, and name groups or ranges as sources everywhere else.",
  links: [securityHub("ec2")],
  types: INGRESS_TYPES,
  config: z.object({
    allowedPorts: z.array(z.number().int()).default([443]).describe("Ports that may face the internet."),
  }),
  check: (resource, { config }) =>
    refuseFromInternet(
      ingressRules(resource),
      (rule) => admitsOtherThan(rule, config.allowedPorts),
      () =>
        `Ports other than ${config.allowedPorts.join(", ")} are open to the internet; name the sources that need them`,
    ),
  examples: {
    pass: [
      { inputs: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] } },
      {
        name: "a prefix list",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 8443, toPort: 8443, prefixListId: "pl-0123" },
      },
    ],
    fail: [
      {
        inputs: { ingress: [{ protocol: "tcp", fromPort: 80, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/ingress/0/cidrBlocks/0",
        message: "Ports other than 443",
      },
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: UNKNOWN },
        path: "/cidrIpv4",
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 443, toPort: UNKNOWN, cidrIpv4: "0.0.0.0/0" },
        path: "/toPort",
      },
    ],
  },
});

function admitsOtherThan(rule: TrafficRule, allowed: readonly number[]): boolean {
  const ports = rule.ports();
  if (ports === undefined) return false;
  for (let port = ports.from; port <= ports.to; port++) if (!allowed.includes(port)) return true;
  return false;
}
