import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { REMOVE_DELETE_MARKERS, guardBucket, logAccess } from "./_bucket-guards.ts";
import { tlsOnly } from "./_bucket-policy.ts";
import { type Statement, policyDocument } from "./_iam.ts";
import { type Tags, namedTags } from "./_tags.ts";

/** How long S3 refuses to remove a version. */
export interface ObjectLock {
  /** `governance` can be lifted by whoever may bypass it; `compliance` by nobody, the account's owner and AWS included. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

interface AccountBucketArgs {
  readonly region: string;
  readonly bucketName: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly lock: ObjectLock;
  /** Days after which an object ends. @default never */
  readonly expireDays?: number;
  /** Days after which a version ends that was replaced or deleted; no less than the lock. */
  readonly noncurrentDays: number;
  readonly accessLogBucket: pulumi.Input<string>;
  readonly statements: (bucketArn: string) => readonly Statement[];
  readonly extraTags?: Readonly<Record<string, string>>;
  readonly component: string;
  readonly tags: Tags;
}

interface AccountBucket {
  readonly name: pulumi.Output<string>;
  readonly arn: string;
  /** What has to be there before somebody else is told to write to it. */
  readonly ready: readonly pulumi.Resource[];
}

/** A bucket that is private, encrypted under a key of the account, versioned, locked, logged and reached over TLS only. */
export function createAccountBucket(name: string, args: AccountBucketArgs, parent: pulumi.Resource): AccountBucket {
  const { region, bucketName, lock } = args;
  const child = { parent };
  // Written out, so that the policy can be judged before the bucket exists.
  const arn = `arn:aws:s3:::${bucketName}`;
  const { bucket } = new aws.s3.Bucket(
    name,
    {
      region,
      bucket: bucketName,
      forceDestroy: false,
      objectLockEnabled: true,
      tags: { ...namedTags(args.component, bucketName, args.tags), ...args.extraTags },
    },
    { parent, protect: true },
  );
  const guards = guardBucket(name, { region, bucket, kmsKeyArn: args.kmsKeyArn }, child);
  const locked = new aws.s3.BucketObjectLockConfiguration(
    `${name}-lock`,
    {
      region,
      bucket,
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: lock.mode, days: lock.days } },
    },
    { parent, dependsOn: [guards.versioning] },
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { region, bucket, rules: lifecycleRules(args) },
    { parent, dependsOn: [guards.versioning] },
  );
  logAccess(name, { region, bucket, to: args.accessLogBucket }, child);
  const policy = new aws.s3.BucketPolicy(
    `${name}-policy`,
    { region, bucket, policy: policyDocument([...args.statements(arn), ...tlsOnly(arn)]) },
    { parent, dependsOn: [guards.publicAccessBlock] },
  );
  return { name: bucket, arn, ready: [policy, guards.encryption, locked] };
}

function lifecycleRules({
  expireDays,
  noncurrentDays,
}: AccountBucketArgs): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "expire",
      status: "Enabled",
      filter: { prefix: "" },
      ...(expireDays !== undefined && { expiration: { days: expireDays } }),
      noncurrentVersionExpiration: { noncurrentDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    REMOVE_DELETE_MARKERS,
  ];
}
