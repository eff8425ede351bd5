import type * as pulumi from "@pulumi/pulumi";
import { Backup } from "../../components/backup.ts";
import type { VaultLockArgs } from "../../components/_backup-args.ts";
import type { Database } from "../../components/database.ts";
import type { Keys } from "../../components/keys.ts";
import type { Settings } from "../settings.ts";
import { prefixOf, tagsOf } from "./names.ts";

interface Backed {
  readonly keys: Keys;
  /** Absent in a system without Postgres. */
  readonly database: Database | undefined;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the data tier, in which a restore is tried. */
  readonly dataSubnetIds: readonly pulumi.Input<string>[];
}

/** Recovery points that outlive what they were made from, with copies in a second region where one is named. */
export function createBackup(settings: Settings, { keys, database, vpcId, dataSubnetIds }: Backed): Backup | undefined {
  const { backup, region, accountId, cluster } = settings;
  if (settings.database === undefined || database === undefined) return undefined;
  const { backupWindow, maintenanceWindow } = settings.database;
  const { schedule, retentionDays, copyRetentionDays } = backup.classes.database;
  return new Backup("backup", {
    prefix: prefixOf(settings),
    region,
    accountId,
    tags: tagsOf(settings),
    kmsKeyArn: keys.backup.arn,
    ...(backup.copyRegion !== undefined &&
      keys.backupCopy !== undefined && { copies: { region: backup.copyRegion, kmsKeyArn: keys.backupCopy.arn } }),
    classes: {
      database: {
        service: "rds",
        resourceArns: [database.instanceArn],
        schedule,
        retentionDays,
        ...(copyRetentionDays !== undefined && { copyRetentionDays }),
        pointInTimeRecovery: true,
        windows: { backupWindow, maintenanceWindow },
        recoveryPointMinutes: backup.recoveryPointMinutes,
        ...(copyRetentionDays !== undefined && { regionLossPointMinutes: backup.regionLossPointMinutes }),
      },
    },
    lock: lockOf(settings),
    vaultAdministratorArns: cluster.access.deployerRoleArns,
    restoreTest: { schedule: backup.restoreTest.schedule, vpcId, subnetIds: dataSubnetIds },
  });
}

function lockOf({ tier, backup: { lock } }: Settings): VaultLockArgs {
  const { mode, minRetentionDays, changeableForDays } = lock;
  // The settings refuse a compliance lock without cooling-off days, and anywhere but in production.
  if (mode === "governance" || changeableForDays === undefined || tier !== "prod") {
    return { mode: "governance", minRetentionDays };
  }
  return { mode, minRetentionDays, changeableForDays, acknowledgePermanent: true, tier };
}
