import type * as pulumi from "@pulumi/pulumi";
import { Backup } from "../../components/backup.ts";
import type { BackupClassArgs, VaultLockArgs } from "../../components/_backup-args.ts";
import type { Database } from "../../components/database.ts";
import type { DocumentStore } from "../../components/document-store.ts";
import type { Keys } from "../../components/keys.ts";
import type { Settings } from "../settings.ts";
import { prefixOf, tagsOf } from "./names.ts";

interface Backed {
  readonly keys: Keys;
  /** Absent in a system without Postgres. */
  readonly database: Database | undefined;
  /** Absent in a system without a document store. */
  readonly documents?: DocumentStore | undefined;
  /** ARNs of buckets that hold what cannot be made again, or not quickly. */
  readonly buckets: readonly pulumi.Input<string>[];
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier, in which a restore is tried. */
  readonly dataSubnetIds: readonly pulumi.Input<string>[];
}

/** Longest that AWS Backup keeps what is needed to recover any moment of a bucket. */
const LONGEST_CONTINUOUS_DAYS = 35;

/** Recovery points that outlive what they were made from, with copies in a second region where one is named. */
export function createBackup(settings: Settings, backed: Backed): Backup | undefined {
  const { keys, database, vpcId, dataSubnetIds } = backed;
  const { backup, region, accountId, cluster } = settings;
  const classes = {
    ...databaseClass(settings, database),
    ...documentsClass(settings, backed.documents),
    ...bucketClass(settings, backed.buckets),
  };
  if (Object.keys(classes).length === 0) return undefined;
  return new Backup("backup", {
    prefix: prefixOf(settings),
    region,
    accountId,
    tags: tagsOf(settings),
    kmsKeyArn: keys.backup.arn,
    ...(backup.copyRegion !== undefined &&
      keys.backupCopy !== undefined && { copies: { region: backup.copyRegion, kmsKeyArn: keys.backupCopy.arn } }),
    classes,
    lock: lockOf(settings),
    vaultAdministratorArns: cluster.access.deployerRoleArns,
    ...(database !== undefined && {
      restoreTest: { schedule: backup.restoreTest.schedule, vpcId, subnetIds: dataSubnetIds },
    }),
  });
}

function databaseClass(settings: Settings, database: Database | undefined): { readonly database?: BackupClassArgs } {
  if (settings.database === undefined || database === undefined) return {};
  return { database: serverClass(settings, "rds", database.instanceArn, settings.database) };
}

function documentsClass(
  settings: Settings,
  documents: DocumentStore | undefined,
): { readonly documents?: BackupClassArgs } {
  if (settings.documentStore === undefined || documents === undefined) return {};
  return { documents: serverClass(settings, "docdb", documents.clusterArn, settings.documentStore) };
}

/** A server that recovers any moment by itself; its snapshots outlive it and go to another region. */
function serverClass(
  { backup }: Settings,
  service: "rds" | "docdb",
  arn: pulumi.Input<string>,
  { backupWindow, maintenanceWindow }: { readonly backupWindow: string; readonly maintenanceWindow: string },
): BackupClassArgs {
  const { schedule, retentionDays, copyRetentionDays } = backup.classes.database;
  return {
    service,
    resourceArns: [arn],
    schedule,
    retentionDays,
    ...(copyRetentionDays !== undefined && { copyRetentionDays }),
    pointInTimeRecovery: true,
    windows: { backupWindow, maintenanceWindow },
    recoveryPointMinutes: backup.recoveryPointMinutes,
    ...(copyRetentionDays !== undefined && { regionLossPointMinutes: backup.regionLossPointMinutes }),
  };
}

function bucketClass(
  { backup }: Settings,
  buckets: readonly pulumi.Input<string>[],
): { readonly content?: BackupClassArgs } {
  if (buckets.length === 0) return {};
  const { schedule, retentionDays, copyRetentionDays } = backup.classes.media;
  return {
    content: {
      service: "s3",
      resourceArns: buckets,
      schedule,
      retentionDays,
      ...(copyRetentionDays !== undefined && { copyRetentionDays }),
      continuous: retentionDays <= LONGEST_CONTINUOUS_DAYS,
    },
  };
}

function lockOf({ tier, backup: { lock } }: Settings): VaultLockArgs {
  const { mode, minRetentionDays, changeableForDays } = lock;
  // The settings refuse a compliance lock without cooling-off days, and anywhere but in production.
  if (mode === "governance" || changeableForDays === undefined || tier !== "prod") {
    return { mode: "governance", minRetentionDays };
  }
  return { mode, minRetentionDays, changeableForDays, acknowledgePermanent: true, tier };
}
