import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EDGE_REGION } from "./_edge-region.ts";
import { after, childOptions } from "./_options.ts";
import {
  type SecurityAlarm,
  type SecurityEvent,
  type SecurityFacts,
  type SecuritySource,
  securityEvents,
} from "./_security-events.ts";
import { type Tags, tagsFor } from "./_tags.ts";

/** What `SecurityEvents` are made of; a source that is left out is not looked at. */
export interface SecurityEventsArgs extends SecurityFacts {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`; the same as that of `Alarms`. */
  readonly prefix: string;
  /** Home region. */
  readonly region: string;
  /** Topics that are told: of the home region, and of us-east-1, where the edge logs. */
  readonly topics: { readonly home: pulumi.Input<string>; readonly edge: pulumi.Input<string> };
  /** Log group of what pods write, of the cluster's control plane, and of the account's trail: all in the home region. */
  readonly logGroups: {
    readonly application?: pulumi.Input<string>;
    readonly kubernetes?: pulumi.Input<string>;
    readonly trail?: pulumi.Input<string>;
  };
  /** The CDN before the application, whose access log is in us-east-1. */
  readonly edge?: { readonly logGroupName: pulumi.Input<string>; readonly distributionId: pulumi.Input<string> };
  /** Where people read the runbooks, without a slash at the end. @default "docs/runbooks", their place in the repository */
  readonly runbooksUrl?: string;
  readonly tags: Tags;
}

/**
 * Periods of five minutes in which the CDN's log usually arrives: CloudFront delivers it several times an hour. An alarm that
 * looked at the last ones alone would find them empty.
 */
const EDGE_LOG_PERIODS = 12;

/** Longest filter pattern that CloudWatch Logs takes. */
const LONGEST_PATTERN = 1_024;

/** Metrics of the events of one platform. */
export function securityNamespace(prefix: string): string {
  return `Rampart/Security/${prefix}`;
}

/**
 * Metric filters over the logs of applications, cluster, trail and CDN for what an attack looks like, and alarms on them: by
 * number, or by what has been usual at this hour.
 *
 * Guarantees: each alarm tells its region's topic, says what is the matter and links a runbook; every event is a metric, to be
 * charted. Silence is no alarm here: that logs arrive at all, `Alarms` watches.
 *
 * Cannot: see what an application does not log by the schema of `log-schema.ts`. The account's own events (root user, keys,
 * trail) are those of `Audit`, and the break-glass role's that of `Cluster`. Nor hear of the CDN's 429 at once: its log comes
 * usually within an hour, and what comes later than that rings nothing.
 *
 * @throws If a pattern grows longer than CloudWatch Logs takes, because too many roles read secrets.
 *
 * @example
 * new SecurityEvents("security", { prefix: "shop-prod", region, topics: notifications.topicArns, namespace: "shop",
 *   logGroups: { application: cluster.applicationLogGroupName, kubernetes: cluster.logGroupName }, … });
 */
export class SecurityEvents extends pulumi.ComponentResource {
  /** Alarms of the home region that should wake somebody, for the composite alarm of `Alarms`. */
  readonly pagingAlarmNames: readonly pulumi.Output<string>[];

  constructor(name: string, args: SecurityEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    const places = placesOf(args);
    const events = securityEvents(args).filter(({ source }) => places[source] !== undefined);
    for (const event of events) checkEvent(`SecurityEvents "${name}"`, event);
    super("rampart:aws:SecurityEvents", name, {}, opts);
    const child = childOptions(this, opts);

    this.pagingAlarmNames = events.flatMap((event) => {
      const place = places[event.source];
      return place === undefined ? [] : createEvent(name, event, place, args, child);
    });
    if (args.edge !== undefined) createShareAlarms(name, args.edge.distributionId, args, child);
    this.registerOutputs({ pagingAlarmNames: this.pagingAlarmNames });
  }
}

interface Place {
  readonly region: string;
  readonly logGroupName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
}

function placesOf(args: SecurityEventsArgs): Partial<Record<SecuritySource, Place>> {
  const { region, topics, logGroups, edge } = args;
  const home = (logGroupName: pulumi.Input<string> | undefined): Place | undefined =>
    logGroupName === undefined ? undefined : { region, logGroupName, topicArn: topics.home };
  const places = {
    application: home(logGroups.application),
    kubernetes: home(logGroups.kubernetes),
    trail: home(logGroups.trail),
    edge: edge && { region: EDGE_REGION, logGroupName: edge.logGroupName, topicArn: topics.edge },
  };
  return Object.fromEntries(Object.entries(places).filter(([, place]) => place !== undefined));
}

/** @returns Names of the alarms that wake somebody. */
function createEvent(
  name: string,
  event: SecurityEvent,
  place: Place,
  args: SecurityEventsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string>[] {
  const metric = { namespace: securityNamespace(args.prefix), name: event.key };
  const filter = new aws.cloudwatch.LogMetricFilter(
    `${name}-${event.key}`,
    {
      region: place.region,
      name: `${args.prefix}-${event.key}`,
      logGroupName: place.logGroupName,
      pattern: event.pattern,
      metricTransformation: {
        ...metric,
        ...(event.measure === undefined
          ? { value: "1", unit: "Count" }
          : { value: `$.${event.measure.field}`, unit: event.measure.unit }),
        // What is usual can be learnt only from a metric that also says when nothing happened.
        ...(event.alarms.some(({ kind }) => kind === "unusual") && { defaultValue: "0" }),
      },
    },
    opts,
  );
  return event.alarms.flatMap((alarm) => {
    const common = {
      region: place.region,
      alarmDescription: described(event, args),
      treatMissingData: "notBreaching",
      actionsEnabled: true,
      alarmActions: [place.topicArn],
      tags: tagsFor("security-events", args.tags),
    };
    if (alarm.kind === "unusual") {
      new aws.cloudwatch.MetricAlarm(
        `${name}-${event.key}-unusual`,
        {
          ...common,
          name: `${args.prefix}-${event.key}-unusual`,
          ...unusual(alarm, { metricName: metric.name, namespace: metric.namespace, stat: "Sum", period: 300 }),
          ...(event.source === "edge" && { evaluationPeriods: EDGE_LOG_PERIODS }),
        },
        after(opts, [filter]),
      );
      return [];
    }
    const counted = new aws.cloudwatch.MetricAlarm(
      `${name}-${event.key}`,
      {
        ...common,
        name: `${args.prefix}-${event.key}`,
        namespace: metric.namespace,
        metricName: metric.name,
        statistic: "Sum",
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: alarm.threshold,
        period: 300,
        evaluationPeriods: event.source === "edge" ? EDGE_LOG_PERIODS : 1,
        datapointsToAlarm: 1,
      },
      after(opts, [filter]),
    );
    return alarm.page ? [counted.name] : [];
  });
}

/** CloudFront measures the share of single errors itself, in us-east-1; with it, growth in traffic is no alarm. */
function createShareAlarms(
  name: string,
  distributionId: pulumi.Input<string>,
  args: SecurityEventsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const shares = [
    { key: "edge-unauthorised", status: 401, what: "have no valid session", runbook: "login-abuse" },
    { key: "edge-forbidden", status: 403, what: "are forbidden", runbook: "api-abuse" },
  ] as const;
  for (const { key, status, what, runbook } of shares) {
    new aws.cloudwatch.MetricAlarm(
      `${name}-${key}-unusual`,
      {
        region: EDGE_REGION,
        name: `${args.prefix}-${key}-unusual`,
        alarmDescription: described(
          { summary: `A larger share of requests than usual ${what} (${status}).`, runbook },
          args,
        ),
        ...unusual(
          { deviations: 4 },
          {
            metricName: `${status}ErrorRate`,
            namespace: "AWS/CloudFront",
            dimensions: { DistributionId: distributionId, Region: "Global" },
            stat: "Average",
            period: 300,
          },
        ),
        treatMissingData: "notBreaching",
        actionsEnabled: true,
        alarmActions: [args.topics.edge],
        tags: tagsFor("security-events", args.tags),
      },
      opts,
    );
  }
}

/** Above the band for a quarter of an hour. CloudWatch makes the anomaly detector itself, with the alarm. */
function unusual(
  { deviations }: Pick<Extract<SecurityAlarm, { kind: "unusual" }>, "deviations">,
  metric: aws.types.input.cloudwatch.MetricAlarmMetricQueryMetric,
): Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "comparisonOperator" | "datapointsToAlarm" | "evaluationPeriods" | "metricQueries" | "thresholdMetricId"
> {
  return {
    comparisonOperator: "GreaterThanUpperThreshold",
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    thresholdMetricId: "band",
    metricQueries: [
      { id: "measured", returnData: true, metric },
      { id: "band", returnData: true, label: "usual", expression: `ANOMALY_DETECTION_BAND(measured, ${deviations})` },
    ],
  };
}

function described(event: Pick<SecurityEvent, "summary" | "runbook">, args: SecurityEventsArgs): string {
  return `${event.summary} Runbook: ${args.runbooksUrl ?? "docs/runbooks"}/${event.runbook}.md`;
}

function checkEvent(where: string, { key, pattern }: SecurityEvent): void {
  if (pattern.length <= LONGEST_PATTERN) return;
  throw new Error(
    `${where}: the filter "${key}" is ${pattern.length} characters long, and CloudWatch Logs takes ${LONGEST_PATTERN}; ` +
      `name fewer roles in secretReaders or deployerRoleArns, or leave out the log group that it reads.`,
  );
}
