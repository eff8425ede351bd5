import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseVersion } from "./_database-checks.ts";
import type { AuditClass } from "./_database-parameters.ts";
import type { Tags } from "./_tags.ts";

export interface DatabaseArgs {
  /** Region of everything but the replicated backups. */
  readonly region: string;
  /** Account that the database is made in; the trust of its monitoring role names it. */
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier, in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Key of the storage, its snapshots and Performance Insights. Another key replaces the database. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Key of the master user's secret. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of the log groups. */
  readonly logsKeyArn: pulumi.Input<string>;

  /** For example `db.m7g.large`; one of `RDS_INSTANCE_CLASSES`. */
  readonly instanceClass: string;
  /** First size of the gp3 storage, 20 to 65536 GiB. */
  readonly allocatedStorageGib: number;
  /** Size up to which RDS grows the storage by itself, at least a tenth more than the first. @default it does not grow */
  readonly maxAllocatedStorageGib?: number;
  /** From 400 GiB on, together with the throughput: 12000 to 64000. @default what gp3 includes */
  readonly storageIops?: number;
  /** From 400 GiB on, together with the IOPS: 500 to 4000 MiB/s, at most a quarter of the IOPS. @default what gp3 includes */
  readonly storageThroughputMibps?: number;
  /** A standby in another zone that takes over within a minute or two. @default true */
  readonly multiAz?: boolean;
  /** `DUAL` needs subnets with IPv6 ranges. @default "IPV4" */
  readonly networkType?: "IPV4" | "DUAL";

  /** Major version; RDS chooses and upgrades the minor. @default "17" */
  readonly engineVersion?: DatabaseVersion;
  /**
   * Allows a change of `engineVersion` to a later major. Set it for that deployment alone, with `applyImmediately`: the parameter
   * group of the old major cannot go before the instance has left it.
   *
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /** Makes changes that need a restart at once instead of in the maintenance window. @default false */
  readonly applyImmediately?: boolean;
  /** Authority of the server's certificate. @default "rds-ca-rsa2048-g1", which every client accepts */
  readonly caCertIdentifier?: "rds-ca-rsa2048-g1" | "rds-ca-rsa4096-g1" | "rds-ca-ecc384-g1";
  /** Name of the master user, whose password RDS makes, keeps and rotates. Another name replaces the database. @default "rampart" */
  readonly masterUsername?: string;
  /** Lets people and jobs log in with short-lived IAM tokens, where a role is granted `rds_iam`. @default true */
  readonly iamAuthentication?: boolean;

  /** `max_connections`. @default RDS's by class, of which `defaultMaxConnections` gives a safe estimate */
  readonly maxConnections?: number;
  /** Statements that take longer are logged with their text. @default 1000 */
  readonly slowStatementMilliseconds?: number;
  /** A session that idles in a transaction for longer is ended. @default 300 */
  readonly idleInTransactionTimeoutSeconds?: number;
  /** Classes of statements that pgaudit records. Not empty, it needs the extension `pgaudit` in each database. @default [] */
  readonly auditClasses?: readonly AuditClass[];

  /** Days of point-in-time recovery, 1 to 35. @default 35 */
  readonly backupRetentionDays?: number;
  /** Copies the automated backups to another region, encrypted with a key there. @default none */
  readonly backupReplication?: {
    readonly region: string;
    readonly kmsKeyArn: pulumi.Input<string>;
    /** 1 to 35. @default `backupRetentionDays` */
    readonly retentionDays?: number;
  };
  /** Daily, in UTC. @default "02:00-03:00" */
  readonly backupWindow?: string;
  /** Weekly, in UTC; must not meet the backup window. @default "sun:03:30-sun:04:30" */
  readonly maintenanceWindow?: string;

  /** @default 365 */
  readonly logRetentionDays?: number;
  /** Of the operating system's metrics: 1, 5, 10, 15, 30 or 60. @default 60 */
  readonly monitoringIntervalSeconds?: number;
  /** `advanced` keeps 15 months of load analysis instead of seven days, at a price per vCPU. @default "standard" */
  readonly insights?: "standard" | "advanced";

  /** RDS refuses to delete the instance while this is set. @default true */
  readonly deletionProtection?: boolean;
  /** Pulumi refuses to delete or replace it. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}
