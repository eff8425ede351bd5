import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { EGRESS_TYPES, admitsEveryPort, egressRules, refuseFromInternet } from "../../_security-groups.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sg-no-unrestricted-egress",
  title: "Do not let a group send every protocol to any address.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Open egress is how stolen data and command traffic leave.",
  fix: "Name the groups, prefix lists or ports that the workload needs; without any egress rule nothing leaves.",
  links: [awsDocs("Security group rules", "vpc/latest/userguide/security-group-rules.html")],
  types: EGRESS_TYPES,
  check: (resource) =>
    refuseFromInternet(
      egressRules(resource),
      admitsEveryPort,
      () => "Every port of every address may be reached from the group; name the destinations and ports it needs",
    ),
  examples: {
    pass: [
      { inputs: { egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] } },
      { name: "no egress: the provider removes the rule that EC2 adds", inputs: {} },
    ],
    fail: [
      {
        inputs: { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/egress/0/cidrBlocks/0",
        message: "Every port of every address",
      },
      {
        type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        inputs: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
        path: "/cidrIpv4",
        message: "name the destinations",
      },
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        inputs: { type: "egress", protocol: "all", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] },
        path: "/ipv6CidrBlocks/0",
        message: "name the destinations",
      },
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        inputs: { ipProtocol: "-1", cidrIpv4: UNKNOWN },
        path: "/cidrIpv4",
      },
    ],
  },
});
