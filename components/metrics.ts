import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliveryPolicy } from "./_cdn-logs.ts";
import { assertKubernetesName } from "./_labels.ts";
import { checkLogRetention } from "./_log-retention.ts";
import { alertmanagerDefinition } from "./_metrics-alertmanager.ts";
import { createScraperAccess } from "./_metrics-network.ts";
import { LATENCY_BOUNDS, type Objectives, objectiveRules } from "./_metrics-objectives.ts";
import { podRules } from "./_metrics-pods.ts";
import { type PoolerThresholds, poolerRules } from "./_metrics-pooler.ts";
import { type RuleGroup, renderRules } from "./_metrics-rules.ts";
import { scannerRules } from "./_metrics-scanner.ts";
import { scrapeConfiguration } from "./_metrics-scrape.ts";
import { type MetricsTarget, targetsOf } from "./_metrics-targets.ts";
import { after, childOptions } from "./_options.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

export type { MetricsTarget } from "./_metrics-targets.ts";

/** What `Metrics` are made of. */
export interface MetricsArgs {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`; the same as that of `Notifications`. */
  readonly prefix: string;
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** In at least two zones; the collector puts a network interface into each. Their ranges must be let in by the targets' network policies. */
  readonly subnetIds: pulumi.Input<readonly string[]>;
  /** A cluster with API-mode access, whose private endpoint is on. */
  readonly clusterArn: pulumi.Input<string>;
  /** Group of the cluster's API, its nodes and their pods; it is opened to the collector on the ports it needs. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Kubernetes namespace of the targets. */
  readonly namespace: string;
  readonly targets: readonly MetricsTarget[];
  /** What has to run before its absence is an alert. @default nothing but the collector */
  readonly watched?: readonly pulumi.Resource[];
  /** Key of the workspace. Its policy must admit use through Managed Prometheus; it cannot be changed later. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Key of the log group. Its policy must admit CloudWatch Logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  /** Topic of the home region that is told. Its policy, and that of its key, must admit Managed Prometheus. */
  readonly topicArn: pulumi.Input<string>;
  readonly thresholds: PoolerThresholds;
  readonly objectives: Objectives;
  /** Where people read the runbooks, without a slash at the end. @default "docs/runbooks", their place in the repository */
  readonly runbooksUrl?: string;
  readonly tags: Tags;
}

/**
 * Managed Prometheus for one platform: a workspace, a collector without agents in the cluster, rules and Alertmanager.
 *
 * Guarantees: samples and logs are encrypted with the keys given; the collector reaches the cluster's API and the
 * targets' ports and nothing else; every alert links a runbook and is told to the topic, and only those that page wake
 * somebody; what is not scraped any more is an alert, not silence.
 *
 * Managed Prometheus makes the collector's role, and the access entry with which it reads the cluster, by itself where the
 * cluster is in API mode; it takes both away with the collector.
 *
 * @throws If two targets have one name, two are poolers or scanners, or an argument is out of its bounds.
 *
 * @example
 * new Metrics("metrics", { prefix: "shop-prod", …network, …cluster, namespace: "shop", topicArn: notifications.topicArns.home,
 *   targets: [{ name: "pooler", port: 9127, what: { kind: "pooler" } }], …rest }, { dependsOn: cluster.ready });
 */
export class Metrics extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;
  readonly workspaceArn: pulumi.Output<string>;
  /** Where queries are sent, for Grafana. */
  readonly queryEndpoint: pulumi.Output<string>;

  constructor(name: string, args: MetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`Metrics "${name}"`, args);
    super("rampart:aws:Metrics", name, {}, opts);
    const { prefix, region, accountId, tags } = args;
    const child = { parent: this };

    const group = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      {
        region,
        // AWS's own prefix for logs that services deliver.
        name: `/aws/vendedlogs/prometheus/${prefix}`,
        kmsKeyId: args.logsKeyArn,
        retentionInDays: args.logRetentionDays,
        tags: tagsFor("metrics", tags),
      },
      child,
    );
    const policy = deliveryPolicy(`${name}-log`, { region, accountId, group }, child);
    // Managed Prometheus takes no other form of the ARN.
    const logGroupArn = pulumi.interpolate`${group.arn}:*`;
    const workspace = new aws.amp.Workspace(
      `${name}-workspace`,
      {
        region,
        alias: prefix,
        kmsKeyArn: args.kmsKeyArn,
        loggingConfiguration: { logGroupArn },
        tags: namedTags("metrics", prefix, tags),
      },
      after(child, [policy]),
    );
    const definition = new aws.amp.AlertManagerDefinition(
      `${name}-alertmanager`,
      {
        region,
        workspaceId: workspace.id,
        definition: pulumi
          .output(args.topicArn)
          .apply((topicArn) => alertmanagerDefinition({ prefix, region, accountId, topicArn })),
      },
      child,
    );
    const access = createScraperAccess(name, args, child);
    const scraper = new aws.amp.Scraper(
      `${name}-scraper`,
      {
        region,
        alias: prefix,
        source: {
          eks: {
            clusterArn: args.clusterArn,
            subnetIds: pulumi.output(args.subnetIds).apply((ids) => [...ids]),
            securityGroupIds: [access.securityGroupId],
          },
        },
        destination: { amp: { workspaceArn: workspace.arn } },
        scrapeConfiguration: scrapeConfiguration(args.namespace, args.targets),
        tags: namedTags("metrics", prefix, tags),
      },
      after(childOptions(this, opts), access.ready),
    );
    new aws.amp.ScraperLoggingConfiguration(
      `${name}-scraper-log`,
      {
        region,
        scraperId: scraper.id,
        loggingDestination: { cloudwatchLogs: { logGroupArn } },
        // The exporter's tells when the workspace takes nothing, which no target's does.
        scraperComponents: ["SERVICE_DISCOVERY", "COLLECTOR", "EXPORTER"],
      },
      after(child, [policy]),
    );

    new aws.amp.RuleGroupNamespace(
      `${name}-rules`,
      {
        region,
        workspaceId: workspace.id,
        name: "rampart",
        data: renderRules(ruleGroups(args), args.runbooksUrl ?? "docs/runbooks"),
        tags: tagsFor("metrics", tags),
      },
      // An alert before there is somebody to tell would be lost, and one before anything is scraped would be false.
      after(child, [definition, scraper, ...(args.watched ?? [])]),
    );

    this.workspaceId = workspace.id;
    this.workspaceArn = workspace.arn;
    this.queryEndpoint = workspace.prometheusEndpoint;
    this.registerOutputs({
      workspaceId: this.workspaceId,
      workspaceArn: this.workspaceArn,
      queryEndpoint: this.queryEndpoint,
    });
  }
}

/** Every group of rules for these targets. */
export function ruleGroups({
  targets,
  thresholds,
  objectives,
}: Pick<MetricsArgs, "targets" | "thresholds" | "objectives">): RuleGroup[] {
  return [
    podRules(targets),
    ...targetsOf(targets, "pooler").map(({ name }) => poolerRules(name, thresholds)),
    ...targetsOf(targets, "scanner").map(({ name, what }) => scannerRules(name, what.signatureMaxAgeHours)),
    ...objectiveRules(targets, objectives, thresholds.poolWaitSeconds),
  ];
}

function checkArgs(where: string, args: MetricsArgs): void {
  const { prefix, targets, objectives } = args;
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(prefix)) {
    throw new Error(`${where}: prefix is "${prefix}"; use lower-case letters, digits and inner hyphens.`);
  }
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  for (const kind of ["pooler", "scanner"] as const) {
    const [first, second] = targetsOf(targets, kind);
    if (first === undefined || second === undefined) continue;
    // Their group of rules and what it records are named after the kind: a file takes no name twice.
    throw new Error(`${where}: targets "${first.name}" and "${second.name}" are both of kind "${kind}"; keep one.`);
  }
  const names = targets.map(({ name }) => name);
  for (const [index, { name, port, path = "/metrics", what }] of targets.entries()) {
    const target = `targets[${index}]`;
    assertKubernetesName(where, `${target}.name`, name);
    if (names.indexOf(name) !== index) {
      throw new Error(`${where}: ${target}.name is "${name}", which another target has; give each its own.`);
    }
    if (!Number.isInteger(port) || port < 1025 || port > 65_535) {
      throw new Error(`${where}: ${target}.port is ${port}; allowed are whole numbers from 1025 to 65535.`);
    }
    if (!/^\/[\w./-]*$/.test(path)) {
      throw new Error(`${where}: ${target}.path is "${path}"; allowed is a path such as "/metrics".`);
    }
    if (what.kind === "workload" && what.requests !== undefined) {
      const { histogram, statusLabel } = what.requests;
      if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(histogram) || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(statusLabel)) {
        throw new Error(
          `${where}: ${target}.what.requests names "${histogram}" and "${statusLabel}"; allowed are the name of a metric ` +
            `and of a label, as Prometheus writes them.`,
        );
      }
      if (!LATENCY_BOUNDS.includes(objectives.latencyMilliseconds)) {
        throw new Error(
          `${where}: objectives.latencyMilliseconds is ${objectives.latencyMilliseconds}; a histogram can only say what ` +
            `stays below one of its bounds: ${LATENCY_BOUNDS.join(", ")}.`,
        );
      }
    }
  }
  if (!(objectives.availabilityPercent >= 90 && objectives.availabilityPercent < 100)) {
    throw new Error(
      `${where}: objectives.availabilityPercent is ${objectives.availabilityPercent}; allowed are 90 to less than 100.`,
    );
  }
}
