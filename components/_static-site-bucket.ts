import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardBucket } from "./_bucket-guards.ts";
import { tlsOnly } from "./_bucket-policy.ts";
import { policyDocument } from "./_iam.ts";

interface SiteBucketArgs {
  readonly region: string;
  readonly bucketName: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly accessLogBucket: pulumi.Input<string>;
  readonly noncurrentDays?: number;
}

/** Everything that makes the bucket private and lasting; its policy comes last. */
export function secureSiteBucket(
  name: string,
  { bucket, arn }: aws.s3.Bucket,
  distributionArn: pulumi.Output<string>,
  args: SiteBucketArgs,
  parent: pulumi.Resource,
): aws.s3.BucketPolicy {
  const { region } = args;
  const child = { parent };
  const guards = guardBucket(name, { region, bucket, kmsKeyArn: args.kmsKeyArn }, child);
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      region,
      bucket,
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: args.noncurrentDays ?? 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { ...child, dependsOn: [guards.versioning] },
  );
  new aws.s3.BucketLogging(
    `${name}-logging`,
    { region, bucket, targetBucket: args.accessLogBucket, targetPrefix: `s3/${args.bucketName}/` },
    child,
  );
  const cloudFront = {
    principals: { Service: "cloudfront.amazonaws.com" },
    conditions: { StringEquals: { "aws:SourceArn": distributionArn } },
  };
  return new aws.s3.BucketPolicy(
    `${name}-policy`,
    {
      region,
      bucket,
      policy: policyDocument([
        { sid: "DistributionReads", actions: ["s3:GetObject"], resources: pulumi.interpolate`${arn}/*`, ...cloudFront },
        // Without it S3 answers 403 for what is missing. No request lists: each one names a file by then.
        { sid: "DistributionLearnsWhatIsMissing", actions: ["s3:ListBucket"], resources: arn, ...cloudFront },
        ...tlsOnly(arn),
      ]),
    },
    { ...child, dependsOn: [guards.publicAccessBlock] },
  );
}
