import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsFor } from "./_tags.ts";

/** Where the age of hand-made secrets is published, once a day, in days. */
export const AGE_METRIC = { namespace: "Rampart/Secrets", metricName: "SecretAgeDays", dimension: "Secret" } as const;

/** Has the function report the age of hand-made secrets every day, and makes a metric of what it logs. */
export function createAgeReport(
  name: string,
  { region, tags }: { readonly region: string; readonly tags: Tags },
  lambda: aws.lambda.Function,
  logGroup: aws.cloudwatch.LogGroup,
  parent: pulumi.Resource,
): void {
  new aws.cloudwatch.LogMetricFilter(
    `${name}-age`,
    {
      region,
      logGroupName: logGroup.name,
      pattern: '{ $.message.event = "secret-age" }',
      metricTransformation: {
        namespace: AGE_METRIC.namespace,
        name: AGE_METRIC.metricName,
        value: "$.message.ageDays",
        dimensions: { [AGE_METRIC.dimension]: "$.message.secret" },
      },
    },
    { parent },
  );
  const rule = new aws.cloudwatch.EventRule(
    `${name}-age`,
    {
      region,
      description: "Reports the age of secrets that people rotate",
      scheduleExpression: "rate(1 day)",
      tags: tagsFor("rotation", tags),
    },
    { parent },
  );
  const permission = new aws.lambda.Permission(
    `${name}-age`,
    {
      region,
      action: "lambda:InvokeFunction",
      function: lambda.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    `${name}-age`,
    {
      region,
      rule: rule.name,
      arn: lambda.arn,
      input: JSON.stringify({ task: "report-ages" }),
      // A day's report that fails is followed by the next one, and its absence is what the alarm treats as breach.
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
    },
    { parent, dependsOn: [permission] },
  );
}
