import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assertKubernetesName, assertRoomForRole } from "./_labels.ts";
import { type MediaAccess, type UploadBinding, mediaBindings } from "./_media-bindings.ts";
import { mediaBucket, mediaBucketPolicy } from "./_media-bucket.ts";
import { PROMOTED_TAG, servingPolicy, uploadPolicy } from "./_media-policies.ts";
import { mediaQueue } from "./_media-queue.ts";
import { guardDutyRole, scannerStatements } from "./_media-roles.ts";
import { podIdentity } from "./_pod-identity.ts";
import type { Tags } from "./_tags.ts";
import type { BucketBinding } from "./_workload-bindings.ts";

export type { MediaAccess, UploadBinding } from "./_media-bindings.ts";

export interface MediaArgs {
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  /** Names in S3, which every customer of AWS shares. */
  readonly bucketNames: { readonly upload: string; readonly serving: string };
  /** Key of both buckets and of the queue. EventBridge must be allowed to use it, as it is `Keys.content`. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Start of every uploaded key; ends in "/". A clean object has the same key in the serving bucket. @default "uploads/" */
  readonly uploadPrefix?: string;
  /** Origins of the pages that send uploads, such as `https://www.example.com`. */
  readonly corsOrigins: readonly string[];
  /** Age at which a form's signature is refused, 30 to 3600 seconds. */
  readonly uploadTtlSeconds: number;
  /** After how many days an upload that was not promoted is deleted, and after as many more it is gone. 1 to 90. */
  readonly quarantineDays: number;
  /** After how many days a replaced or deleted version of served media is gone. */
  readonly noncurrentDays: number;
  /** Age in days at which served media are deleted. @default never */
  readonly retentionDays?: number;
  /** Who scans, and the pods that do it or bring the results of GuardDuty to the serving bucket. */
  readonly scanner: {
    readonly engine: "clamav" | "guardduty";
    readonly clusterName: pulumi.Input<string>;
    readonly clusterArn: pulumi.Input<string>;
    /** Kubernetes names; the one service account that gets the scanner's role. */
    readonly namespace: string;
    readonly serviceAccount: string;
  };
  /** How often an upload is tried before it counts as failed, 3 to 100. @default 10 */
  readonly maxReceives?: number;
  /** Distributions that read the serving bucket, by exact ARN. @default none yet */
  readonly distributionArns?: readonly pulumi.Input<string>[];
  /** Roles with which backups are restored into the serving bucket; they may write and tag there. @default none */
  readonly restoreRoleArns?: readonly pulumi.Input<string>[];
  /** Bucket for the server access logs of both. @default no access logs */
  readonly accessLogBucket?: pulumi.Input<string>;
  /** Refuse deletion of the buckets. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

export interface MediaBucketReference {
  readonly name: pulumi.Output<string>;
  /** Known once the bucket's policy is in force. */
  readonly arn: pulumi.Output<string>;
}

/** What `Antivirus` works for. */
export interface MediaScanner {
  readonly engine: "clamav" | "guardduty";
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: pulumi.Output<string>;
  /** The role of the malware protection plan; only for `guardduty`. */
  readonly guardDutyRoleArn: pulumi.Output<string> | undefined;
  /** What must be there before something is scanned: permissions, policies, events. */
  readonly ready: pulumi.Resource[];
}

/**
 * Uploads of strangers and the media that come of them: two buckets and the queue between them.
 *
 * Guarantees: an upload can be read by the scanner alone until it is tagged clean, whichever version is asked for;
 * nobody but the scanner writes tags, or anything in the serving bucket; the CDN reads the serving bucket and never
 * the upload bucket; uploads come by signed form only, and no older than the TTL; both buckets are private,
 * encrypted under the key, versioned, and refuse plain HTTP and TLS below 1.2. An upload that is not clean stays
 * where it is, unreadable, and is deleted when its time is over.
 *
 * Cannot: serve an upload without a scan, take uploads in parts or by PUT.
 *
 * ```ts
 * const media = new Media("media", { region, accountId, bucketNames, kmsKeyArn: keys.content.arn, scanner, …rest });
 * new Workload("api", { bindings: media.bindings(["presign-upload", "read"]), … });
 * ```
 */
