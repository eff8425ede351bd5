import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tlsOnly } from "./_bucket-policy.ts";
import { fromAccount, policyDocument } from "./_iam.ts";
import { logBucketName } from "./_ingress-args.ts";
import { type Tags, namedTags } from "./_tags.ts";

interface LogBucketArgs {
  readonly region: string;
  readonly accountId: string;
  readonly retentionDays: number;
  readonly protect: boolean;
  readonly tags: Tags;
}

/**
 * A bucket that load balancers and S3 write access logs to. It is encrypted with S3's own keys, because load balancers can
 * use no other (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).
 *
 * @returns Its name, known once its policy is in force: a load balancer writes a test file when it is told to log.
 */
export function createLogBucket(name: string, args: LogBucketArgs, parent: pulumi.Resource): pulumi.Output<string> {
  const { region, accountId, tags } = args;
  const child = { parent };
  const bucketName = logBucketName(name, args);
  const { bucket, arn } = new aws.s3.Bucket(
    `${name}-logs`,
    {
      region,
      bucket: bucketName,
      forceDestroy: false,
      tags: { ...namedTags("ingress", bucketName, tags), "log-kind": "access" },
    },
    { ...child, protect: args.protect },
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-logs-ownership`,
    { region, bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child,
  );
  const block = new aws.s3.BucketPublicAccessBlock(
    `${name}-logs-public-access`,
    {
      region,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-logs-encryption`,
    { region, bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    child,
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-logs-versioning`,
    { region, bucket, versioningConfiguration: { status: "Enabled" } },
    child,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-logs-lifecycle`,
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
      ],
    },
    { ...child, dependsOn: [versioning] },
  );
  const policy = new aws.s3.BucketPolicy(
    `${name}-logs-policy`,
    {
      region,
      bucket,
      policy: policyDocument([
        {
          sid: "LoadBalancersWrite",
          actions: ["s3:PutObject"],
          resources: pulumi.interpolate`${arn}/*`,
          principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          conditions: fromAccount(accountId, `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`),
        },
        {
          sid: "BucketsWrite",
          actions: ["s3:PutObject"],
          resources: pulumi.interpolate`${arn}/s3/*`,
          principals: { Service: "logging.s3.amazonaws.com" },
          conditions: fromAccount(accountId),
        },
        ...tlsOnly(arn),
      ]),
    },
    { ...child, dependsOn: [block] },
  );
  return pulumi.all([bucket, policy.id]).apply(([known]) => known);
}
