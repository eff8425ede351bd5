import type { BackupArgs, BackupClassArgs, DatabaseClassArgs } from "./_backup-args.ts";
import { type Protection, brokenPromises } from "./_backup-promises.ts";
import { longestGapMinutes, parseSchedule, windowMet } from "./_backup-schedule.ts";

/** AWS Backup keeps continuous backups no longer. */
const CONTINUOUS_DAYS = 35;
/** Two weeks: more than any backup takes, and a bound against a forgotten zero. */
const LONGEST_COMPLETION_MINUTES = 20_160;

/** A class with its defaults filled in. */
export function resolveClass(backup: BackupClassArgs) {
  return {
    startWindowMinutes: backup.startWindowMinutes ?? 60,
    // The first backup of a large bucket takes days.
    completionWindowMinutes: backup.completionWindowMinutes ?? (backup.service === "s3" ? 10_080 : 1_440),
    transferMinutes: backup.transferMinutes ?? 180,
    continuous: backup.service === "s3" && (backup.continuous ?? true),
  };
}

/** RDS and DocumentDB share windows, and recover any moment up to five minutes ago by themselves. */
function isDatabase(backup: BackupClassArgs): backup is DatabaseClassArgs {
  return backup.service !== "s3";
}

/** What the promises of a class depend on. */
export function protectionOf(where: string, backup: BackupClassArgs): Protection {
  const { startWindowMinutes, transferMinutes, continuous } = resolveClass(backup);
  const byInstance = isDatabase(backup) && backup.pointInTimeRecovery;
  return {
    intervalMinutes: longestGapMinutes(parseSchedule(`${where}.schedule`, backup.schedule)),
    startWindowMinutes,
    transferMinutes,
    pointInTime: continuous ? "s3" : byInstance ? "rds" : undefined,
    copied: backup.copyRetentionDays !== undefined,
  };
}

/** Rejects what AWS Backup would refuse, or accept and then fail at night, and promises that are not kept. */
export function checkBackup(where: string, args: BackupArgs): void {
  if (!/^[a-z0-9][a-z0-9-]{0,36}[a-z0-9]$/.test(args.prefix)) {
    throw new Error(
      `${where}: prefix is "${args.prefix}"; it begins the names of vaults, roles and plans, so give 2 to 38 lower-case letters, digits and inner hyphens.`,
    );
  }
  if (!/^\d{12}$/.test(args.accountId)) {
    throw new Error(`${where}: accountId is "${args.accountId}"; give the twelve digits of the account.`);
  }
  if (args.copies?.region === args.region) {
    throw new Error(`${where}: copies.region is the home region ${args.region}; name another region.`);
  }
  if (args.vaultAdministratorArns.length === 0) {
    throw new Error(
      `${where}: vaultAdministratorArns is empty, so that no deployment could ever change the vaults; name the deployer's role.`,
    );
  }
  if (Object.keys(args.classes).length === 0) {
    throw new Error(`${where}: classes is empty; name what is backed up, or leave the component out.`);
  }
  checkLock(where, args);
  for (const [name, backup] of Object.entries(args.classes))
    checkClass(`${where}: classes.${name}`, name, backup, args);
  if (args.restoreTest !== undefined) checkRestoreTest(where, args);
}

function checkLock(where: string, { lock }: BackupArgs): void {
  within(`${where}: lock.minRetentionDays`, lock.minRetentionDays, 1, 36_500, "days");
  // A settings file is not held to the types, and this mistake cannot be undone.
  const { mode, changeableForDays, acknowledgePermanent, tier } = lock as Partial<Record<string, unknown>>;
  if (mode === "governance") {
    if (changeableForDays === undefined) return;
    throw new Error(
      `${where}: lock.changeableForDays is set in governance mode, and would make the lock permanent; leave it out.`,
    );
  }
  if (tier !== "prod") {
    throw new Error(
      `${where}: lock.mode is "compliance" outside production, where it only makes litter that stays and costs; use "governance".`,
    );
  }
  if (acknowledgePermanent !== true) {
    throw new Error(
      `${where}: lock.mode is "compliance", which nobody can undo after the cooling-off days; set acknowledgePermanent to say that this is known, or use "governance".`,
    );
  }
  within(`${where}: lock.changeableForDays`, Number(changeableForDays), 3, 36_500, "days");
}

