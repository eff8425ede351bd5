import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Statement, policyDocument } from "./_iam.ts";
import { type Tags, namedTags, tagsFor } from "./_tags.ts";

export interface MediaQueueArgs {
  readonly region: string;
  /** Name of the queue; the one for dead letters is called `<name>-dead`. */
  readonly queueName: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly uploads: aws.s3.Bucket;
  /** Which events are queued: of new objects, or of the results of GuardDuty. */
  readonly events: "objects" | "guardduty";
  /** How often a message is handed out before it counts as failed. */
  readonly maxReceives: number;
  readonly tags: Tags;
}

export interface MediaQueue {
  readonly queue: aws.sqs.Queue;
  readonly deadLetters: aws.sqs.Queue;
  /** What must be there before an upload is certain to be queued. */
  readonly ready: pulumi.Resource[];
}

/** A message is hidden this long; the worker prolongs it while it works. */
const VISIBILITY_SECONDS = 120;
/** The longest SQS keeps a message. An upload that waits longer was deleted long ago. */
const RETENTION_SECONDS = 14 * 24 * 3600;

/** The queue that the scan worker works off: events of the upload bucket by way of EventBridge. */
export function mediaQueue(name: string, args: MediaQueueArgs, parent: pulumi.Resource): MediaQueue {
  const { region, queueName, kmsKeyArn } = args;
  const child = { parent };
  const common = {
    region,
    kmsMasterKeyId: kmsKeyArn,
    kmsDataKeyReusePeriodSeconds: 300,
    messageRetentionSeconds: RETENTION_SECONDS,
  };
  const deadLetters = new aws.sqs.Queue(
    `${name}-dead-letters`,
    { ...common, name: `${queueName}-dead`, tags: namedTags("media", `${queueName}-dead`, args.tags) },
    child,
  );
  const queue = new aws.sqs.Queue(
    `${name}-queue`,
    {
      ...common,
      name: queueName,
      visibilityTimeoutSeconds: VISIBILITY_SECONDS,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: args.maxReceives }),
      tags: namedTags("media", queueName, args.tags),
    },
    child,
  );
  new aws.sqs.RedriveAllowPolicy(
    `${name}-dead-letters-source`,
    {
      region,
      queueUrl: deadLetters.url,
      redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
    },
    child,
  );
  const rule = new aws.cloudwatch.EventRule(
    `${name}-uploads`,
    {
      region,
      description: "New uploads, for the scan worker",
      eventPattern: pulumi.jsonStringify(pattern(args.events, args.uploads.bucket)),
      state: "ENABLED",
      tags: tagsFor("media", args.tags),
    },
    child,
  );
  const admitted = (suffix: string, to: aws.sqs.Queue) =>
    new aws.sqs.QueuePolicy(
      `${name}-${suffix}`,
      { region, queueUrl: to.url, policy: policyDocument(queueStatements(to.arn, rule.arn)) },
      child,
    );
  const policies = [admitted("queue-policy", queue), admitted("dead-letters-policy", deadLetters)];
  const target = new aws.cloudwatch.EventTarget(
    `${name}-uploads-to-queue`,
    {
      region,
      rule: rule.name,
      arn: queue.arn,
      // An event that cannot be queued for a day is kept, not lost.
      deadLetterConfig: { arn: deadLetters.arn },
      retryPolicy: { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 },
    },
    { parent, dependsOn: policies },
  );
  const notification = new aws.s3.BucketNotification(
    `${name}-upload-events`,
    { region, bucket: args.uploads.bucket, eventbridge: true },
    // Uploads that came before the target would never be scanned.
    { parent, dependsOn: [target] },
  );
  return { queue, deadLetters, ready: [notification] };
}

function pattern(events: MediaQueueArgs["events"], bucket: pulumi.Input<string>): object {
  return events === "objects"
    ? { source: ["aws.s3"], "detail-type": ["Object Created"], detail: { bucket: { name: [bucket] } } }
    : {
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Malware Protection Object Scan Result"],
        detail: { s3ObjectDetails: { bucketName: [bucket] } },
      };
}

/** Only EventBridge sends, and only for the rule. Roles of the account take messages if IAM allows them. */
function queueStatements(queueArn: pulumi.Input<string>, ruleArn: pulumi.Input<string>): Statement[] {
  return [
    {
      sid: "EventsOfUploads",
      actions: ["sqs:SendMessage"],
      resources: queueArn,
      principals: { Service: "events.amazonaws.com" },
      conditions: { ArnEquals: { "aws:SourceArn": ruleArn } },
    },
    {
      sid: "DenyPlainHttp",
      effect: "Deny",
      actions: ["sqs:*"],
      resources: queueArn,
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
