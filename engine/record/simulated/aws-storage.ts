import type { Sim, Simulator } from "./sim.ts";

function bucket(sim: Sim) {
  const name = sim.name("bucket");
  // A bucket's ARN has neither region nor account: with a name of its own it is exact.
  return {
    id: name,
    bucket: name,
    arn: name === undefined ? undefined : `arn:${sim.partition}:s3:::${name}`,
    bucketDomainName: name === undefined ? undefined : `${name}.s3.${sim.dnsSuffix}`,
    bucketRegionalDomainName:
      name === undefined || sim.resource.region === undefined ? undefined : `${name}.s3.${sim.region}.${sim.dnsSuffix}`,
    hostedZoneId: `Z${sim.capitals("zone", 13)}`,
  };
}

/** A setting of a bucket, known by the bucket's name. */
const ofBucket: Simulator = (sim) => ({ id: sim.text("bucket") });

const SETTINGS = [
  "bucketPolicy:BucketPolicy",
  "bucketPublicAccessBlock:BucketPublicAccessBlock",
  "bucketVersioning:BucketVersioning",
  "bucketVersioningV2:BucketVersioningV2",
  "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  "bucketOwnershipControls:BucketOwnershipControls",
  "bucketCorsConfiguration:BucketCorsConfiguration",
  "bucketCorsConfigurationV2:BucketCorsConfigurationV2",
  "bucketLogging:BucketLogging",
  "bucketLoggingV2:BucketLoggingV2",
  "bucketNotification:BucketNotification",
  "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
] as const;

export const storage: Readonly<Record<string, Simulator>> = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketObject:BucketObject": (sim) => ({ id: sim.text("key"), etag: sim.hex("etag", 32) }),
  "aws:s3/bucketObjectv2:BucketObjectv2": (sim) => ({ id: sim.text("key"), etag: sim.hex("etag", 32) }),
  ...Object.fromEntries(SETTINGS.map((type) => [`aws:s3/${type}`, ofBucket])),
  "aws:ecr/repository:Repository": (sim) => {
    const name = sim.name();
    return {
      id: name,
      name,
      arn: sim.arn("ecr", name === undefined ? undefined : `repository/${name}`),
      registryId: sim.resource.accountId,
      repositoryUrl: `${sim.accountId}.dkr.ecr.${sim.region}.${sim.dnsSuffix}/${name ?? ""}-${sim.hex("url", 12)}`,
    };
  },
};
