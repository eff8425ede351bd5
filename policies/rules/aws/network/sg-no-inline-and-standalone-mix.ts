import { ref } from "../../../examples.ts";
import type { Resource } from "../../../resource.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sg-no-inline-and-standalone-mix",
  title: "Do not manage one security group with inline rules and standalone rule resources at once.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "The two fight each other and rules silently appear or vanish.",
  fix: "Move the inline rules to aws.vpc.SecurityGroupIngressRule and SecurityGroupEgressRule.",
  links: [awsDocs("Security group rules", "vpc/latest/userguide/security-group-rules.html")],
  types: ["aws:ec2/securityGroup:SecurityGroup"],
  check: (group, { stack }) => {
    const mixed = DIRECTIONS.find(
      ([direction, types]) =>
        group.get(direction).items().length > 0 &&
        some(types, (type) =>
          some(
            stack.candidates(group, type, "securityGroupId"),
            (rule) => isOf(rule, direction) && stack.refersTo(rule, rule.get("securityGroupId"), group),
          ),
        ),
    );
    return mixed === undefined
      ? []
      : [group.get(mixed[0]).fail("Inline and standalone rules undo each other; keep the standalone ones")];
  },
  examples: {
    pass: [
      { inputs: { description: "data" }, stack: [ingressRule("subject")] },
      { inputs: { egress: [{ protocol: "-1" }] }, stack: [ingressRule("subject")] },
    ],
    fail: [
      {
        inputs: { ingress: [{ protocol: "tcp" }] },
        stack: [ingressRule("subject")],
        path: "/ingress",
        message: "undo each other",
      },
      {
        inputs: { egress: [{ protocol: "tcp" }] },
        stack: [
          {
            type: "aws:ec2/securityGroupRule:SecurityGroupRule",
            name: "rule",
            inputs: { type: "egress", securityGroupId: ref("subject") },
          },
        ],
        path: "/egress",
        message: "undo each other",
      },
    ],
    undecided: [{ inputs: { ingress: UNKNOWN }, stack: [ingressRule("subject")], path: "/ingress" }],
  },
});
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const DIRECTIONS = [
  ["ingress", [RULE, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"]],
  ["egress", [RULE, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"]],
] as const;

function isOf(rule: Resource, direction: string): boolean {
  return rule.type !== RULE || rule.get("type").string() === direction;
}

function ingressRule(group: string) {
  return {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "rule",
    inputs: { securityGroupId: ref(group) },
  };
}
