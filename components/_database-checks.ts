import { type AuditClass } from "./_database-parameters.ts";
import { checkWindows } from "./_database-windows.ts";
import { checkLogRetention } from "./_log-retention.ts";
import { RDS_INSTANCE_CLASSES } from "./_rds-classes.ts";

/** Major versions that components accept, oldest first. Minors are RDS's: it upgrades them in the maintenance window. */
const DATABASE_VERSIONS = ["16", "17", "18"] as const;
export type DatabaseVersion = (typeof DATABASE_VERSIONS)[number];

/** What `checkDatabase` looks at: the arguments of a Database with their defaults filled in. */
export interface DatabaseChecks {
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly allocatedStorageGib: number;
  readonly maxAllocatedStorageGib: number | undefined;
  readonly storageIops: number | undefined;
  readonly storageThroughputMibps: number | undefined;
  readonly masterUsername: string;
  readonly region: string;
  readonly backupRetentionDays: number;
  readonly backupReplication: { readonly region: string; readonly retentionDays?: number } | undefined;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly logRetentionDays: number;
  readonly monitoringIntervalSeconds: number;
  readonly slowStatementMilliseconds: number;
  readonly idleInTransactionTimeoutSeconds: number;
  readonly auditClasses: readonly AuditClass[];
  readonly maxConnections: number | undefined;
}

/** Rejects what RDS would refuse, or accept and then not do, before anything is registered. */
export function checkDatabase(name: string, args: DatabaseChecks): void {
  const where = `Database "${name}"`;
  if (!/^[a-z](-?[a-z0-9])*$/.test(name) || name.length > 40) {
    throw new Error(
      `${where}: the name begins the identifier of the instance; allowed are 1 to 40 characters of a-z, 0-9 and single hyphens, ` +
        `beginning with a letter and ending with a letter or digit.`,
    );
  }
  oneOf(where, "engineVersion", args.engineVersion, DATABASE_VERSIONS);
  oneOf(where, "instanceClass", args.instanceClass, RDS_INSTANCE_CLASSES);
  checkStorage(where, args);
  checkMasterUsername(where, args.masterUsername);

  // 0 turns backups off, and with them point-in-time recovery.
  within(where, "backupRetentionDays", args.backupRetentionDays, 1, 35);
  if (args.backupReplication !== undefined) {
    const { region, retentionDays = args.backupRetentionDays } = args.backupReplication;
    within(where, "backupReplication.retentionDays", retentionDays, 1, 35);
    if (region === args.region) {
      throw new Error(`${where}: backupReplication.region is "${region}", the database's own; name another region.`);
    }
  }
  checkWindows(where, args.backupWindow, args.maintenanceWindow);
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  oneOf(where, "monitoringIntervalSeconds", args.monitoringIntervalSeconds, [1, 5, 10, 15, 30, 60]);

  // The ranges are Postgres's own; at 0, statements of customers would all be in the log.
  within(where, "slowStatementMilliseconds", args.slowStatementMilliseconds, 1, 2_147_483_647);
  within(where, "idleInTransactionTimeoutSeconds", args.idleInTransactionTimeoutSeconds, 1, 2_147_483);
  if (args.auditClasses.includes("all") && args.auditClasses.length > 1) {
    throw new Error(`${where}: auditClasses has "all" beside other classes; keep "all" alone or name the classes.`);
  }
  // RDS refuses fewer than 6; 8388607 is its upper end.
  if (args.maxConnections !== undefined) within(where, "maxConnections", args.maxConnections, 6, 8_388_607);
}

/** Below this size RDS for PostgreSQL fixes gp3 at 3,000 IOPS and 125 MiB/s; from it on, both start higher and can be raised. */
const STRIPED_GIB = 400;

function checkStorage(where: string, args: DatabaseChecks): void {
  const { allocatedStorageGib, maxAllocatedStorageGib, storageIops, storageThroughputMibps } = args;
  within(where, "allocatedStorageGib", allocatedStorageGib, 20, 65_536);
  if (maxAllocatedStorageGib !== undefined) {
    // RDS wants a tenth more at least, because it grows by a tenth at a time.
    within(where, "maxAllocatedStorageGib", maxAllocatedStorageGib, Math.ceil(allocatedStorageGib * 1.1), 65_536);
  }
  if (storageIops === undefined && storageThroughputMibps === undefined) return;
  if (allocatedStorageGib < STRIPED_GIB) {
    throw new Error(
      `${where}: storageIops and storageThroughputMibps need allocatedStorageGib of ${STRIPED_GIB} or more, and it is ` +
        `${allocatedStorageGib}; below that gp3 has a fixed 3000 IOPS and 125 MiB/s. Raise the storage or leave both out.`,
    );
  }
  if (storageIops === undefined || storageThroughputMibps === undefined) {
    throw new Error(`${where}: storageIops and storageThroughputMibps go together; set both or neither.`);
  }
  within(where, "storageIops", storageIops, 12_000, 64_000);
  within(where, "storageThroughputMibps", storageThroughputMibps, 500, 4_000);
  if (storageThroughputMibps > storageIops / 4) {
    throw new Error(
      `${where}: storageThroughputMibps is ${storageThroughputMibps}; allowed is at most a quarter of storageIops, ${storageIops / 4} here. ` +
        `Raise storageIops or lower the throughput.`,
    );
  }
}

/** Names that RDS keeps for itself, and names that attackers try first. */
const FORBIDDEN_MASTERS = [
  "admin",
  "administrator",
  "postgres",
  "rdsadmin",
  "rdsrepladmin",
  "rdstopmgr",
  "root",
  "sa",
  "user",
];

function checkMasterUsername(where: string, username: string): void {
  const wellFormed = /^[a-z][a-z0-9_]{0,62}$/.test(username) && !/^(pg|rds)_/.test(username);
  if (wellFormed && !FORBIDDEN_MASTERS.includes(username)) return;
  throw new Error(
    `${where}: masterUsername is "${username}"; allowed are 1 to 63 characters of a-z, 0-9 and "_", beginning with a letter, not with ` +
      `"pg_" or "rds_", and not ${FORBIDDEN_MASTERS.join(", ")}. Choose another name.`,
  );
}

function within(where: string, argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
}

function oneOf<T extends string | number>(where: string, argument: string, value: T, allowed: readonly T[]): void {
  if (allowed.includes(value)) return;
  throw new Error(`${where}: ${argument} is ${JSON.stringify(value)}; allowed are ${allowed.join(", ")}.`);
}
