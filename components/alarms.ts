import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type CacheThresholds, type WatchedStore, cacheAlarms } from "./_alarm-caches.ts";
import { type DatabaseThresholds, type WatchedDatabase, databaseAlarms, databaseEvents } from "./_alarm-database.ts";
import { type WatchedDocuments, documentAlarms } from "./_alarm-documents.ts";
import { pagingAlarmName } from "./_alarm-names.ts";
import {
  type WatchedBackup,
  type WatchedRotation,
  type WatchedSessions,
  backupAlarms,
  backupEvents,
  certificateAlarms,
  clusterAlarms,
  logAlarms,
  natAlarms,
  rotationAlarms,
  rotationEvents,
  sessionEvents,
} from "./_alarm-platform.ts";
import type { Alarm, EventAlarm } from "./_alarm-table.ts";
import { childOptions } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `Alarms` are made of; a part that is left out is not watched. */
export interface AlarmsArgs {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`; the same as that of `Notifications`. */
  readonly prefix: string;
  /** Home region. */
  readonly region: string;
  /** Topics that are told: of the home region, and of us-east-1, where the edge reports. */
  readonly topics: { readonly home: pulumi.Input<string>; readonly edge: pulumi.Input<string> };
  readonly thresholds: DatabaseThresholds & CacheThresholds & { readonly certificateDaysToExpiry: number };
  /** Where people read the runbooks, without a slash at the end. @default "docs/runbooks", their place in the repository */
  readonly runbooksUrl?: string;
  readonly database?: WatchedDatabase;
  readonly documents?: WatchedDocuments;
  readonly caches?: { readonly state: WatchedStore; readonly cache?: WatchedStore };
  readonly natGatewayIds?: readonly pulumi.Input<string>[];
  readonly rotation?: WatchedRotation;
  readonly backup?: WatchedBackup;
  readonly clusterName?: pulumi.Input<string>;
  /** Cluster in which operators open sessions. */
  readonly operatorSessions?: WatchedSessions;
  /** Log group into which the logs of pods are shipped. */
  readonly applicationLogGroupName?: pulumi.Input<string>;
  /** Certificates of the load balancer (home region) and of CloudFront (us-east-1). */
  readonly certificates?: { readonly home: pulumi.Input<string>; readonly edge: pulumi.Input<string> };
  /** Alarms of parts that are described elsewhere. @default none */
  readonly more?: { readonly home?: readonly Alarm[]; readonly edge?: readonly Alarm[] };
  /** Names of alarms of the home region that exist already and page as well, as outputs of their resources. @default none */
  readonly alsoPage?: readonly pulumi.Input<string>[];
  readonly tags: Tags;
}

const EDGE_REGION = "us-east-1";

/**
 * CloudWatch alarms and event rules for the parts of one platform, and a composite alarm in each region that pages.
 *
 * Guarantees: each one tells its region's topic, says what is the matter and links a runbook; what stopped reporting
 * counts as broken where something else does not watch it already; a platform that is being made rings no heartbeat, but
 * that of backups less often than daily.
 *
 * Cannot: watch what runs in the cluster, which `Metrics` does.
 *
 * @throws If two alarms of a region have one key, or more page than one composite alarm joins.
 *
 * @example
 * new Alarms("alarms", { prefix: "shop-prod", region, topics: notifications.topicArns, thresholds: settings.alarms,
 *   database: { identifier: database.identifier, … }, tags });
 */
export class Alarms extends pulumi.ComponentResource {
  /** Name of the composite alarm in each region that has something to page for. */
  readonly pagingAlarmName: string;

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    const home = homeAlarms(args);
    const edge = edgeAlarms(args);
    const sameRegion = args.region === EDGE_REGION;
    // One region has one certificate for both uses, and one composite alarm.
    const regions = sameRegion
      ? [{ region: args.region, topic: args.topics.home, alarms: [...home, ...(args.more?.edge ?? [])] }]
      : [
          { region: args.region, topic: args.topics.home, alarms: home },
          { region: EDGE_REGION, topic: args.topics.edge, alarms: edge },
        ];
    for (const { region, alarms } of regions) {
      checkAlarms(`Alarms "${name}"`, region, alarms, region === args.region ? (args.alsoPage ?? []).length : 0);
    }
    super("rampart:aws:Alarms", name, {}, opts);
    const child = childOptions(this, opts);

    for (const { region, topic, alarms } of regions) {
      const scope = region === args.region ? name : `${name}-us-east-1`;
      const made = alarms.map((alarm) => ({
        alarm,
        resource: createAlarm(scope, alarm, region, topic, args, child),
      }));
      const paging = [
        ...made.filter(({ alarm }) => alarm.page).map(({ resource }) => resource.name),
        ...(region === args.region ? (args.alsoPage ?? []) : []),
      ];
      if (paging.length > 0) createPagingAlarm(scope, paging, region, topic, args, child);
    }
    for (const event of eventAlarms(args)) createEventAlarm(name, event, args, child);

    this.pagingAlarmName = pagingAlarmName(args.prefix);
    this.registerOutputs({ pagingAlarmName: this.pagingAlarmName });
  }
}

function homeAlarms(args: AlarmsArgs): Alarm[] {
  const { thresholds, database, documents, caches, rotation, backup, clusterName, certificates } = args;
  const { applicationLogGroupName } = args;
  return [
    ...(database === undefined ? [] : databaseAlarms(database, thresholds)),
    ...(documents === undefined ? [] : documentAlarms(documents, thresholds.databaseCpuPercent)),
    ...(caches === undefined ? [] : cacheAlarms(caches, thresholds)),
    ...natAlarms(args.natGatewayIds ?? []),
    ...(rotation === undefined ? [] : rotationAlarms(rotation)),
    ...(backup === undefined ? [] : backupAlarms(backup)),
    ...(clusterName === undefined ? [] : clusterAlarms(clusterName)),
    ...(applicationLogGroupName === undefined ? [] : logAlarms(applicationLogGroupName)),
    ...(certificates === undefined ? [] : certificateAlarms(certificates.home, thresholds.certificateDaysToExpiry)),
    ...(args.more?.home ?? []),
  ];
}

function edgeAlarms({ thresholds, certificates, more }: AlarmsArgs): Alarm[] {
  return [
    ...(certificates === undefined ? [] : certificateAlarms(certificates.edge, thresholds.certificateDaysToExpiry)),
    ...(more?.edge ?? []),
  ];
}

function eventAlarms({ database, rotation, backup, operatorSessions }: AlarmsArgs): EventAlarm[] {
  return [
    ...(database === undefined ? [] : databaseEvents(database)),
    ...(rotation === undefined ? [] : rotationEvents(rotation)),
    ...(backup === undefined ? [] : backupEvents(backup)),
    ...(operatorSessions === undefined ? [] : sessionEvents(operatorSessions)),
  ];
}

const OPERATORS = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
} as const;

function createAlarm(
  scope: string,
  alarm: Alarm,
  region: string,
  topic: pulumi.Input<string>,
  args: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { metric, warmUpMinutes } = alarm;
  return new aws.cloudwatch.MetricAlarm(
    `${scope}-${alarm.key}`,
    {
      region,
      name: `${args.prefix}-${alarm.key}`,
      alarmDescription: described(alarm, args),
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      // CloudWatch takes percentiles in a property of their own, and one of the two only.
      ...(metric.statistic === "p99" ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
      comparisonOperator: OPERATORS[alarm.when],
      threshold: alarm.threshold,
      period: alarm.periodSeconds,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.periods,
      treatMissingData: alarm.missingData,
      ...(warmUpMinutes !== undefined && {
        warmUpConfiguration: { warmUpPeriodDurationInMinutes: warmUpMinutes },
      }),
      actionsEnabled: true,
      alarmActions: [topic],
      okActions: [topic],
      tags: tagsFor("alarms", args.tags),
    },
    opts,
  );
}

function createPagingAlarm(
  scope: string,
  names: readonly pulumi.Input<string>[],
  region: string,
  topic: pulumi.Input<string>,
  args: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const summary = "Something that cannot wait; the alarms that are part of this one say what.";
  new aws.cloudwatch.CompositeAlarm(
    `${scope}-paging`,
    {
      region,
      alarmName: pagingAlarmName(args.prefix),
      alarmDescription: described({ summary, runbook: "paging" }, args),
      // The names are outputs, so that the alarms exist before this one.
      alarmRule: pulumi.all([...names]).apply((all) => all.map((name) => `ALARM("${name}")`).join(" OR ")),
      actionsEnabled: true,
      alarmActions: [topic],
      okActions: [topic],
      tags: tagsFor("alarms", args.tags),
    },
    opts,
  );
}

function createEventAlarm(name: string, event: EventAlarm, args: AlarmsArgs, opts: pulumi.CustomResourceOptions): void {
  const { region, prefix, tags } = args;
  const rule = new aws.cloudwatch.EventRule(
    `${name}-${event.key}`,
    {
      region,
      name: `${prefix}-${event.key}`,
      description: described(event, args),
      eventPattern: pulumi.jsonStringify(event.pattern),
      state: "ENABLED",
      tags: tagsFor("alarms", tags),
    },
    opts,
  );
  new aws.cloudwatch.EventTarget(
    `${name}-${event.key}`,
    {
      region,
      rule: rule.name,
      // Without a role: with one, EventBridge may fail to deliver to a topic under a key.
      arn: args.topics.home,
      inputTransformer: {
        inputTemplate: `{"summary":${JSON.stringify(event.summary)},"runbook":${JSON.stringify(runbookLink(event.runbook, args))},"event":<aws.events.event.json>}`,
      },
    },
    opts,
  );
}

function described({ summary, runbook }: Pick<Alarm, "summary" | "runbook">, args: AlarmsArgs): string {
  return `${summary} Runbook: ${runbookLink(runbook, args)}`;
}

function runbookLink(runbook: string, { runbooksUrl = "docs/runbooks" }: AlarmsArgs): string {
  return `${runbooksUrl}/${runbook}.md`;
}

/** Alarms that one composite alarm may join. */
const MOST_PAGING = 100;

function checkAlarms(where: string, region: string, alarms: readonly Alarm[], alsoPage: number): void {
  const seen = new Set<string>();
  for (const { key } of alarms) {
    if (seen.has(key)) throw new Error(`${where}: two alarms of ${region} have the key "${key}"; rename one of them.`);
    seen.add(key);
  }
  const paging = alarms.filter(({ page }) => page).length + alsoPage;
  if (paging > MOST_PAGING) {
    throw new Error(
      `${where}: ${paging} alarms of ${region} page, and a composite alarm joins ${MOST_PAGING} at most; let fewer page.`,
    );
  }
}
