import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, admitsPort, ingressRules, refuseFromInternet } from "../../_security-groups.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sg-no-public-ssh",
  title: "Refuse inbound SSH from any address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Internet-wide SSH is scanned and brute-forced within minutes.",
  fix: "Remove the rule and use Session Manager, or name the group or the address range that may connect.",
  links: [securityHub("ec2"), awsDocs("Session Manager", "systems-manager/latest/userguide/session-manager.html")],
  types: INGRESS_TYPES,
  check: (resource) =>
    refuseFromInternet(
      ingressRules(resource),
      (rule) => admitsPort(rule, 22),
      () => "SSH (port 22) is open to the internet; name the source group or address range, or use Session Manager",
    ),
  examples: {
    pass: [
      { inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }] } },
      {
        name: "the open port is another one, whatever the range",
        inputs: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: UNKNOWN }] },
      },
      { name: "a group without rules", inputs: {} },
    ],
    fail: [
      {
        name: "the second range of the second inline rule",
        inputs: {
          ingress: [
            { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
            { protocol: "tcp", fromPort: 20, toPort: 30, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] },
          ],
        },
        path: "/ingress/1/cidrBlocks/1",
        message: "SSH (port 22) is open to the internet",
      },
      {
        name: "a rule resource with IPv6 and every protocol",
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        inputs: { type: "ingress", protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] },
        path: "/ipv6CidrBlocks/0",
        message: "SSH",
      },
      {
        name: "the default group of a VPC",
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        inputs: { ingress: [{ protocol: "6", fromPort: "22", toPort: "22", cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/ingress/0/cidrBlocks/0",
        message: "SSH",
      },
      {
        name: "beside an unknown range",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0", cidrIpv6: UNKNOWN },
        path: "/cidrIpv4",
        message: "SSH",
      },
    ],
    undecided: [
      {
        inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", UNKNOWN] }] },
        path: "/ingress/0/cidrBlocks/1",
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: UNKNOWN, toPort: 443, cidrIpv4: "0.0.0.0/0" },
        path: "/fromPort",
      },
      { type: "aws:ec2/securityGroupRule:SecurityGroupRule", inputs: { type: UNKNOWN }, path: "/type" },
    ],
  },
});
