import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { REMOVE_DELETE_MARKERS, guardBucket } from "./_bucket-guards.ts";
import { tlsOnly } from "./_bucket-policy.ts";
import { type Statement, fromAccount, policyDocument } from "./_iam.ts";
import { type Tags, namedTags } from "./_tags.ts";

interface AccessLogBucketArgs {
  readonly region: string;
  readonly accountId: string;
  readonly bucketName: string;
  readonly retentionDays: number;
  readonly protect: boolean;
  readonly component: string;
  readonly tags: Tags;
}

/** A bucket that takes access logs. */
export interface AccessLogBucket {
  /** Known once the policy is in force: a load balancer writes a test file when it is told to log. */
  readonly name: pulumi.Output<string>;
  readonly arn: string;
}

/**
 * A bucket that load balancers log to under `alb/` and buckets under `s3/`, and from which nobody deletes: the lifecycle alone
 * does, which no policy stops.
 *
 * Encrypted with S3's own keys, because neither writer can use another
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html), and without Object Lock,
 * because S3 does not log to a bucket with a default retention
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html).
 */
export function createAccessLogBucket(
  name: string,
  args: AccessLogBucketArgs,
  opts: pulumi.CustomResourceOptions,
): AccessLogBucket {
  const { region, accountId, bucketName, tags } = args;
  // Written out, so that the policy can be judged before the bucket exists.
  const arn = `arn:aws:s3:::${bucketName}`;
  const { bucket } = new aws.s3.Bucket(
    name,
    {
      region,
      bucket: bucketName,
      forceDestroy: false,
      // The policies of the pack tell log targets by this tag: such a bucket cannot log its own readers.
      tags: { ...namedTags(args.component, bucketName, tags), "log-kind": "access" },
    },
    { ...opts, protect: args.protect },
  );
  const guards = guardBucket(name, { region, bucket }, opts);
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      region,
      bucket,
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: args.retentionDays },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
        REMOVE_DELETE_MARKERS,
      ],
    },
    { ...opts, dependsOn: [guards.versioning] },
  );
  const policy = new aws.s3.BucketPolicy(
    `${name}-policy`,
    { region, bucket, policy: policyDocument(accessLogStatements(arn, { region, accountId })) },
    { ...opts, dependsOn: [guards.publicAccessBlock] },
  );
  return { name: pulumi.all([bucket, policy.id]).apply(([known]) => known), arn };
}

function accessLogStatements(
  arn: string,
  { region, accountId }: Pick<AccessLogBucketArgs, "region" | "accountId">,
): Statement[] {
  return [
    {
      sid: "LoadBalancersWrite",
      actions: ["s3:PutObject"],
      resources: `${arn}/alb/AWSLogs/${accountId}/*`,
      principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      conditions: fromAccount(accountId, `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`),
    },
    {
      sid: "BucketsWrite",
      actions: ["s3:PutObject"],
      resources: `${arn}/s3/*`,
      principals: { Service: "logging.s3.amazonaws.com" },
      conditions: fromAccount(accountId, "arn:aws:s3:::*"),
    },
    neverDeleted("DenyDeletion", arn),
    ...tlsOnly(arn),
  ];
}

/** Nobody deletes an object, or the past of one. The lifecycle is S3 itself, to which no policy applies. */
function neverDeleted(sid: string, bucketArn: string): Statement {
  return {
    sid,
    effect: "Deny",
    actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    resources: `${bucketArn}/*`,
    principals: "*",
  };
}
