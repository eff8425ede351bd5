import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ObjectLock, createAccountBucket } from "./_account-bucket.ts";
import { administered, createAccountKey } from "./_account-key.ts";
import { createTrailRole } from "./_account-trail-role.ts";
import type { Statement } from "./_iam.ts";
import { checkLogRetention } from "./_log-retention.ts";
import { type Tags, tagsFor } from "./_tags.ts";
import { createTrailAlarms } from "./_trail-alarms.ts";
import { lockIsKept } from "./account-state.ts";
import { ACCOUNT_TRAIL_LOG_GROUP } from "./audit.ts";

/** How long evidence cannot be removed. */
export type AuditLock =
  | {
      /** Whoever may change the bucket's policy and bypass the lock can remove evidence. */
      readonly mode: "governance";
      readonly days: number;
    }
  | {
      /** Nobody can, until the days are over: not the root user, not AWS; the account cannot be closed cleanly before. */
      readonly mode: "compliance";
      readonly days: number;
      /** Has to be true: it cannot be undone. */
      readonly irreversible: boolean;
    };

/** What an `AccountAudit` is made of. */
export interface AccountAuditArgs {
  readonly accountId: string;
  /** Home region of the account, where the trail, its bucket and its log group are. */
  readonly region: string;
  /** @default { mode: "governance", days: 365 } */
  readonly lock?: AuditLock;
  /** Days for which events are kept in the bucket, no less than the lock. @default 730 */
  readonly retentionDays?: number;
  /** Days for which events can be searched in the log group. @default 400 */
  readonly logRetentionDays?: number;
  /** Whether unusual rates of calls and errors are reported, at a price for each analysed event. @default true */
  readonly insights?: boolean;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
  /** Name of the bucket that takes the audit bucket's access logs. */
  readonly accessLogBucket: pulumi.Input<string>;
  /** Where people read the runbooks, without a slash at the end. @default "docs/runbooks", their place in the repository */
  readonly runbooksUrl?: string;
  readonly tags: Tags;
}

const TRAIL = "rampart-account";

/**
 * The trail of an account: every management event of every region, reads and writes of every bucket's objects, and calls of
 * every function; kept under a key and a lock, and alarmed on.
 *
 * Guarantees: files are signed, so that a changed one shows; only CloudTrail writes, for this trail; nobody removes a version
 * while the lock holds.
 *
 * Cannot: events of an organisation's other accounts (it is no organisation trail).
 *
 * @throws If a number of days is out of range, or compliance was not acknowledged.
 */
export class AccountAudit extends pulumi.ComponentResource {
  readonly trailArn: pulumi.Output<string>;
  readonly auditBucket: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: AccountAuditArgs, opts?: pulumi.ComponentResourceOptions) {
    const lock = args.lock ?? { mode: "governance", days: 365 };
    checkAudit(`AccountAudit "${name}"`, lock, args);
    super("rampart:aws:AccountAudit", name, {}, opts);
    const { accountId, region, tags, retentionDays = 730 } = args;
    const child = { parent: this };
    // Written out, because key and bucket have to name the trail before it exists.
    const trailArn = `arn:aws:cloudtrail:${region}:${accountId}:trail/${TRAIL}`;

    const keyArn = createAccountKey(
      `${name}-events`,
      {
        region,
        alias: "rampart-account-audit",
        description: "Events of the account",
        policy: administered(accountId, keyUses(trailArn, args)),
        component: "account-audit",
        tags,
      },
      { parent: this },
    );
    const bucket = createAccountBucket(
      `${name}-events`,
      {
        region,
        bucketName: `rampart-audit-${accountId}-${region}`,
        kmsKeyArn: keyArn,
        lock: { mode: lock.mode === "compliance" ? "COMPLIANCE" : "GOVERNANCE", days: lock.days } satisfies ObjectLock,
        expireDays: retentionDays,
        noncurrentDays: lock.days,
        accessLogBucket: args.accessLogBucket,
        statements: (arn) => [...trailWrites(arn, trailArn, accountId), ...lockIsKept(arn)],
        extraTags: { "log-kind": "audit" },
        component: "account-audit",
        tags,
      },
      this,
    );
    const group = new aws.cloudwatch.LogGroup(
      name,
      {
        region,
        name: ACCOUNT_TRAIL_LOG_GROUP,
        kmsKeyId: args.logsKeyArn,
        retentionInDays: args.logRetentionDays ?? 400,
        deletionProtectionEnabled: true,
        tags: tagsFor("account-audit", tags),
      },
      { parent: this, protect: true },
    );
    const roleArn = createTrailRole(
      `${name}-trail`,
      { accountId, region, logGroupName: ACCOUNT_TRAIL_LOG_GROUP, tags },
      this,
    );
    const trail = new aws.cloudtrail.Trail(
      name,
      {
        region,
        name: TRAIL,
        s3BucketName: bucket.name,
        kmsKeyId: keyArn,
        cloudWatchLogsGroupArn: pulumi.interpolate`${group.arn}:*`,
        cloudWatchLogsRoleArn: roleArn,
        enableLogging: true,
        enableLogFileValidation: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        advancedEventSelectors: eventSelectors(bucket.arn, args.accessLogBucket),
        ...((args.insights ?? true) && {
          insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
        }),
        tags: tagsFor("account-audit", tags),
      },
      { parent: this, protect: true, dependsOn: [...bucket.ready] },
    );
    createTrailAlarms(
      `${name}-trail`,
      {
        prefix: "account",
        region,
        logGroupName: group.name,
        topicArn: args.topicArn,
        runbooksUrl: args.runbooksUrl ?? "docs/runbooks",
        component: "account-audit",
        tags,
      },
      child,
    );
    this.trailArn = trail.arn;
    this.auditBucket = bucket.name;
    this.logGroupName = group.name;
    this.registerOutputs({ trailArn: trail.arn, auditBucket: bucket.name, logGroupName: group.name });
  }
}

