import { protectionOf } from "../../../components/_backup-checks.ts";
import { recoveryStatements } from "../../../components/_backup-promises.ts";
import {
  type Schedule,
  longestGapMinutes,
  parseSchedule,
  scheduleField,
  windowMet,
} from "../../../components/_backup-schedule.ts";
import type { PathKey } from "../../../policies/pointer.ts";
import type { Finding } from "../../settings-errors.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";

/** The fields of a CronJob's schedule. Kubernetes counts the days of the week from 0 and refuses 7. */
const FIELDS: readonly [name: string, least: number, most: number][] = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day of the month", 1, 31],
  ["month", 1, 12],
  ["day of the week", 0, 6],
];
/** Days of each month in a leap year. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How long after its time AWS Backup may start. */
const START_WINDOW_MINUTES = 60;

/** What the pattern of a schedule lets through and AWS Backup or Kubernetes refuses, or never starts. */
export const scheduleRules: readonly SettingsRule[] = [
  rule(["workloads"], (settings) =>
    Object.entries(settings.workloads).flatMap(([name, workload]) => {
      if (workload.kind !== "cron") return [];
      const wrong = cronRefusal(workload.schedule);
      return wrong === undefined ? [] : [finding(settings, ["workloads", name, "schedule"], ...wrong)];
    }),
  ),
  rule(["backup"], (settings) => {
    const { classes, restoreTest } = settings.backup;
    return [
      ...Object.entries(classes).flatMap(([name, { schedule }]) =>
        backupRefusal(settings, ["backup", "classes", name, "schedule"], schedule),
      ),
      ...backupRefusal(settings, ["backup", "restoreTest", "schedule"], restoreTest.schedule),
    ];
  }),
  rule(["backup", "database", "documentStore"], (settings) => {
    const path = ["backup", "classes", "database", "schedule"];
    const text = settings.backup.classes.database.schedule;
    const schedule = parsed(text);
    if (schedule === undefined) return [];
    return (["database", "documentStore"] as const).flatMap((section) => {
      const windows = settings[section];
      const met = windows && windowMet(schedule, START_WINDOW_MINUTES, windows);
      if (windows === undefined || met === undefined) return [];
      return [
        finding(
          settings,
          path,
          `may start in ${section}.${met}, ${windows[met]}${met === "maintenanceWindow" ? ", or the hour before it" : ""}`,
          `a time at least ${START_WINDOW_MINUTES} minutes before it, or after it: no snapshot is taken meanwhile`,
        ),
      ];
    });
  }),
  rule(["backup", "database", "documentStore"], (settings) => {
    const { backup, database, documentStore } = settings;
    const { schedule, retentionDays, copyRetentionDays } = backup.classes.database;
    const windows = database ?? documentStore;
    if (windows === undefined || copyRetentionDays === undefined) return [];
    if (parsed(schedule) === undefined) return [];
    const copied = { retentionDays, copyRetentionDays, pointInTimeRecovery: true, windows };
    const protection = protectionOf("", { service: "rds", resourceArns: [], schedule, ...copied });
    const [, { lossMinutes }] = recoveryStatements(protection);
    if (lossMinutes <= backup.regionLossPointMinutes) return [];
    const problem = `promises less than the ${lossMinutes} minutes that can be lost between two copies`;
    const allowed = `at least ${lossMinutes}, or backup.classes.database.schedule more often`;
    return [finding(settings, ["backup", "regionLossPointMinutes"], problem, allowed)];
  }),
  rule(["backup", "media"], (settings) => {
    const { schedule, retentionDays } = settings.backup.classes.media;
    const path = ["backup", "classes", "media", "retentionDays"];
    const times = parsed(schedule);
    if (settings.media === undefined || times === undefined) return [];
    const days = longestGapMinutes(times) / MINUTES_A_DAY;
    if (retentionDays > days) return [];
    const problem = `ends before the next backup, up to ${days} days later`;
    return [finding(settings, path, problem, `more than ${days}, or backup.classes.media.schedule more often`)];
  }),
];

const MINUTES_A_DAY = 1_440;

function cronRefusal(schedule: string): readonly [problem: string, allowed: string] | undefined {
  const fields = schedule.split(" ");
  const read = FIELDS.map(([, least, most], index) => scheduleField(fields[index] ?? "", least, most));
  const wrong = FIELDS.find((_, index) => read[index] === undefined);
  if (wrong !== undefined) {
    const [name, least, most] = wrong;
    const weekDay = most === 6 ? ", 0 for Sunday" : "";
    return [`has no valid ${name}`, `${least} to ${most}${weekDay}: *, numbers, ranges such as 1-5, steps such as */2`];
  }
  const [, , days = [], months = []] = read as number[][];
  // With a day of the week beside it, either of the two suffices.
  if (fields[4] !== "*" || months.some((month) => days.some((day) => day <= (LONGEST[month - 1] ?? 0))))
    return undefined;
  return ["names a day that no such month has, so that it never starts", "a day that the month has"];
}

/** The times of a schedule, if it is one: what is refused has an error of its own. */
function parsed(schedule: string): Schedule | undefined {
  try {
    return parseSchedule("", schedule);
  } catch {
    return undefined;
  }
}

/** The component's own verdict, without the part that the error says anyway. */
function backupRefusal(settings: object, path: readonly PathKey[], schedule: string): Finding[] {
  try {
    parseSchedule("", schedule);
    return [];
  } catch (error) {
    const [, problem = "is refused"] = /, which (.*); give/.exec((error as Error).message) ?? [];
    return [
      finding(settings, path, problem, 'five fields in UTC such as "0 5 * * *", at most hourly, with one kind of day'),
    ];
  }
}