function checkClass(where: string, name: string, backup: BackupClassArgs, args: BackupArgs): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || `${args.prefix}-${name}`.length > 50) {
    throw new Error(
      `${where}: the name becomes that of the plan "${args.prefix}-${name}"; use lower-case letters, digits and single hyphens, 50 characters with the prefix.`,
    );
  }
  const { length } = backup.resourceArns;
  if (length === 0 || length > 500) {
    throw new Error(`${where}.resourceArns lists ${length} resources; a selection takes 1 to 500.`);
  }
  checkRetention(where, backup, args);
  const { startWindowMinutes, completionWindowMinutes, transferMinutes } = resolveClass(backup);
  within(`${where}.startWindowMinutes`, startWindowMinutes, 60, 1_440, "minutes");
  const shortest = startWindowMinutes + 60;
  within(`${where}.completionWindowMinutes`, completionWindowMinutes, shortest, LONGEST_COMPLETION_MINUTES, "minutes");
  within(`${where}.transferMinutes`, transferMinutes, 1, completionWindowMinutes, "minutes");

  const schedule = parseSchedule(`${where}.schedule`, backup.schedule);
  if (isDatabase(backup)) {
    const met = windowMet(schedule, startWindowMinutes, backup.windows);
    if (met !== undefined) {
      const hour = met === "maintenanceWindow" ? " or the hour before it" : "";
      throw new Error(
        `${where}.schedule is "${backup.schedule}", and a backup that starts within ${startWindowMinutes} minutes of it can meet windows.${met} ${backup.windows[met]}${hour}, when RDS takes no snapshot; move one of them.`,
      );
    }
  }
  for (const broken of brokenPromises(protectionOf(where, backup), backup)) throw new Error(`${where}.${broken}`);
}

function checkRetention(where: string, backup: BackupClassArgs, { lock, copies }: BackupArgs): void {
  const { retentionDays, copyRetentionDays, schedule } = backup;
  const least = lock.minRetentionDays;
  within(`${where}.retentionDays`, retentionDays, least, 36_500, `days, the least being lock.minRetentionDays`);
  if (resolveClass(backup).continuous) {
    if (retentionDays > CONTINUOUS_DAYS) {
      throw new Error(
        `${where}.retentionDays is ${retentionDays}, and a continuous backup is kept for ${CONTINUOUS_DAYS} days at most; keep copies for longer, or set continuous to false.`,
      );
    }
    const days = longestGapMinutes(parseSchedule(`${where}.schedule`, schedule)) / 1_440;
    if (retentionDays <= days) {
      throw new Error(
        `${where}.schedule leaves ${days} days between runs, and a continuous backup of ${retentionDays} days would expire before the next; run it more often.`,
      );
    }
  }
  if (copyRetentionDays === undefined) return;
  within(`${where}.copyRetentionDays`, copyRetentionDays, least, 36_500, `days, the least being lock.minRetentionDays`);
  if (copies === undefined) {
    throw new Error(
      `${where}.copyRetentionDays is set, but there is no vault for copies; set copies, or leave it out.`,
    );
  }
}

function checkRestoreTest(where: string, { classes, restoreTest, prefix }: BackupArgs): void {
  parseSchedule(`${where}: restoreTest.schedule`, restoreTest?.schedule ?? "");
  within(`${where}: restoreTest.validationHours`, restoreTest?.validationHours ?? 4, 1, 168, "hours");
  const databases = Object.values(classes).flatMap(({ service, resourceArns }) =>
    service === "rds" ? resourceArns : [],
  );
  if (databases.length > 30) {
    throw new Error(`${where}: restoreTest would restore ${databases.length} databases; a selection takes 30 at most.`);
  }
  if (databases.length === 0) {
    throw new Error(`${where}: restoreTest has no database to restore; add a class of service "rds", or leave it out.`);
  }
  if ((restoreTest?.subnetIds.length ?? 0) < 2) {
    throw new Error(`${where}: restoreTest.subnetIds lists fewer than two subnets; ${prefix} needs two zones for RDS.`);
  }
}

function within(where: string, value: number, least: number, most: number, unit: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(`${where} is ${value}; allowed are ${least} to ${most} whole ${unit}.`);
}
