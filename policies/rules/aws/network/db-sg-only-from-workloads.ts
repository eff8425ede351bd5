import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, ingressRules } from "../../_security-groups.ts";
import { DATABASES, type GroupLists, groupsOf, guards } from "../_data-tier.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "db-sg-only-from-workloads",
  title:
    "Let database and cache groups accept traffic only from named security groups, never from address ranges outside the VPC.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "The data tier should know its callers, not their addresses.",
  fix: "Name the security groups of the callers as sources (referencedSecurityGroupId).",
  links: [awsDocs("Access to a DB instance in a VPC", "AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html")],
  types: INGRESS_TYPES,
  check: (resource, { stack }) => {
    const rules = ingressRules(resource);
    if (rules === NOT_APPLICABLE) return NOT_APPLICABLE;
    return each(rules, (rule) =>
      each(rule.ranges, (ranges) => each(ranges(), (range) => judgeRange(resource, range, stack))),
    );
  },
  examples: {
    pass: [
      {
        name: "a group as the source",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: {
          securityGroupId: ref("data"),
          referencedSecurityGroupId: ref("pods"),
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
        },
        stack: [...dataTier(), { type: "aws:ec2/securityGroup:SecurityGroup", name: "pods", inputs: {} }],
      },
      {
        name: "no database uses the group",
        inputs: {
          vpcId: ref("vpc"),
          ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["203.0.113.0/24"] }],
        },
        stack: dataTier(),
      },
      {
        name: "a range inside the VPC",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: {
          securityGroupId: ref("data"),
          cidrIpv4: "10.0.4.0/24",
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
        },
        stack: dataTier(),
      },
    ],
    fail: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: {
          securityGroupId: ref("data"),
          cidrIpv4: "10.9.0.0/16",
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
        },
        stack: dataTier(),
        path: "/cidrIpv4",
        message: "outside the VPC",
      },
      {
        inputs: { ingress: [{ protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["203.0.113.0/24"] }] },
        stack: [
          {
            type: "aws:elasticache/replicationGroup:ReplicationGroup",
            name: "cache",
            inputs: { securityGroupIds: ["sg-0other", ref("subject")] },
          },
        ],
        path: "/ingress/0/cidrBlocks/0",
        message: "outside the VPC",
      },
      ...["aws:elasticache/cluster:Cluster", "aws:elasticache/serverlessCache:ServerlessCache"].map((type) => ({
        inputs: { ingress: [{ protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["203.0.113.0/24"] }] },
        stack: [{ type, name: "cache", inputs: { securityGroupIds: [ref("subject")] } }],
        path: "/ingress/0/cidrBlocks/0",
        message: "outside the VPC",
      })),
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { securityGroupId: ref("data"), cidrIpv4: UNKNOWN, ipProtocol: "tcp", fromPort: 5432, toPort: 5432 },
        stack: dataTier(),
        path: "/cidrIpv4",
      },
    ],
  },
});
const STORES: GroupLists = [
  ...DATABASES,
  ["aws:elasticache/replicationGroup:ReplicationGroup", "securityGroupIds"],
  ["aws:elasticache/cluster:Cluster", "securityGroupIds"],
  ["aws:elasticache/serverlessCache:ServerlessCache", "securityGroupIds"],
];

function judgeRange(resource: Resource, range: Property, stack: Stack): Issue[] {
  const groups = groupsOf(resource, stack).filter((group) => guards(group, stack, STORES));
  if (groups.length === 0 || isInsideVpc(range, groups, stack)) return [];
  return [
    range.fail("A database or cache accepts addresses outside the VPC; name the callers' security group instead"),
  ];
}

/** Whether the range lies in the group's VPC or, where the stack does not hold the VPC, in a private range. */
function isInsideVpc(range: Property, groups: readonly Resource[], stack: Stack): boolean {
  const own = parseRange(range);
  const vpcs = groups.flatMap((group) => stack.referents(group, group.get("vpcId"), "aws:ec2/vpc:Vpc"));
  const blocks = vpcs.length > 0 ? vpcs.map((vpc) => parseRange(vpc.get("cidrBlock"))) : PRIVATE_RANGES;
  return blocks.some(
    (block) =>
      own.prefix >= block.prefix && own.address >>> (32 - block.prefix) === block.address >>> (32 - block.prefix),
  );
}

const RANGE = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/;
const PRIVATE_RANGES = [
  { address: 10 << 24, prefix: 8 },
  { address: (172 << 24) | (16 << 16), prefix: 12 },
  { address: (192 << 24) | (168 << 16), prefix: 16 },
];

/** An IPv4 range as numbers; anything else is no part of a private range. */
function parseRange(range: Property): { readonly address: number; readonly prefix: number } {
  const [, a, b, c, d, prefix] = RANGE.exec(range.string() ?? "") ?? [];
  if (prefix === undefined) return { address: 0, prefix: 0 };
  return { address: (Number(a) << 24) | (Number(b) << 16) | (Number(c) << 8) | Number(d), prefix: Number(prefix) };
}

function dataTier() {
  return [
    { type: "aws:ec2/vpc:Vpc", name: "vpc", inputs: { cidrBlock: "10.0.0.0/16" } },
    { type: "aws:ec2/securityGroup:SecurityGroup", name: "data", inputs: { vpcId: ref("vpc") } },
    { type: "aws:rds/instance:Instance", name: "db", inputs: { vpcSecurityGroupIds: [ref("data")] } },
  ];
}
