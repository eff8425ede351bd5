import { describe, expect, test } from "vitest";
import { awsCron, longestGapMinutes, parseSchedule, windowMet } from "../../components/_backup-schedule.ts";

const parse = (text: string) => parseSchedule("schedule", text);

describe("schedules", () => {
  test.each([
    ["0 5 * * *", "cron(0 5 * * ? *)"],
    ["30 */6 * * *", "cron(30 0,6,12,18 * * ? *)"],
    ["0 * * * *", "cron(0 * * * ? *)"],
    ["0 5 1 * *", "cron(0 5 1 * ? *)"],
    ["0 5 1,15 1-3 *", "cron(0 5 1,15 1,2,3 ? *)"],
    // Cron counts Sunday as 0 or 7, AWS as 1.
    ["0 5 * * 0", "cron(0 5 ? * SUN *)"],
    ["0 5 * * 7", "cron(0 5 ? * SUN *)"],
    ["0 5 * * 1-5", "cron(0 5 ? * MON,TUE,WED,THU,FRI *)"],
    ["0 5 * * 0-7", "cron(0 5 * * ? *)"],
  ])("writes %s as AWS does", (text, expected) => {
    expect(awsCron(parse(text))).toBe(expected);
  });

  test.each([
    ["0 5 * *", "has 4 fields"],
    ["60 5 * * *", "no valid minute (0 to 59)"],
    ["0 24 * * *", "no valid hour"],
    ["0 5 0 * *", "no valid day of the month"],
    ["0 5 * 13 *", "no valid month"],
    ["0 5 * * 8", "no valid day of the week"],
    ["0 5-3 * * *", "no valid hour"],
    ["0 */0 * * *", "no valid hour"],
    ["0,30 5 * * *", "more than once an hour"],
    ["* 5 * * *", "more than once an hour"],
    ["0 5 1 * 1", "both the day of the month and the day of the week"],
    ["0 5 30 2 *", "never fires"],
  ])("refuses %s", (text, problem) => {
    expect(() => parse(text)).toThrow(problem);
    expect(() => parse(text)).toThrow(/^schedule is "/);
  });

  test.each([
    ["0 5 * * *", 1_440],
    ["0 * * * *", 60],
    ["0 0,6 * * *", 1_080],
    ["0 5 * * 1-5", 3 * 1_440],
    ["0 5 1 * *", 31 * 1_440],
    ["0 5 31 * *", 61 * 1_440],
    ["0 5 * * 0", 7 * 1_440],
    ["0 5 29 2 *", 1_461 * 1_440],
  ])("measures the longest gap of %s", (text, minutes) => {
    expect(longestGapMinutes(parse(text))).toBe(minutes);
  });
});

describe("windows of the database", () => {
  const windows = { backupWindow: "02:00-03:00", maintenanceWindow: "sun:03:30-sun:04:30" };
  test.each([
    ["0 5 * * *", 60, undefined],
    // The start window reaches into the window, not the schedule alone.
    ["30 1 * * *", 60, "backupWindow"],
    ["0 1 * * *", 60, undefined],
    ["0 2 * * *", 60, "backupWindow"],
    ["0 3 * * *", 60, "maintenanceWindow"],
    ["0 3 * * 1-6", 60, undefined],
    ["30 4 * * 0", 60, undefined],
    ["0 4 * * 0", 60, "maintenanceWindow"],
  ])("%s within %i minutes meets %s", (text, startWindow, expected) => {
    expect(windowMet(parse(text), startWindow, windows)).toBe(expected);
  });

  test("counts the hour before maintenance, over the end of the week and of the day", () => {
    const late = { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:45-mon:01:15" };
    expect(windowMet(parse("0 0 * * *"), 60, late)).toBe("backupWindow");
    expect(windowMet(parse("45 22 * * 0"), 60, { ...late, backupWindow: "12:00-12:30" })).toBeUndefined();
    expect(windowMet(parse("46 22 * * 0"), 60, { ...late, backupWindow: "12:00-12:30" })).toBe("maintenanceWindow");
  });
});
