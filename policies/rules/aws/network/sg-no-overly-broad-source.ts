import { z } from "zod";
import type { Property } from "../../../property.ts";
import { type Issue, NOT_APPLICABLE, defineRule, each, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, type TrafficRule, ingressRules } from "../../_security-groups.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sg-no-overly-broad-source",
  title: "Avoid ingress sources wider than a /16, public or private; name peer security groups or subnet ranges.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Very wide sources admit strangers or give lateral movement a free path. The whole internet may reach the public ports, which a rule of its own limits.",
  fix: "Name the security group of the callers, or the ranges of their subnets.",
  links: [securityHub("ec2"), awsDocs("Security group rules", "vpc/latest/userguide/security-group-rules.html")],
  types: INGRESS_TYPES,
  config: z.object({
    minPrefixLength: z.number().int().default(16).describe("Shortest prefix of an IPv4 source."),
    minPrefixLengthIpv6: z.number().int().default(32).describe("Shortest prefix of an IPv6 source."),
    publicPorts: z.array(z.number().int()).default([443]).describe("Ports that the whole internet may reach."),
  }),
  check: (resource, { config }) => {
    const rules = ingressRules(resource);
    if (rules === NOT_APPLICABLE) return NOT_APPLICABLE;
    return each(rules, (rule) => each(rule.ranges, (ranges) => each(ranges(), (range) => judge(rule, range, config))));
  },
  examples: {
    pass: [
      { inputs: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] } },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: "10.0.4.0/22" },
      },
      {
        name: "a group as the source",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: UNKNOWN },
      },
    ],
    fail: [
      {
        inputs: {
          ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.4.0/24", "10.0.0.0/8"] }],
        },
        path: "/ingress/0/cidrBlocks/1",
        message: "wider than a /16",
      },
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        inputs: { type: "ingress", protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["2001:db8::/29"] },
        path: "/ipv6CidrBlocks/0",
        message: "wider than a /32",
      },
      {
        name: "the whole internet on another port",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 443, toPort: 8443, cidrIpv4: "0.0.0.0/0" },
        path: "/cidrIpv4",
        message: "wider than a /16",
      },
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: UNKNOWN },
        path: "/cidrIpv4",
      },
    ],
  },
});
interface Limits {
  readonly minPrefixLength: number;
  readonly minPrefixLengthIpv6: number;
  readonly publicPorts: readonly number[];
}

function judge(rule: TrafficRule, range: Property, limits: Limits): Issue[] {
  const text = range.string() ?? "";
  const least = text.includes(":") ? limits.minPrefixLengthIpv6 : limits.minPrefixLength;
  const prefix = Number(/\/(\d{1,3})$/.exec(text.trim())?.[1] ?? least);
  const tooWide = every([() => prefix < least, () => prefix > 0 || !isPublicPort(rule, limits)], (test) => test());
  return tooWide ? [range.fail(`The source is wider than a /${least}; name the callers' group or their subnets`)] : [];
}

function isPublicPort(rule: TrafficRule, { publicPorts }: Limits): boolean {
  const ports = rule.ports();
  return ports !== undefined && ports.from === ports.to && publicPorts.includes(ports.from);
}
