/** Times in UTC at which a five-field cron schedule fires. */
export interface Schedule {
  readonly minute: number;
  readonly hours: readonly number[];
  /** Undefined where every day of the month counts. */
  readonly monthDays: readonly number[] | undefined;
  readonly months: readonly number[];
  /** 0 is Sunday. Undefined where every day of the week counts. */
  readonly weekDays: readonly number[] | undefined;
}

const MINUTES_A_DAY = 24 * 60;
const WEEK = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;
/** Dates and days of the week repeat after 28 years. The first day is a Monday. */
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 7 * (4 * 365 + 1);

/**
 * Reads a five-field cron schedule (minute, hour, day of month, month, day of week with 0 or 7 for Sunday).
 *
 * @param where Component, name and argument, for the message.
 * @throws If it is malformed, never fires, fires more than once an hour (AWS Backup goes no further), or restricts
 * both the day of the month and the day of the week, which the schedules of AWS cannot say.
 */
export function parseSchedule(where: string, text: string): Schedule {
  const fail = (problem: string): never => {
    throw new Error(`${where} is "${text}", which ${problem}; give five fields in UTC such as "0 5 * * *".`);
  };
  const fields = text.split(" ");
  if (fields.length !== 5) fail(`has ${fields.length} fields`);
  const read = (index: number, name: string, least: number, most: number): readonly number[] =>
    scheduleField(fields[index] ?? "", least, most) ?? fail(`has no valid ${name} (${least} to ${most})`);

  const minutes = read(0, "minute", 0, 59);
  const hours = read(1, "hour", 0, 23);
  const monthDays = read(2, "day of the month", 1, 31);
  const months = read(3, "month", 1, 12);
  const weekDays = [...new Set(read(4, "day of the week", 0, 7).map((day) => day % 7))].toSorted((a, b) => a - b);
  const [minute] = minutes;
  if (minute === undefined || minutes.length > 1) return fail("fires more than once an hour");
  if (monthDays.length < 31 && weekDays.length < 7) fail("restricts both the day of the month and the day of the week");
  const schedule: Schedule = {
    minute,
    hours,
    monthDays: monthDays.length < 31 ? monthDays : undefined,
    months,
    weekDays: weekDays.length < 7 ? weekDays : undefined,
  };
  if (runs(schedule).length === 0) fail("never fires");
  return schedule;
}

/**
 * The schedule as AWS Backup writes it: six fields, `?` for the day that does not count, and days of the week by name,
 * because AWS numbers them from 1 and cron from 0.
 */
export function awsCron({ minute, hours, monthDays, months, weekDays }: Schedule): string {
  const monthDay = weekDays === undefined ? (monthDays?.join(",") ?? "*") : "?";
  const weekDay = weekDays === undefined ? "?" : weekDays.map((day) => WEEK[day]).join(",");
  return `cron(${minute} ${listed(hours, 24)} ${monthDay} ${listed(months, 12)} ${weekDay} *)`;
}

function listed(values: readonly number[], all: number): string {
  return values.length === all ? "*" : values.join(",");
}

/** Longest time between two runs. */
export function longestGapMinutes(schedule: Schedule): number {
  const all = runs(schedule);
  const [first = 0] = all;
  let longest = 0;
  for (const [index, time] of all.entries()) {
    const next = all[index + 1] ?? first + period(schedule).length * MINUTES_A_DAY;
    longest = Math.max(longest, next - time);
  }
  return longest;
}

/** The windows of a database that a snapshot must not meet, as RDS writes them. */
export interface DatabaseWindows {
  /** Daily, for example `02:00-03:00`. */
  readonly backupWindow: string;
  /** Weekly, for example `sun:03:30-sun:04:30`. */
  readonly maintenanceWindow: string;
}

/** AWS Backup starts no snapshot of a database this long before its maintenance, nor during it. */
const BEFORE_MAINTENANCE_MINUTES = 60;

