import { ref } from "../../../examples.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "vpc-default-security-group-closed",
  title: "Adopt the default security group of each VPC and leave it without any rule.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Resources created without an explicit group would otherwise talk to each other freely.",
  fix: "Add an aws.ec2.DefaultSecurityGroup for the VPC with neither ingress nor egress.",
  links: [securityHub("ec2"), awsDocs("Default security groups", "vpc/latest/userguide/default-security-group.html")],
  types: ["aws:ec2/vpc:Vpc", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  check: (resource, { stack }) => (resource.type === "aws:ec2/vpc:Vpc" ? adopted(resource, stack) : empty(resource)),
  examples: {
    pass: [
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          {
            type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
            name: "default",
            inputs: { vpcId: ref("subject") },
          },
        ],
      },
      {
        name: "adopting the group removes its rules",
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        inputs: { vpcId: "vpc-0123", ingress: [] },
      },
    ],
    fail: [
      { name: "not adopted", inputs: { cidrBlock: "10.0.0.0/16" }, path: "", message: "is not adopted" },
      {
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        inputs: { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/egress",
        message: "has egress rules",
      },
    ],
    undecided: [
      { type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", inputs: { ingress: UNKNOWN }, path: "/ingress" },
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          { type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", name: "default", inputs: { vpcId: UNKNOWN } },
        ],
        path: "/vpcId",
      },
    ],
  },
});
function adopted(vpc: Resource, stack: Stack): Issue[] {
  const groups = stack.ofType("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
  if (some(groups, (group) => stack.refersTo(group, group.get("vpcId"), vpc))) return [];
  return [
    vpc.fail("The default security group of the VPC is not adopted; add an aws.ec2.DefaultSecurityGroup without rules"),
  ];
}

function empty(group: Resource): Issue[] {
  return each(["ingress", "egress"], (direction) => {
    const rules = group.get(direction);
    if (rules.items().length === 0) return [];
    return [rules.fail(`The default security group has ${direction} rules; remove them and use groups of your own`)];
  });
}