export class Media extends pulumi.ComponentResource {
  readonly upload: MediaBucketReference;
  readonly serving: MediaBucketReference & { readonly regionalDomainName: pulumi.Output<string> };
  readonly queueUrl: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly deadLetterQueueName: pulumi.Output<string>;
  readonly deadLetterQueueArn: pulumi.Output<string>;
  readonly scanner: MediaScanner;
  /** What a workload binds to for what it may do with media. */
  readonly bindings: (access: readonly MediaAccess[]) => (BucketBinding | UploadBinding)[];

  constructor(name: string, args: MediaArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`Media "${name}"`, name, args);
    super("rampart:aws:Media", name, {}, opts);
    const { region, accountId, kmsKeyArn, tags, uploadPrefix = "uploads/", protect = true } = args;
    const { engine, clusterName, clusterArn, namespace, serviceAccount } = args.scanner;
    const common = {
      region,
      kmsKeyArn,
      protect,
      tags,
      ...(args.accessLogBucket !== undefined && { accessLogBucket: args.accessLogBucket }),
    };

    const uploads = mediaBucket(
      `${name}-upload`,
      {
        ...common,
        bucket: args.bucketNames.upload,
        expireDays: args.quarantineDays,
        noncurrentDays: args.quarantineDays,
        expireTagged: PROMOTED_TAG,
        extraTags: { "security:untrusted-uploads": "true" },
      },
      this,
    );
    const serving = mediaBucket(
      `${name}-serving`,
      {
        ...common,
        bucket: args.bucketNames.serving,
        noncurrentDays: args.noncurrentDays,
        ...(args.retentionDays !== undefined && { expireDays: args.retentionDays }),
      },
      this,
    );
    new aws.s3.BucketCorsConfiguration(
      `${name}-upload-cors`,
      {
        region,
        bucket: uploads.bucket.bucket,
        corsRules: [
          {
            id: "forms",
            allowedOrigins: [...args.corsOrigins],
            allowedMethods: ["POST"],
            allowedHeaders: ["content-type"],
            maxAgeSeconds: 3600,
          },
        ],
      },
      { parent: this },
    );
    const messages = mediaQueue(
      name,
      {
        region,
        queueName: `${args.bucketNames.upload}-scan`,
        kmsKeyArn,
        uploads: uploads.bucket,
        events: engine === "clamav" ? "objects" : "guardduty",
        maxReceives: args.maxReceives ?? 10,
        tags,
      },
      this,
    );

    const identity = podIdentity(
      `${name}-scanner`,
      {
        region,
        accountId,
        clusterName,
        clusterArn,
        namespace,
        serviceAccount,
        statements: scannerStatements({
          region,
          uploadArn: uploads.bucket.arn,
          servingArn: serving.bucket.arn,
          queueArn: messages.queue.arn,
          kmsKeyArn,
        }),
        component: "media",
        tags,
      },
      { parent: this },
    );
    const guardDuty =
      engine === "guardduty"
        ? guardDutyRole(name, { region, accountId, uploadArn: uploads.bucket.arn, kmsKeyArn, tags }, this)
        : undefined;

    const uploadRules = mediaBucketPolicy(
      `${name}-upload`,
      {
        region,
        on: uploads,
        statements: uploadPolicy({
          bucketArn: uploads.bucket.arn,
          kmsKeyArn,
          scannerRoleArns: [identity.role.arn, ...(guardDuty === undefined ? [] : [guardDuty.role.arn])],
          maxSignatureAgeSeconds: args.uploadTtlSeconds,
        }),
      },
      this,
    );
    const servingRules = mediaBucketPolicy(
      `${name}-serving`,
      {
        region,
        on: serving,
        statements: servingPolicy({
          bucketArn: serving.bucket.arn,
          kmsKeyArn,
          scannerRoleArn: identity.role.arn,
          restoreRoleArns: args.restoreRoleArns ?? [],
          distributionArns: args.distributionArns ?? [],
        }),
      },
      this,
    );

