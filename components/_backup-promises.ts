/** How a class of data is protected, as far as the promises depend on it. */
export interface Protection {
  /** Longest time between two backups. */
  readonly intervalMinutes: number;
  /** Time in which a due backup may start. */
  readonly startWindowMinutes: number;
  /** Time allowed for a backup and its copy, from start to end. */
  readonly transferMinutes: number;
  /** What recovers to any moment, if something does. */
  readonly pointInTime: "rds" | "s3" | undefined;
  /** Whether each backup is copied to another region. */
  readonly copied: boolean;
}

/** What is lost at most, in minutes of work, and what brings the rest back. */
export interface RecoveryStatement {
  /** `in-region`: data deleted or destroyed while the region works. `region-loss`: the region is gone with all in it. */
  readonly failure: "in-region" | "region-loss";
  readonly by: "point-in-time recovery" | "snapshot" | "copy" | "nothing";
  /** `Infinity` where nothing brings the data back. */
  readonly lossMinutes: number;
}

/**
 * Age of the newest moment that point-in-time recovery reaches, at most: RDS uploads its log every five minutes. For
 * buckets AWS gives no bound; a quarter of an hour is an allowance.
 */
const POINT_IN_TIME_MINUTES = { rds: 5, s3: 15 } as const;

/** What the protection holds, derived from the schedule and never from what was promised. */
export function recoveryStatements(protection: Protection): readonly [RecoveryStatement, RecoveryStatement] {
  const { intervalMinutes, startWindowMinutes, transferMinutes, pointInTime, copied } = protection;
  // In the worst case the loss comes when a late and slow backup is all but done: then the one before counts.
  const bySchedule = intervalMinutes + startWindowMinutes + transferMinutes;
  return [
    pointInTime === undefined
      ? { failure: "in-region", by: "snapshot", lossMinutes: bySchedule }
      : {
          failure: "in-region",
          by: "point-in-time recovery",
          lossMinutes: POINT_IN_TIME_MINUTES[pointInTime],
        },
    copied
      ? { failure: "region-loss", by: "copy", lossMinutes: bySchedule }
      : { failure: "region-loss", by: "nothing", lossMinutes: Infinity },
  ];
}

/** What was promised; a failure without a promise is not checked. */
export interface RecoveryPromises {
  /** Most data lost while the region works, in minutes. @default no promise */
  readonly recoveryPointMinutes?: number;
  /** Most data lost with the region, in minutes. @default no promise */
  readonly regionLossPointMinutes?: number;
}

/** The promises that the protection does not keep, each as a sentence that says what would keep it. */
export function brokenPromises(protection: Protection, promises: RecoveryPromises): readonly string[] {
  const promised = {
    "in-region": { argument: "recoveryPointMinutes", minutes: promises.recoveryPointMinutes },
    "region-loss": { argument: "regionLossPointMinutes", minutes: promises.regionLossPointMinutes },
  };
  return recoveryStatements(protection).flatMap(({ failure, by, lossMinutes }) => {
    const { argument, minutes } = promised[failure];
    if (minutes === undefined || lossMinutes <= minutes) return [];
    if (by === "nothing") {
      return [`${argument} promises ${minutes} minutes, but nothing leaves the region; set copyRetentionDays.`];
    }
    const { intervalMinutes, startWindowMinutes, transferMinutes } = protection;
    const sum =
      by === "point-in-time recovery"
        ? "the reach of point-in-time recovery"
        : `${intervalMinutes} between backups + ${startWindowMinutes} to start + ${transferMinutes} to finish`;
    return [
      `${argument} promises ${minutes} minutes, but up to ${lossMinutes} can be lost (${sum}); promise that or back up more often.`,
    ];
  });
}