/** CloudTrail encrypts what it writes; who may read the bucket decrypts through S3. */
function keyUses(trailArn: string, { accountId, region }: Pick<AccountAuditArgs, "accountId" | "region">): Statement[] {
  return [
    {
      // Without a condition on the encryption context: it is the trail's for events, and the bucket's for digests.
      sid: "TrailEncrypts",
      actions: ["kms:GenerateDataKey*", "kms:DescribeKey"],
      resources: "*",
      principals: { Service: "cloudtrail.amazonaws.com" },
      conditions: { StringEquals: { "aws:SourceArn": trailArn } },
    },
    {
      sid: "ReadersDecrypt",
      actions: ["kms:Decrypt", "kms:DescribeKey"],
      resources: "*",
      principals: { AWS: `arn:aws:iam::${accountId}:root` },
      conditions: {
        StringEquals: { "kms:CallerAccount": accountId, "kms:ViaService": `s3.${region}.amazonaws.com` },
      },
    },
  ];
}

function trailWrites(bucketArn: string, trailArn: string, accountId: string): Statement[] {
  const principals = { Service: "cloudtrail.amazonaws.com" };
  return [
    {
      sid: "TrailChecks",
      actions: ["s3:GetBucketAcl"],
      resources: bucketArn,
      principals,
      conditions: { StringEquals: { "aws:SourceArn": trailArn } },
    },
    {
      sid: "TrailWrites",
      actions: ["s3:PutObject"],
      resources: `${bucketArn}/AWSLogs/${accountId}/*`,
      principals,
      conditions: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}

/** Everything, except what logging itself writes: each delivery would be an event to deliver. */
function eventSelectors(
  auditBucketArn: string,
  accessLogBucket: pulumi.Input<string>,
): aws.types.input.cloudtrail.TrailAdvancedEventSelector[] {
  const data = (type: string) => [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: [type] },
  ];
  return [
    { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
    {
      name: "Objects",
      fieldSelectors: [
        ...data("AWS::S3::Object"),
        {
          field: "resources.ARN",
          notStartsWiths: [`${auditBucketArn}/`, pulumi.interpolate`arn:aws:s3:::${accessLogBucket}/`],
        },
      ],
    },
    { name: "Functions", fieldSelectors: data("AWS::Lambda::Function") },
  ];
}

function checkAudit(
  where: string,
  lock: AuditLock,
  { retentionDays = 730, logRetentionDays = 400 }: AccountAuditArgs,
): void {
  if (!Number.isInteger(lock.days) || lock.days < 1 || lock.days > 3_650) {
    throw new Error(`${where}: lock.days is ${lock.days}; give whole days from 1 to 3650.`);
  }
  if (lock.mode === "compliance" && !lock.irreversible) {
    throw new Error(
      `${where}: lock.mode is "compliance", which nobody can undo before ${lock.days} days are over; say so with irreversible: true, or use "governance".`,
    );
  }
  if (!Number.isInteger(retentionDays) || retentionDays < lock.days) {
    throw new Error(
      `${where}: retentionDays is ${retentionDays}, less than lock.days (${lock.days}), during which S3 removes nothing; give as many or more.`,
    );
  }
  checkLogRetention(where, "logRetentionDays", logRetentionDays);
}