    const inForce = (value: pulumi.Output<string>, policy: pulumi.CustomResource) =>
      pulumi.all([value, policy.id]).apply(([known]) => known);
    this.upload = { name: uploads.bucket.bucket, arn: inForce(uploads.bucket.arn, uploadRules) };
    this.serving = {
      name: serving.bucket.bucket,
      arn: inForce(serving.bucket.arn, servingRules),
      regionalDomainName: serving.bucket.bucketRegionalDomainName,
    };
    this.queueUrl = messages.queue.url;
    this.queueArn = messages.queue.arn;
    this.queueName = messages.queue.name;
    this.deadLetterQueueName = messages.deadLetters.name;
    this.deadLetterQueueArn = messages.deadLetters.arn;
    this.scanner = {
      engine,
      namespace,
      serviceAccount,
      roleArn: identity.role.arn,
      guardDutyRoleArn: guardDuty?.role.arn,
      ready: [...identity.ready, ...(guardDuty?.ready ?? []), ...messages.ready, uploadRules, servingRules],
    };
    const { upload, serving: served } = this;
    this.bindings = (access) =>
      mediaBindings(access, {
        upload,
        serving: served,
        prefix: uploadPrefix,
        maxSignatureAgeSeconds: args.uploadTtlSeconds,
        keyArn: kmsKeyArn,
      });
    this.registerOutputs({
      uploadBucket: this.upload.name,
      servingBucket: this.serving.name,
      queueUrl: this.queueUrl,
      queueArn: this.queueArn,
      deadLetterQueueArn: this.deadLetterQueueArn,
      scannerRoleArn: this.scanner.roleArn,
    });
  }
}

function checkArgs(where: string, name: string, args: MediaArgs): void {
  assertRoomForRole(where, name, args.scanner.engine === "guardduty" ? "-guardduty-role" : "-scanner-role");
  assertKubernetesName(where, "scanner.namespace", args.scanner.namespace);
  assertKubernetesName(where, "scanner.serviceAccount", args.scanner.serviceAccount);
  const { upload, serving } = args.bucketNames;
  // The queue's name begins with it and has at most 80 characters, 10 of them for "-scan-dead".
  for (const [key, bucket] of Object.entries({ upload, serving })) {
    if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) continue;
    throw new Error(
      `${where}: bucketNames.${key} is "${bucket}"; S3 takes 3 to 63 lower-case letters, digits and inner hyphens ` +
        `(dots break TLS).`,
    );
  }
  if (upload === serving) {
    throw new Error(`${where}: uploads and served media share the bucket "${upload}"; give each its own.`);
  }
  const prefix = args.uploadPrefix ?? "uploads/";
  if (!/^[\w-]+(\/[\w-]+)*\/$/.test(prefix)) {
    throw new Error(`${where}: uploadPrefix is "${prefix}"; use folders of letters, digits, _ and - that end in "/".`);
  }
  if (args.corsOrigins.length === 0) {
    throw new Error(`${where}: corsOrigins is empty, so that no page could upload; list the origins of the pages.`);
  }
  for (const origin of args.corsOrigins) {
    if (/^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)) continue;
    throw new Error(
      `${where}: corsOrigins has "${origin}"; allowed are https origins without wildcard or path, such as https://www.example.com.`,
    );
  }
  assertWhole(where, "uploadTtlSeconds", args.uploadTtlSeconds, 30, 3600);
  assertWhole(where, "quarantineDays", args.quarantineDays, 1, 90);
  assertWhole(where, "noncurrentDays", args.noncurrentDays, 1, 3650);
  assertWhole(where, "retentionDays", args.retentionDays ?? 1, 1, 36_500);
  assertWhole(where, "maxReceives", args.maxReceives ?? 10, 3, 100);
}

function assertWhole(where: string, argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
}
