import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `AccountSensors` are made of. */
export interface AccountSensorsArgs {
  readonly region: string;
  /** Topic that is told of findings, whose policy and key admit event rules. */
  readonly topicArn: pulumi.Input<string>;
  /** Least severity of the findings that are told, from 1 to 10; 4 is medium. @default 4 */
  readonly leastSeverity?: number;
  /** Standards that Security Hub checks, for which the account needs a configuration recorder. @default no Security Hub */
  readonly securityHub?: readonly SecurityStandard[];
  /** Where people read the runbooks, without a slash at the end. @default "docs/runbooks", their place in the repository */
  readonly runbooksUrl?: string;
  readonly tags: Tags;
}

/** Standard of Security Hub, by the end of its ARN. */
export const SECURITY_STANDARDS = {
  "foundational-best-practices": "aws-foundational-security-best-practices/v/1.0.0",
  "cis-3": "cis-aws-foundations-benchmark/v/3.0.0",
  "nist-800-53": "nist-800-53/v/5.0.0",
  "pci-dss-4": "pci-dss/v/4.0.1",
} as const;
export type SecurityStandard = keyof typeof SECURITY_STANDARDS;

/** What GuardDuty looks at besides the trail, flow logs and DNS. */
const FEATURES = [
  "S3_DATA_EVENTS",
  "EKS_AUDIT_LOGS",
  "EBS_MALWARE_PROTECTION",
  "RDS_LOGIN_EVENTS",
  "LAMBDA_NETWORK_LOGS",
] as const;

/** Where GuardDuty's agent runs. */
const AGENTS = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"] as const;

/** The runbook of a finding. */
const RUNBOOK = "guardduty-finding";

/**
 * What watches an account in one region: GuardDuty, the access analyzer, and Security Hub where it is asked for.
 *
 * Guarantees: every source of findings is on; whoever owns the account is told of each finding of medium severity and above.
 *
 * Cannot: share a region with a detector or analyzer that an organisation's administrator made; there, import or leave this out.
 * GuardDuty puts an endpoint into each network with a cluster, which has to go before the network can.
 *
 * @throws If the severity is out of range.
 */
export class AccountSensors extends pulumi.ComponentResource {
  readonly detectorId: pulumi.Output<string>;

  constructor(name: string, args: AccountSensorsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, leastSeverity = 4, securityHub } = args;
    if (!(leastSeverity >= 1 && leastSeverity <= 10)) {
      throw new Error(
        `AccountSensors "${name}": leastSeverity is ${leastSeverity}; GuardDuty has severities from 1 to 10.`,
      );
    }
    super("rampart:aws:AccountSensors", name, {}, opts);
    const child = { parent: this };
    const tags = tagsFor("account-sensors", args.tags);

    const detector = new aws.guardduty.Detector(
      name,
      { region, enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", tags },
      { parent: this, protect: true },
    );
    for (const feature of FEATURES) {
      new aws.guardduty.DetectorFeature(
        `${name}-${feature.toLowerCase().replaceAll("_", "-")}`,
        { region, detectorId: detector.id, name: feature, status: "ENABLED" },
        child,
      );
    }
    new aws.guardduty.DetectorFeature(
      `${name}-runtime`,
      {
        region,
        detectorId: detector.id,
        name: "RUNTIME_MONITORING",
        status: "ENABLED",
        // GuardDuty installs its agents by itself. All three, because AWS reports all three, and one left out would be a difference.
        additionalConfigurations: AGENTS.map((agent) => ({ name: agent, status: "ENABLED" })),
      },
      child,
    );
    const rule = new aws.cloudwatch.EventRule(
      `${name}-findings`,
      {
        region,
        name: "rampart-account-findings",
        description: `GuardDuty found something. Runbook: ${runbookLink(args)}`,
        eventPattern: JSON.stringify({
          source: ["aws.guardduty"],
          "detail-type": ["GuardDuty Finding"],
          detail: { severity: [{ numeric: [">=", leastSeverity] }] },
        }),
        state: "ENABLED",
        tags,
      },
      child,
    );
    new aws.cloudwatch.EventTarget(
      `${name}-findings`,
      {
        region,
        rule: rule.name,
        // Without a role: with one, EventBridge may fail to deliver to a topic under a key.
        arn: args.topicArn,
        inputTransformer: {
          inputTemplate: `{"summary":"GuardDuty found something.","runbook":${JSON.stringify(runbookLink(args))},"event":<aws.events.event.json>}`,
        },
      },
      child,
    );
    new aws.accessanalyzer.Analyzer(
      `${name}-access`,
      { region, analyzerName: "rampart-account", type: "ACCOUNT", tags },
      child,
    );
    if (securityHub !== undefined) createSecurityHub(name, region, securityHub, child);

    this.detectorId = detector.id;
    this.registerOutputs({ detectorId: this.detectorId });
  }
}

function runbookLink({ runbooksUrl = "docs/runbooks" }: AccountSensorsArgs): string {
  return `${runbooksUrl}/${RUNBOOK}.md`;
}

function createSecurityHub(
  name: string,
  region: string,
  standards: readonly SecurityStandard[],
  opts: pulumi.CustomResourceOptions,
): void {
  const hub = new aws.securityhub.Account(
    `${name}-hub`,
    { region, enableDefaultStandards: false, controlFindingGenerator: "SECURITY_CONTROL", autoEnableControls: true },
    opts,
  );
  for (const standard of standards) {
    new aws.securityhub.StandardsSubscription(
      `${name}-hub-${standard}`,
      { region, standardsArn: `arn:aws:securityhub:${region}::standards/${SECURITY_STANDARDS[standard]}` },
      { ...opts, dependsOn: [hub] },
    );
  }
}
