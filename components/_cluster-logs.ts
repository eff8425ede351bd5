import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { BREAK_GLASS_USER } from "./_cluster-access.ts";
import { after } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export interface ClusterLogsArgs {
  readonly region: string;
  readonly clusterName: string;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly retentionDays: number;
  /** Of what pods write. */
  readonly applicationRetentionDays: number;
  readonly tags: Tags;
}

/** What Container Insights keeps apart: what pods write, what parts of the cluster and the node write, and measurements. */
export const INSIGHTS_KINDS = ["application", "dataplane", "host", "performance"] as const;
type InsightsKind = (typeof INSIGHTS_KINDS)[number];

/** The log group in which Container Insights looks for logs of a kind; it takes no other name. */
export function containerLogGroup(clusterName: string, kind: InsightsKind): string {
  return `/aws/containerinsights/${clusterName}/${kind}`;
}

/**
 * The log groups that EKS and Container Insights would otherwise make by themselves, unencrypted by our key and
 * kept for ever. The cluster depends on its own.
 */
export function clusterLogs(
  name: string,
  args: ClusterLogsArgs,
  opts: pulumi.CustomResourceOptions,
): {
  readonly controlPlane: aws.cloudwatch.LogGroup;
  readonly application: aws.cloudwatch.LogGroup;
  readonly all: aws.cloudwatch.LogGroup[];
} {
  const { region, clusterName, logsKeyArn } = args;
  const group = (suffix: string, logGroup: string, retentionInDays = args.retentionDays) =>
    new aws.cloudwatch.LogGroup(
      `${name}-${suffix}`,
      {
        region,
        name: logGroup,
        kmsKeyId: logsKeyArn,
        retentionInDays,
        tags: tagsFor("cluster", args.tags),
      },
      opts,
    );
  const controlPlane = group("log", `/aws/eks/${clusterName}/cluster`);
  const insights = (kind: InsightsKind, days?: number) =>
    group(`insights-${kind}`, containerLogGroup(clusterName, kind), days);
  const application = insights("application", args.applicationRetentionDays);
  const others = INSIGHTS_KINDS.filter((kind) => kind !== "application").map((kind) => insights(kind));
  return { controlPlane, application, all: [controlPlane, application, ...others] };
}

export interface BreakGlassAlarmArgs {
  readonly region: string;
  readonly clusterName: string;
  readonly logGroupName: pulumi.Input<string>;
  /** Topics to tell. Without any, the alarm only shows its state. */
  readonly actions: readonly pulumi.Input<string>[];
  readonly tags: Tags;
}

/** Any request of the break-glass role in the Kubernetes audit log. */
export function breakGlassAlarm(
  name: string,
  args: BreakGlassAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { region, clusterName } = args;
  const metric = { name: `${clusterName}-break-glass`, namespace: "Rampart/Kubernetes" };
  const filter = new aws.cloudwatch.LogMetricFilter(
    `${name}-break-glass`,
    {
      region,
      name: metric.name,
      logGroupName: args.logGroupName,
      pattern: `{ $.user.username = "${BREAK_GLASS_USER}:*" }`,
      metricTransformation: { ...metric, value: "1", defaultValue: "0", unit: "Count" },
    },
    opts,
  );
  return new aws.cloudwatch.MetricAlarm(
    `${name}-break-glass-alarm`,
    {
      region,
      name: metric.name,
      alarmDescription: `The break-glass role used the Kubernetes API of ${clusterName}. Ask who and why. Runbook: docs/runbooks/break-glass.md`,
      metricName: metric.name,
      namespace: metric.namespace,
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [...args.actions],
      tags: tagsFor("cluster", args.tags),
    },
    after(opts, [filter]),
  );
}
