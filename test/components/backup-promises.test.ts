import { describe, expect, test } from "vitest";
import { type Protection, brokenPromises, recoveryStatements } from "../../components/_backup-promises.ts";

const daily: Protection = {
  intervalMinutes: 1_440,
  startWindowMinutes: 60,
  transferMinutes: 180,
  pointInTime: "rds",
  copied: true,
};

describe("what is lost at most", () => {
  test.each([
    [daily, "point-in-time recovery", 5, "copy", 1_680],
    [{ ...daily, pointInTime: "s3" } as const, "point-in-time recovery", 15, "copy", 1_680],
    [{ ...daily, pointInTime: undefined }, "snapshot", 1_680, "copy", 1_680],
    [{ ...daily, intervalMinutes: 60, pointInTime: undefined }, "snapshot", 300, "copy", 300],
    [{ ...daily, copied: false }, "point-in-time recovery", 5, "nothing", Infinity],
  ])("follows from the protection (%#)", (protection, by, loss, regionBy, regionLoss) => {
    expect(recoveryStatements(protection)).toEqual([
      { failure: "in-region", by, lossMinutes: loss },
      { failure: "region-loss", by: regionBy, lossMinutes: regionLoss },
    ]);
  });
});

describe("promises", () => {
  test("hold at the very minute", () => {
    expect(brokenPromises(daily, { recoveryPointMinutes: 5, regionLossPointMinutes: 1_680 })).toEqual([]);
    expect(brokenPromises({ ...daily, copied: false }, {})).toEqual([]);
  });

  test("that are not kept say what would keep them", () => {
    expect(brokenPromises(daily, { recoveryPointMinutes: 4, regionLossPointMinutes: 1_679 })).toEqual([
      "recoveryPointMinutes promises 4 minutes, but up to 5 can be lost (the reach of point-in-time recovery); promise that or back up more often.",
      "regionLossPointMinutes promises 1679 minutes, but up to 1680 can be lost (1440 between backups + 60 to start + 180 to finish); promise that or back up more often.",
    ]);
    expect(brokenPromises({ ...daily, copied: false }, { regionLossPointMinutes: 10_080 })).toEqual([
      "regionLossPointMinutes promises 10080 minutes, but nothing leaves the region; set copyRetentionDays.",
    ]);
  });
});