/** The window that a run of the schedule may meet, if there is one. */
export function windowMet(
  schedule: Schedule,
  startWindowMinutes: number,
  { backupWindow, maintenanceWindow }: DatabaseWindows,
): "backupWindow" | "maintenanceWindow" | undefined {
  const daily = dailyWindow(backupWindow);
  const weekly = weeklyWindow(maintenanceWindow);
  for (const run of runs(schedule)) {
    if (meets(run, startWindowMinutes, daily, MINUTES_A_DAY)) return "backupWindow";
    if (meets(run, startWindowMinutes, weekly, 7 * MINUTES_A_DAY)) return "maintenanceWindow";
  }
  return undefined;
}

/** Every run of a period, in minutes since its start. */
function runs(schedule: Schedule): number[] {
  const { minute, hours, monthDays, months, weekDays } = schedule;
  const all: number[] = [];
  for (const [day, { month, monthDay, weekDay }] of period(schedule).entries()) {
    if (!months.includes(month)) continue;
    if (monthDays?.includes(monthDay) === false) continue;
    if (weekDays?.includes(weekDay) === false) continue;
    for (const hour of hours) all.push(day * MINUTES_A_DAY + hour * 60 + minute);
  }
  return all;
}

interface Day {
  readonly month: number;
  readonly monthDay: number;
  readonly weekDay: number;
}

/** Days after which the schedule repeats: a week where no date counts. */
function period({ monthDays, months }: Schedule): readonly Day[] {
  return monthDays === undefined && months.length === 12 ? WEEK_DAYS : calendar();
}

const dayAt = (day: number): Day => {
  const date = new Date(FIRST_DAY + day * MINUTES_A_DAY * 60_000);
  return { month: date.getUTCMonth() + 1, monthDay: date.getUTCDate(), weekDay: date.getUTCDay() };
};
const WEEK_DAYS = Array.from({ length: 7 }, (_, day) => dayAt(day));

let days: readonly Day[] | undefined;

/** The 28 years day by day. Made once, where a schedule of dates asks for them. */
function calendar(): readonly Day[] {
  days ??= Array.from({ length: DAYS }, (_, day) => dayAt(day));
  return days;
}

/** The values of one field in order, or undefined if it is malformed or leaves its range. */
export function scheduleField(field: string, least: number, most: number): number[] | undefined {
  const found = new Set<number>();
  for (const item of field.split(",")) {
    const match = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item);
    if (match === null) return undefined;
    const step = Number(match[4] ?? 1);
    const from = match[2] === undefined ? least : Number(match[2]);
    // As in cron, a step without an end runs to the end of the range.
    const open = match[2] === undefined || (match[3] === undefined && match[4] !== undefined);
    const to = open ? most : Number(match[3] ?? from);
    if (step === 0 || from < least || to > most || from > to) return undefined;
    for (let value = from; value <= to; value += step) found.add(value);
  }
  return [...found].toSorted((a, b) => a - b);
}

interface Window {
  readonly start: number;
  readonly length: number;
}

function dailyWindow(text: string): Window {
  const [start = 0, end = 0] = text.split("-").map(minuteOfDay);
  return { start, length: modulo(end - start, MINUTES_A_DAY) };
}

/** The maintenance and the time before it, in minutes since Monday 00:00. */
function weeklyWindow(text: string): Window {
  const [start = 0, end = 0] = text.split("-").map((moment) => {
    const day = WEEK.findIndex((name) => name.toLowerCase() === moment.slice(0, 3));
    return modulo(day - 1, 7) * MINUTES_A_DAY + minuteOfDay(moment.slice(4));
  });
  const week = 7 * MINUTES_A_DAY;
  return {
    start: modulo(start - BEFORE_MAINTENANCE_MINUTES, week),
    length: modulo(end - start, week) + BEFORE_MAINTENANCE_MINUTES,
  };
}

function minuteOfDay(text: string): number {
  const [hour, minute] = text.split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

function meets(run: number, length: number, window: Window, period: number): boolean {
  const after = modulo(window.start - run, period);
  return after < length || period - after < window.length;
}

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}
