import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, admitsPort, ingressRules, refuseFromInternet } from "../../_security-groups.ts";
import { securityHub } from "../_links.ts";

export default defineRule({
  id: "sg-no-public-rdp",
  title: "Refuse inbound RDP from any address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Remote desktop open to the world is a standard entry for ransomware.",
  fix: "Remove the rule and use Session Manager or Fleet Manager, or name the address range that may connect.",
  links: [securityHub("ec2")],
  types: INGRESS_TYPES,
  check: (resource) =>
    refuseFromInternet(
      ingressRules(resource),
      (rule) => admitsPort(rule, 3389),
      () => "RDP (port 3389) is open to the internet; name the source group or address range",
    ),
  examples: {
    pass: [
      { inputs: { ingress: [{ protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: ["192.168.4.0/24"] }] } },
    ],
    fail: [
      {
        inputs: { ingress: [{ protocol: "udp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/ingress/0/cidrBlocks/0",
        message: "RDP (port 3389) is open",
      },
      {
        name: "half of all addresses",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 3000, toPort: 4000, cidrIpv4: "128.0.0.0/1" },
        path: "/cidrIpv4",
        message: "RDP",
      },
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 3389, toPort: 3389, cidrIpv4: UNKNOWN },
        path: "/cidrIpv4",
      },
    ],
  },
});
