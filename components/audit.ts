import * as pulumi from "@pulumi/pulumi";
import { type AccessLogBucket, createAccessLogBucket } from "./_access-log-bucket.ts";
import { childOptions } from "./_options.ts";
import type { Tags } from "./_tags.ts";
import { createTrailAlarms } from "./_trail-alarms.ts";

/** What an `Audit` is made of. */
export interface AuditArgs {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`. */
  readonly prefix: string;
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  /** How long access logs are kept. @default 400 */
  readonly accessLogRetentionDays?: number;
  /**
   * The account's trail, whose events are told to this stack's topic as well as to the account's own. Its log group has to be
   * in `region`, because alarms tell topics of their own region only. A log group takes 100 metric filters: the account's own
   * and those of four stacks, with their filter on reads of secrets. @default the stack is not told
   */
  readonly trail?: AuditTrail;
  /** Where people read the runbooks, without a slash at the end. @default "docs/runbooks", their place in the repository */
  readonly runbooksUrl?: string;
  /** Refuse deletion of the bucket. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

interface AuditTrail {
  /** Log group of the trail, for example `ACCOUNT_TRAIL_LOG_GROUP`, which bootstrap makes. */
  readonly logGroupName: pulumi.Input<string>;
  /** Topic that is told, whose policy and key admit CloudWatch alarms. */
  readonly topicArn: pulumi.Input<string>;
}

/** Log group of the trail that bootstrap makes, in the account's home region. */
export const ACCOUNT_TRAIL_LOG_GROUP = "/rampart/account/cloudtrail";

/**
 * The stack's share of the audit: where its load balancer and buckets log who came, and alarms on the account's trail.
 *
 * Guarantees: only the two log services write, each under its own prefix and for this account; nobody deletes a log, not even
 * whoever deploys the stack; logs end by the lifecycle.
 *
 * Cannot: keep an administrator of the account from changing the bucket's policy first, which the alarm `bucket-policies`
 * tells. The trail, its data events and its bucket belong to the account: see `AccountAudit`.
 *
 * @throws If the bucket's name is too long or the retention no whole number of days.
 *
 * @example
 * const audit = new Audit("audit", { prefix: "shop-prod", region, accountId, tags,
 *   trail: { logGroupName: ACCOUNT_TRAIL_LOG_GROUP, topicArn: notifications.topicArns.home } });
 * new Ingress("ingress", { accessLogBucket: audit.accessBucket, … });
 */
export class Audit extends pulumi.ComponentResource {
  /** Name of the bucket; known once its policy admits the writers. */
  readonly accessBucket: pulumi.Output<string>;
  readonly accessBucketArn: string;
  /** Alarms that should wake somebody, for the composite alarm of `Alarms`; empty without a trail. */
  readonly pagingAlarmNames: readonly pulumi.Output<string>[];

  constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    const bucketName = `${args.prefix}-${args.accountId}-access`;
    checkAudit(`Audit "${name}"`, bucketName, args);
    super("rampart:aws:Audit", name, {}, opts);
    const { prefix, region, accountId, trail, tags } = args;
    const child = childOptions(this, opts);

    const access: AccessLogBucket = createAccessLogBucket(
      `${name}-access`,
      {
        region,
        accountId,
        bucketName,
        retentionDays: args.accessLogRetentionDays ?? 400,
        protect: args.protect ?? true,
        component: "audit",
        tags,
      },
      child,
    );
    this.accessBucket = access.name;
    this.accessBucketArn = access.arn;
    this.pagingAlarmNames =
      trail === undefined
        ? []
        : createTrailAlarms(
            `${name}-trail`,
            {
              prefix: `${prefix}-trail`,
              region,
              logGroupName: trail.logGroupName,
              topicArn: trail.topicArn,
              runbooksUrl: args.runbooksUrl ?? "docs/runbooks",
              component: "audit",
              tags,
            },
            child,
          );
    this.registerOutputs({
      accessBucket: this.accessBucket,
      accessBucketArn: this.accessBucketArn,
      pagingAlarmNames: this.pagingAlarmNames,
    });
  }
}

function checkAudit(where: string, bucketName: string, { accountId, accessLogRetentionDays }: AuditArgs): void {
  if (!/^\d{12}$/.test(accountId)) {
    throw new Error(`${where}: accountId is "${accountId}"; give the twelve digits of the account.`);
  }
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucketName)) {
    throw new Error(
      `${where}: its bucket would be called "${bucketName}"; S3 takes 3 to 63 lower-case letters, digits and hyphens, so shorten the prefix.`,
    );
  }
  const days = accessLogRetentionDays ?? 400;
  if (!Number.isInteger(days) || days < 1) {
    throw new Error(`${where}: accessLogRetentionDays is ${days}; give whole days, 1 or more.`);
  }
}
