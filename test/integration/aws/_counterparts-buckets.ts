import type { Json } from "./_models.ts";
import type { Counterpart } from "./_vendor-shape.ts";

const bucket = (below: string, rest: Omit<Counterpart, "model"> = {}): Counterpart => ({
  model: "AWS::S3::Bucket",
  own: ["bucket"],
  below,
  ...rest,
});

/** Counterparts of buckets, of which the registry has one resource with all parts. */
export const buckets: Readonly<Record<string, Counterpart>> = {
  "aws:s3/bucket:Bucket": { model: "AWS::S3::Bucket", own: ["forceDestroy"], rename: { bucket: "BucketName" } },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": bucket("corsConfiguration", {
    rename: { "corsConfiguration.corsRules.maxAgeSeconds": "MaxAge" },
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket("lifecycleConfiguration", {
    shape: ({ rules, ...rest }) => ({
      ...rest,
      rules: rules.map(({ filter, expiration, ...rule }: Json) => ({
        ...rule,
        ...(filter?.prefix !== undefined && { prefix: filter.prefix }),
        ...(filter?.tag && { tagFilters: [filter.tag] }),
        ...(expiration?.days !== undefined && { expirationInDays: expiration.days }),
        ...(expiration?.expiredObjectDeleteMarker !== undefined && {
          expiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
        }),
      })),
    }),
  }),
  "aws:s3/bucketLogging:BucketLogging": bucket("loggingConfiguration", {
    rename: {
      "loggingConfiguration.targetBucket": "DestinationBucketName",
      "loggingConfiguration.targetPrefix": "LogFilePrefix",
    },
  }),
  "aws:s3/bucketNotification:BucketNotification": bucket("notificationConfiguration", {
    shape: ({ eventbridge }) => ({ eventBridgeConfiguration: { eventBridgeEnabled: eventbridge } }),
  }),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucket("ownershipControls", {
    rename: { "ownershipControls.rule": "Rules" },
  }),
  "aws:s3/bucketPolicy:BucketPolicy": { model: "AWS::S3::BucketPolicy", rename: { policy: "PolicyDocument" } },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket("publicAccessBlockConfiguration"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket("bucketEncryption", {
    rename: {
      "bucketEncryption.rules": "ServerSideEncryptionConfiguration",
      "bucketEncryption.rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
      "bucketEncryption.rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID",
      "bucketEncryption.rules.blockedEncryptionTypes": "BlockedEncryptionTypes.EncryptionType",
    },
  }),
  "aws:s3/bucketVersioning:BucketVersioning": {
    model: "AWS::S3::Bucket",
    rename: { bucket: "BucketName" },
  },
};
