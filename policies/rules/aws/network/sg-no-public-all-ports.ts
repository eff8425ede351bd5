import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, admitsEveryPort, ingressRules, refuseFromInternet } from "../../_security-groups.ts";
import { securityHub } from "../_links.ts";

export default defineRule({
  id: "sg-no-public-all-ports",
  title: "Refuse rules that admit every port or every protocol from any address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A rule of this width makes the group meaningless.",
  fix: "Name the one port and the sources that need it.",
  links: [securityHub("ec2")],
  types: INGRESS_TYPES,
  check: (resource) =>
    refuseFromInternet(
      ingressRules(resource),
      admitsEveryPort,
      () => "Every port is open to the internet; name the one port and the sources that need it",
    ),
  examples: {
    pass: [
      { inputs: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] } },
      {
        name: "every protocol, from one group",
        inputs: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, securityGroups: ["sg-0123"] }] },
      },
    ],
    fail: [
      {
        inputs: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/ingress/0/cidrBlocks/0",
        message: "Every port is open",
      },
      {
        name: "no ports given",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "-1", cidrIpv6: "::/0" },
        path: "/cidrIpv6",
        message: "Every port is open",
      },
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        inputs: { type: "ingress", protocol: "tcp", fromPort: 1, toPort: 65_535, cidrBlocks: ["0.0.0.0/0"] },
        path: "/cidrBlocks/0",
        message: "Every port is open",
      },
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: UNKNOWN, cidrIpv4: "0.0.0.0/0" },
        path: "/ipProtocol",
      },
      { inputs: { ingress: UNKNOWN }, path: "/ingress" },
    ],
  },
});
