import type * as pulumi from "@pulumi/pulumi";
import type { RecoveryPromises } from "./_backup-promises.ts";
import type { DatabaseWindows } from "./_backup-schedule.ts";
import type { Tags } from "./_tags.ts";

/** What `Backup` is made of. */
export interface BackupArgs {
  /** Start of every name in AWS, unique in the account, for example `shop-prod`. 2 to 38 lower-case letters, digits and hyphens. */
  readonly prefix: string;
  /** Home region, of everything but the copies. */
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  /** Key of the vault. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Vault in another region for the copies, with a key there. @default no copies */
  readonly copies?: { readonly region: string; readonly kmsKeyArn: pulumi.Input<string> };
  /** What is backed up, by class of data. */
  readonly classes: Readonly<Record<string, BackupClassArgs>>;
  readonly lock: VaultLockArgs;
  /**
   * Roles that may change the vaults' policies and locks, such as the deployer's, by exact ARN. Everybody else in the
   * account is refused, whatever IAM allows, but for the root user, so that a wrong ARN locks nobody out for good.
   */
  readonly vaultAdministratorArns: readonly pulumi.Input<string>[];
  /** Restores a database of RDS regularly and throws it away; clusters of DocumentDB are restored by hand. @default none */
  readonly restoreTest?: RestoreTestArgs;
  /** Daily lists of jobs in a bucket whose policy admits the reports of AWS Backup. @default none */
  readonly reports?: { readonly bucketName: pulumi.Input<string>; readonly keyPrefix: string };
  /** Refuse deletion of the vaults and their locks. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

interface ClassArgs extends RecoveryPromises {
  /** Exact ARNs, up to 500: by ARN, a resource is backed up whatever the account's opt-in says. */
  readonly resourceArns: readonly pulumi.Input<string>[];
  /** Five-field cron schedule in UTC, at most hourly, for example `0 5 * * *`. */
  readonly schedule: string;
  /** Days to keep a backup, 1 to 36500. */
  readonly retentionDays: number;
  /** Days to keep its copy in `copies.region`. @default it is not copied */
  readonly copyRetentionDays?: number;
  /** Time in which a due backup may start, 60 to 1440. @default 60, the least that AWS Backup takes */
  readonly startWindowMinutes?: number;
  /** Time after which an unfinished backup is given up: an hour more than the start window, or longer, up to 20160. */
  readonly completionWindowMinutes?: number;
  /**
   * Time allowed for a backup and its copy. It goes into the promises; AWS gives no bound of its own, so measure it
   * and let an alarm watch it.
   * @default 180
   */
  readonly transferMinutes?: number;
}

/**
 * Databases by snapshots, which outlive the instance and go to another region. Point-in-time recovery stays with
 * RDS's own automated backups: a continuous backup by AWS Backup would take over the instance's retention and
 * backup window, and every deployment of the database would set them back. The same holds for clusters of DocumentDB.
 */
export interface DatabaseClassArgs extends ClassArgs {
  readonly service: "rds" | "docdb";
  /** Whether they keep automated backups of their own, from which any moment can be recovered. */
  readonly pointInTimeRecovery: boolean;
  /** Windows of the instances or clusters, which the schedule must keep clear of. */
  readonly windows: DatabaseWindows;
}

/**
 * Buckets. They need versioning, and EventBridge notifications turned on where the bucket is made, or AWS Backup
 * turns them on and the next deployment off again.
 */
interface BucketClassArgs extends ClassArgs {
  readonly service: "s3";
  /**
   * Any moment can be recovered, not only that of the schedule; then `retentionDays` is 35 at most, while copies
   * may be kept for longer.
   * @default true
   */
  readonly continuous?: boolean;
}

export type BackupClassArgs = DatabaseClassArgs | BucketClassArgs;

export type VaultLockArgs =
  | {
      /** Whoever may change the lock can lift it. */
      readonly mode: "governance";
      /** Least days that a backup or copy may be kept; shorter jobs fail. */
      readonly minRetentionDays: number;
    }
  | {
      readonly mode: "compliance";
      readonly minRetentionDays: number;
      /** Cooling-off days, 3 to 36500, in which the lock can still be lifted. */
      readonly changeableForDays: number;
      /**
       * After the cooling-off days nobody, AWS included, can lift the lock, shorten a retention or delete the
       * vault before its last backup has expired; until then it is paid for.
       */
      readonly acknowledgePermanent: true;
      /** Of the environment. Only `prod` is worth a lock that outlives it; with `nonprod` the component is refused. */
      readonly tier: "prod" | "nonprod";
    };

export interface RestoreTestArgs {
  /** Five-field cron schedule in UTC, for example `0 5 1 * *`. */
  readonly schedule: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier in two zones, for the restored database. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Hours that the restored database stays for checks by hand or job, 1 to 168. @default 4 */
  readonly validationHours?: number;
}

/** What alarms can watch. */
export interface BackupSignals {
  /**
   * Events on the default bus of the home region: a backup, copy or restore that did not succeed. Of every vault of
   * the account, since a restore's event does not name its own.
   */
  readonly failedJobs: {
    readonly source: readonly ["aws.backup"];
    readonly "detail-type": readonly ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"];
    readonly detail: {
      readonly $or: readonly [{ readonly state: readonly string[] }, { readonly status: readonly string[] }];
    };
  };
  /** Longest time between two backups of the class that is backed up most often. */
  readonly intervalMinutes: number;
}
