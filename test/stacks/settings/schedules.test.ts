import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

function nightly(schedule: string): unknown {
  const resources = { cpuRequest: "100m", cpuLimit: "1", memory: "256Mi" };
  return { workloads: { nightly: { kind: "cron", schedule, resources } } };
}

const FORMS = "*, numbers, ranges such as 1-5, steps such as */2";

describe("Schedules", () => {
  test.each(["30 1 * * *", "*/5 0-6,22 * * 1-5", "0 3 29 2 *", "0 3 30 2 1"])("take %s", (schedule) => {
    expect(refusal(nightly(schedule))).toBe("no error");
  });

  test.each([
    ["61 1 * * *", "minute", `0 to 59: ${FORMS}`],
    ["1 24 * * *", "hour", `0 to 23: ${FORMS}`],
    ["*/0 * * * *", "minute", `0 to 59: ${FORMS}`],
    ["1 1 * * 7", "day of the week", `0 to 6, 0 for Sunday: ${FORMS}`],
  ])("refuse %s, which Kubernetes would not take", (schedule, field, allowed) => {
    expect(refusal(nightly(schedule))).toBe(
      message(block(`workloads.nightly.schedule has no valid ${field}`, JSON.stringify(schedule), allowed)),
    );
  });

  test("refuse a day that never comes", () => {
    expect(refusal(nightly("0 2 30 2 *"))).toContain(
      "workloads.nightly.schedule names a day that no such month has, so that it never starts",
    );
  });

  test("refuse backups that AWS could not write down", () => {
    expect(refusal({ backup: { restoreTest: { schedule: "*/5 5 1 * *" } } })).toBe(
      message(
        block(
          "backup.restoreTest.schedule fires more than once an hour",
          '"*/5 5 1 * *"',
          'five fields in UTC such as "0 5 * * *", at most hourly, with one kind of day',
        ),
      ),
    );
    expect(refusal({ backup: { classes: { database: { schedule: "0 25 * * *" } } } })).toContain(
      "backup.classes.database.schedule has no valid hour (0 to 23)",
    );
  });

  test("refuse a backup that meets the database's windows", () => {
    expect(refusal({ backup: { classes: { database: { schedule: "30 1 * * *" } } } })).toBe(
      message(
        block(
          "backup.classes.database.schedule may start in database.backupWindow, 02:00-03:00",
          '"30 1 * * *"',
          "a time at least 60 minutes before it, or after it: no snapshot is taken meanwhile",
        ),
      ),
    );
  });

  test("refuse a promise that the copies do not keep", () => {
    expect(refusal({ backup: { regionLossPointMinutes: 60 } })).toBe(
      message(
        block(
          "backup.regionLossPointMinutes promises less than the 1680 minutes that can be lost between two copies",
          "60",
          "at least 1680, or backup.classes.database.schedule more often",
        ),
      ),
    );
    expect(
      refusal({ backup: { regionLossPointMinutes: 600, classes: { database: { schedule: "0 5-23/6 * * *" } } } }),
    ).toBe("no error");
  });

  test("refuse media that are not kept until they are backed up again", () => {
    const media = { schedule: "0 5 1 * *", retentionDays: 30 };
    expect(refusal({ backup: { classes: { media } } })).toContain(
      "backup.classes.media.retentionDays ends before the next backup, up to 31 days later",
    );
    expect(refusal({ backup: { classes: { media: { ...media, retentionDays: 32 } } } })).toBe("no error");
  });
});
