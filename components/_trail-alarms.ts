import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { after } from "./_options.ts";
import { type Tags, tagsFor } from "./_tags.ts";
import { TRAIL_EVENTS } from "./_trail-events.ts";

interface TrailAlarmsArgs {
  /** Start of every name in AWS, and name of the metrics' namespace. */
  readonly prefix: string;
  /** Region of the log group; the topic has to be there too. */
  readonly region: string;
  readonly logGroupName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
  /** Where people read the runbooks, without a slash at the end. */
  readonly runbooksUrl: string;
  readonly component: string;
  readonly tags: Tags;
}

/**
 * A metric filter and an alarm for each event.
 *
 * @returns Names of those that wake somebody.
 */
export function createTrailAlarms(
  name: string,
  args: TrailAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string>[] {
  const { prefix, region } = args;
  const namespace = `Rampart/Trail/${prefix}`;
  return TRAIL_EVENTS.flatMap(({ key, summary, runbook, page, threshold, pattern }) => {
    const metricName = `${prefix}-${key}`;
    const filter = new aws.cloudwatch.LogMetricFilter(
      `${name}-${key}`,
      {
        region,
        name: metricName,
        logGroupName: args.logGroupName,
        pattern,
        // No default value: silence is no data, which is free, and means that nothing happened.
        metricTransformation: { namespace, name: metricName, value: "1", unit: "Count" },
      },
      opts,
    );
    const alarm = new aws.cloudwatch.MetricAlarm(
      `${name}-${key}`,
      {
        region,
        name: metricName,
        alarmDescription: `${summary} Runbook: ${args.runbooksUrl}/${runbook}.md`,
        namespace,
        metricName,
        statistic: "Sum",
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold,
        period: 300,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        actionsEnabled: true,
        alarmActions: [args.topicArn],
        tags: tagsFor(args.component, args.tags),
      },
      after(opts, [filter]),
    );
    return page ? [alarm.name] : [];
  });
}
