const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
/** RDS refuses shorter windows. */
const SHORTEST_MINUTES = 30;

/** Minutes since Monday 00:00 UTC, and a length; a window may run past the end of the week. */
interface Window {
  readonly start: number;
  readonly length: number;
}

const TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
const BACKUP = new RegExp(`^${TIME}-${TIME}$`);
const MAINTENANCE = new RegExp(`^(${DAYS.join("|")}):${TIME}-(${DAYS.join("|")}):${TIME}$`);

/**
 * Rejects windows that RDS would refuse: malformed, shorter than half an hour, or overlapping on any day of the week.
 *
 * @param where Component and name, for example `Database "main"`.
 */
export function checkWindows(where: string, backupWindow: string, maintenanceWindow: string): void {
  const backup = parseBackup(backupWindow);
  if (backup === undefined || backup.length < SHORTEST_MINUTES) {
    throw new Error(
      `${where}: backupWindow is "${backupWindow}"; allowed is hh:mm-hh:mm in UTC, at least ${SHORTEST_MINUTES} minutes long, ` +
        `for example "02:00-03:00".`,
    );
  }
  const maintenance = parseMaintenance(maintenanceWindow);
  if (maintenance === undefined || maintenance.length < SHORTEST_MINUTES || maintenance.length >= MINUTES_A_DAY) {
    throw new Error(
      `${where}: maintenanceWindow is "${maintenanceWindow}"; allowed is ddd:hh:mm-ddd:hh:mm in UTC and lower case, from ` +
        `${SHORTEST_MINUTES} minutes to a day long, for example "sun:03:30-sun:04:30".`,
    );
  }
  if (DAYS.some((_, day) => overlaps({ ...backup, start: backup.start + day * MINUTES_A_DAY }, maintenance))) {
    throw new Error(
      `${where}: backupWindow "${backupWindow}" and maintenanceWindow "${maintenanceWindow}" overlap, which RDS refuses; ` +
        `move one of them.`,
    );
  }
}

function parseBackup(text: string): Window | undefined {
  const match = BACKUP.exec(text);
  if (match === null) return undefined;
  const [start, end] = [minutes(match[1], match[2]), minutes(match[3], match[4])];
  return { start, length: (end - start + MINUTES_A_DAY) % MINUTES_A_DAY };
}

function parseMaintenance(text: string): Window | undefined {
  const match = MAINTENANCE.exec(text);
  if (match === null) return undefined;
  const start = minuteOfWeek(match[1], match[2], match[3]);
  return { start, length: (minuteOfWeek(match[4], match[5], match[6]) - start + MINUTES_A_WEEK) % MINUTES_A_WEEK };
}

function minuteOfWeek(day: string | undefined, hour: string | undefined, minute: string | undefined): number {
  return DAYS.findIndex((name) => name === day) * MINUTES_A_DAY + minutes(hour, minute);
}

function minutes(hour: string | undefined, minute: string | undefined): number {
  return Number(hour) * 60 + Number(minute);
}

/** Whether two windows meet in the week that repeats without end. */
function overlaps(one: Window, other: Window): boolean {
  const gap = (((other.start - one.start) % MINUTES_A_WEEK) + MINUTES_A_WEEK) % MINUTES_A_WEEK;
  return gap < one.length || MINUTES_A_WEEK - gap < other.length;
}
