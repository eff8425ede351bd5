import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { REMOVE_DELETE_MARKERS, guardBucket, logAccess } from "./_bucket-guards.ts";
import { type Statement, policyDocument } from "./_iam.ts";
import { type Tags, namedTags } from "./_tags.ts";

/** What of S3 a bucket of media may vary in. Everything else is fixed here. */
export interface MediaBucketArgs {
  readonly region: string;
  /** Name in S3. */
  readonly bucket: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** After how many days of being replaced or deleted a version is gone. */
  readonly noncurrentDays: number;
  /** After how many days an object is deleted. @default never */
  readonly expireDays?: number;
  /** An object that carries this tag is deleted after a day. @default none */
  readonly expireTagged?: { readonly key: string; readonly value: string };
  /** Bucket for the server access logs. @default no logs */
  readonly accessLogBucket?: pulumi.Input<string>;
  readonly protect: boolean;
  /** Tags beside those of the platform. */
  readonly extraTags?: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface MediaBucket {
  readonly bucket: aws.s3.Bucket;
  /** What must be there before the policy is of use. */
  readonly ready: pulumi.Resource[];
}

/** A bucket that is private, encrypted under the key, versioned, and deletes what is past its time. */
export function mediaBucket(name: string, args: MediaBucketArgs, parent: pulumi.Resource): MediaBucket {
  const { region } = args;
  const child = { parent };
  const bucket = new aws.s3.Bucket(
    name,
    {
      region,
      bucket: args.bucket,
      forceDestroy: false,
      tags: { ...namedTags("media", args.bucket, args.tags), ...args.extraTags },
    },
    { parent, protect: args.protect },
  );
  const at = { region, bucket: bucket.bucket };
  const guards = guardBucket(name, { ...at, kmsKeyArn: args.kmsKeyArn }, child);
  const lifecycle = new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { ...at, rules: lifecycleRules(args) },
    { parent, dependsOn: [guards.versioning] },
  );
  if (args.accessLogBucket !== undefined) logAccess(name, { ...at, to: args.accessLogBucket }, child);
  return { bucket, ready: [...Object.values(guards), lifecycle] };
}

function lifecycleRules(args: MediaBucketArgs): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const everything = { prefix: "" };
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: everything,
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
    {
      id: "expire",
      status: "Enabled",
      filter: everything,
      ...(args.expireDays !== undefined && { expiration: { days: args.expireDays } }),
      noncurrentVersionExpiration: { noncurrentDays: args.noncurrentDays },
    },
    ...(args.expireTagged === undefined
      ? []
      : [{ id: "expire-tagged", status: "Enabled", filter: { tag: args.expireTagged }, expiration: { days: 1 } }]),
    REMOVE_DELETE_MARKERS,
  ];
}

/** The policy of a bucket. Refused as public while the blocks are missing, hence after them. */
export function mediaBucketPolicy(
  name: string,
  args: { readonly region: string; readonly on: MediaBucket; readonly statements: readonly Statement[] },
  parent: pulumi.Resource,
): aws.s3.BucketPolicy {
  return new aws.s3.BucketPolicy(
    `${name}-policy`,
    { region: args.region, bucket: args.on.bucket.bucket, policy: policyDocument(args.statements) },
    { parent, dependsOn: args.on.ready },
  );
}
