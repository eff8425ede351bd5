import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

interface BucketGuardsArgs {
  readonly region: string;
  /** Name in S3. */
  readonly bucket: pulumi.Input<string>;
  /** @default S3's own keys */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

interface BucketGuards {
  readonly ownership: aws.s3.BucketOwnershipControls;
  /** A policy that names a service is refused as public until this is there. */
  readonly publicAccessBlock: aws.s3.BucketPublicAccessBlock;
  readonly encryption: aws.s3.BucketServerSideEncryptionConfiguration;
  /** Rules for old versions, and Object Lock, are refused until this is there. */
  readonly versioning: aws.s3.BucketVersioning;
}

/** What every bucket gets: no ACLs, nothing public, encrypted at rest, versioned. */
export function guardBucket(
  name: string,
  { region, bucket, kmsKeyArn }: BucketGuardsArgs,
  opts: pulumi.CustomResourceOptions,
): BucketGuards {
  const ownership = new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { region, bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      region,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { region, bucket, rules: [encryptionRule(kmsKeyArn)] },
    opts,
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { region, bucket, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  return { ownership, publicAccessBlock, encryption, versioning };
}

function encryptionRule(
  kmsKeyArn: pulumi.Input<string> | undefined,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  if (kmsKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    bucketKeyEnabled: true,
    // A customer's own key would make an object that nobody here can scan or read.
    blockedEncryptionTypes: ["SSE-C"],
  };
}

/** Ends what deletions leave behind. A rule of its own, because S3 takes this only in a rule without days. */
export const REMOVE_DELETE_MARKERS: aws.types.input.s3.BucketLifecycleConfigurationRule = {
  id: "remove-delete-markers",
  status: "Enabled",
  filter: { prefix: "" },
  expiration: { expiredObjectDeleteMarker: true },
};

/** Server access logs of a bucket, under `s3/` of the bucket of access logs, in one folder for each account, bucket and day. */
export function logAccess(
  name: string,
  args: { readonly region: string; readonly bucket: pulumi.Input<string>; readonly to: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.s3.BucketLogging(
    `${name}-access-logs`,
    {
      region: args.region,
      bucket: args.bucket,
      targetBucket: args.to,
      targetPrefix: "s3/",
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    },
    opts,
  );
}
