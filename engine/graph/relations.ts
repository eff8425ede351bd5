import type { PlanResource } from "../plan.ts";

/** What one part of a system has to do with another, as a drawing names it; those that explain most come first. */
export const RELATIONS = [
  "traffic",
  "data",
  "protection",
  "other",
  "secrets",
  "backup",
  "logs",
  "watching",
  "identity",
  "encryption",
  "placement",
] as const;
export type Relation = (typeof RELATIONS)[number];

/** What a drawing shows; the rest holds for nearly every part, and would hide what matters. */
export const DRAWN: ReadonlySet<Relation> = new Set(["traffic", "data", "protection", "other"]);

export const RELATION_TITLES: Readonly<Record<Relation, string>> = {
  traffic: "connects to",
  data: "reads or writes",
  protection: "is protected by",
  other: "uses",
  secrets: "reads secrets of",
  backup: "backs up",
  logs: "writes logs to",
  watching: "watches or notifies",
  identity: "takes its identity from",
  encryption: "is encrypted with",
  placement: "lies in",
};

interface Pattern {
  readonly relation: Relation;
  readonly source?: RegExp;
  readonly property?: RegExp;
  readonly target?: RegExp;
}

/** The first pattern that fits tells the relation. Types are matched by their last part, as in `Distribution`. */
const PATTERNS: readonly Pattern[] = [
  { relation: "placement", target: /^(Vpc|Subnet|SubnetGroup|RouteTable|InternetGateway|Namespace)$/ },
  { relation: "encryption", target: /^(Key|KeyPolicy|Alias)$/ },
  { relation: "watching", source: /Alarm|^Event(Rule|Target)$|^Budget$|^Dashboard$/ },
  { relation: "watching", property: /Actions$|^notifications?$/ },
  { relation: "logs", source: /Logging|^FlowLog$/ },
  { relation: "logs", property: /log/i },
  { relation: "backup", source: /^(Selection|RestoreTestingSelection|Plan|VaultPolicy)$/ },
  { relation: "identity", property: /^(assumeRolePolicy|clusterName|serviceAccountName|roleArn|role)$/ },
  { relation: "identity", source: /^(SecurityGroupPolicy|PodIdentityAssociation|KeyPolicy)$/ },
  { relation: "traffic", source: /^SecurityGroup(Ingress|Egress)Rule$/ },
  { relation: "traffic", property: /^(origins|aliases|records|targetArn|targetId)$/ },
  { relation: "traffic", source: /^TargetGroupBinding$/ },
  { relation: "protection", target: /^(WebAcl|Certificate|CertificateValidation)/ },
  { relation: "secrets", target: /^(Secret|SecretVersion|SecretPolicy|User)$/ },
  { relation: "secrets", source: /^Secret(Version|Policy)?$/ },
  { relation: "data", target: /^(Bucket|BucketPolicy|Queue|Topic|Table)$/ },
];

const NOISE = /^(tags|tagsAll|labels|metadata|provider)$/;

/** The relation that a property makes, or nothing where it is only a name in a tag or a label. */
export function relationOf(source: PlanResource, property: string, target: PlanResource): Relation | undefined {
  if (NOISE.test(property) || target.type.startsWith("pulumi:")) return undefined;
  const [own, other] = [lastPart(source.type), lastPart(target.type)];
  const found = PATTERNS.find(
    (pattern) =>
      (pattern.source?.test(own) ?? true) &&
      (pattern.property?.test(property) ?? true) &&
      (pattern.target?.test(other) ?? true),
  );
  return found?.relation ?? "other";
}

/** A rule that lets another group in tells that the other connects, not the one whose rule it is. */
export function isReversed(source: PlanResource, property: string): boolean {
  return lastPart(source.type) === "SecurityGroupIngressRule" && property === "referencedSecurityGroupId";
}

/** The port that a rule of a security group opens, where it is one. */
export function portOf({ type, inputs }: PlanResource): number | undefined {
  const port = inputs["fromPort"];
  const isOne = /^SecurityGroup(Ingress|Egress)Rule$/.test(lastPart(type)) && port === inputs["toPort"];
  return isOne && typeof port === "number" ? port : undefined;
}

/** `Instance` of `aws:rds/instance:Instance`. */
export function lastPart(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}
