const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** A span of minutes in the week that repeats without end. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/** Minutes of a daily window such as "23:30-00:30", which may pass midnight. */
export function dailyMinutes(window: string): number {
  return daily(window).length;
}

/** Minutes of a weekly window such as "sun:23:30-mon:00:30". */
export function weeklyMinutes(window: string): number {
  return weekly(window).length;
}

/** Whether a daily window meets a weekly one on any day. */
export function windowsMeet(everyDay: string, everyWeek: string): boolean {
  const maintenance = weekly(everyWeek);
  const { start, length } = daily(everyDay);
  return DAYS.some((_, day) => overlap({ start: start + day * DAY, length }, maintenance));
}

function daily(window: string): Span {
  const [from = "", to = ""] = window.split("-");
  return span(minutes(from), minutes(to), DAY);
}

function weekly(window: string): Span {
  const [from = "", to = ""] = window.split("-");
  return span(inWeek(from), inWeek(to), WEEK);
}

function span(start: number, end: number, cycle: number): Span {
  return { start, length: (end - start + cycle) % cycle };
}

function inWeek(text: string): number {
  return DAYS.indexOf(text.slice(0, 3)) * DAY + minutes(text.slice(4));
}

function minutes(time: string): number {
  const [hour, minute] = time.split(":");
  return Number(hour) * 60 + Number(minute);
}

function overlap(one: Span, other: Span): boolean {
  const gap = (((other.start - one.start) % WEEK) + WEEK) % WEEK;
  return gap < one.length || WEEK - gap < other.length;
}
