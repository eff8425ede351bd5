import { type Property, Undecided } from "../property.ts";
import type { Resource } from "../resource.ts";
import { type Issue, NOT_APPLICABLE, type Outcome, each, every } from "../rule.ts";

export const INGRESS_TYPES = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

export const EGRESS_TYPES = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];

interface Ports {
  readonly from: number;
  readonly to: number;
}

/** One rule of a security group, whichever of the three kinds of resource declares it. */
export interface TrafficRule {
  /** The rule itself: an item of an inline list, or the inputs of a rule resource. */
  readonly property: Property;
  /** Lists of address ranges: IPv4, then IPv6. */
  readonly ranges: readonly (() => readonly Property[])[];
  /** Groups named as the other side. */
  readonly groups: readonly (() => readonly Property[])[];
  /** `-1` for every protocol, otherwise a lower-case name or number. */
  readonly protocol: () => string;
  /** The ports it admits; undefined for a protocol without ports. */
  readonly ports: () => Ports | undefined;
}

const ALL_PORTS: Ports = { from: 0, to: 65_535 };
const PROTOCOLS_WITH_PORTS = new Set(["tcp", "udp", "6", "17"]);

/** The ingress rules that a resource declares; not applicable to an egress rule. */
export function ingressRules(resource: Resource): readonly TrafficRule[] | typeof NOT_APPLICABLE {
  return trafficRules(resource, "ingress");
}

/** The egress rules that a resource declares; not applicable to an ingress rule. */
export function egressRules(resource: Resource): readonly TrafficRule[] | typeof NOT_APPLICABLE {
  return trafficRules(resource, "egress");
}

function trafficRules(
  resource: Resource,
  direction: "ingress" | "egress",
): readonly TrafficRule[] | typeof NOT_APPLICABLE {
  switch (resource.type) {
    case "aws:ec2/securityGroup:SecurityGroup":
    case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
      return resource.memo(`rules:${direction}`, () => resource.get(direction).items().map(listRule));
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
      return resource.get("type").string() === direction ? [listRule(resource.inputs)] : NOT_APPLICABLE;
    default:
      return [singleRule(resource.inputs)];
  }
}

/** A rule with lists of ranges: inline, or `aws.ec2.SecurityGroupRule`. */
function listRule(property: Property): TrafficRule {
  return {
    property,
    ranges: ["cidrBlocks", "ipv6CidrBlocks"].map((key) => () => property.get(key).items()),
    groups: [() => property.get("securityGroups").items(), () => setItem(property.get("sourceSecurityGroupId"))],
    ...traffic(property, "protocol"),
  };
}

/** A rule with one range: `aws.vpc.SecurityGroupIngressRule` and `…EgressRule`. */
function singleRule(property: Property): TrafficRule {
  return {
    property,
    ranges: ["cidrIpv4", "cidrIpv6"].map((key) => () => setItem(property.get(key))),
    groups: [() => setItem(property.get("referencedSecurityGroupId"))],
    ...traffic(property, "ipProtocol"),
  };
}

function setItem(property: Property): Property[] {
  return property.raw === undefined || property.raw === null ? [] : [property];
}

function traffic(property: Property, protocolKey: string): Pick<TrafficRule, "protocol" | "ports"> {
  function protocol(): string {
    const text = property.get(protocolKey).string()?.toLowerCase();
    return text === undefined || text === "all" ? "-1" : text;
  }
  function ports(): Ports | undefined {
    const name = protocol();
    if (name === "-1") return ALL_PORTS;
    if (!PROTOCOLS_WITH_PORTS.has(name)) return undefined;
    const from = property.get("fromPort").number();
    const to = property.get("toPort").number();
    return from === undefined || from < 0 ? ALL_PORTS : { from, to: to ?? from };
  }
  return { protocol, ports };
}

/** Whether the rule admits `port` over TCP or UDP. */
export function admitsPort(rule: TrafficRule, port: number): boolean {
  const ports = rule.ports();
  return ports !== undefined && ports.from <= port && port <= ports.to;
}

/** Whether the rule admits every port. */
export function admitsEveryPort(rule: TrafficRule): boolean {
  const ports = rule.ports();
  return ports !== undefined && ports.from <= 1 && ports.to === ALL_PORTS.to;
}

/** A violation for each range of (nearly) the whole internet in a rule for which `matters` holds. */
export function refuseFromInternet(
  rules: readonly TrafficRule[] | typeof NOT_APPLICABLE,
  matters: (rule: TrafficRule) => boolean,
  message: (rule: TrafficRule) => string,
): Outcome {
  if (rules === NOT_APPLICABLE) return NOT_APPLICABLE;
  return each(rules, (rule) => {
    if (surelyNot(() => matters(rule))) return [];
    return each(rule.ranges, (ranges) => each(ranges(), (range) => judge(rule, range)));
  });

  function judge(rule: TrafficRule, range: Property): Issue[] {
    const open = every([() => isWholeInternet(range), () => matters(rule)], (test) => test());
    return open ? [range.fail(message(rule))] : [];
  }
}

function surelyNot(test: () => boolean): boolean {
  try {
    return !test();
  } catch (thrown) {
    if (thrown instanceof Undecided) return false;
    throw thrown;
  }
}

const RANGE = /^([0-9a-f:.]+)\/(\d{1,3})$/i;
/** Unique local addresses: private, for all their width. */
const PRIVATE_IPV6 = /^f[cd]/i;

/**
 * Whether an address range holds (nearly) every address. Prefixes shorter than eight bits count, because
 * `0.0.0.0/1` and `128.0.0.0/1` together are `0.0.0.0/0`.
 */
export function isWholeInternet(range: Property): boolean {
  const text = range.string();
  if (text === undefined) return false;
  const match = RANGE.exec(text.trim());
  if (match === null) throw new Undecided(range, "is not an address range");
  return Number(match[2]) < 8 && !PRIVATE_IPV6.test(match[1] as string);
}
