import type * as pulumi from "@pulumi/pulumi";

/** Runbooks that alarms link to; each is `docs/runbooks/<name>.md`. */
export const ALARM_RUNBOOKS = [
  "backup-failed",
  "cache-access",
  "cache-loss",
  "cache-memory",
  "certificate-expiry",
  "cluster-control-plane",
  "database-connections",
  "database-failover",
  "database-load",
  "database-storage",
  "database-wraparound",
  "log-shipping",
  "nat-ports",
  "operator-session",
  "paging",
  "secret-rotation-failed",
  "unschedulable-pods",
] as const;
type AlarmRunbook = (typeof ALARM_RUNBOOKS)[number];

/** One alarm on one metric. */
export interface Alarm {
  /** Unique among the alarms of a region; ends the names of the child and of the alarm in AWS. */
  readonly key: string;
  /** What is the matter, as a sentence for whoever is woken. */
  readonly summary: string;
  /** Name of a file in `docs/runbooks`, without `.md`. */
  readonly runbook: AlarmRunbook | (string & {});
  /** Whether somebody is woken, through the composite alarm. */
  readonly page: boolean;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
    /** `p99`: what one answer in a hundred exceeds. */
    readonly statistic: "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | "p99";
  };
  readonly when: ">" | ">=" | "<" | "<=";
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly periods: number;
  /**
   * `breaching` for heartbeats: what stopped reporting is broken. `notBreaching` for counts of bad events, which AWS
   * publishes only when there are some, and for measures whose heartbeat is another alarm.
   */
  readonly missingData: "breaching" | "notBreaching";
  /** Time after its creation in which the alarm keeps quiet, since the metric has yet to start. @default none */
  readonly warmUpMinutes?: number;
}

/** Events on the default bus that are told without a metric. */
export interface EventAlarm {
  readonly key: string;
  readonly summary: string;
  readonly runbook: AlarmRunbook | (string & {});
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** Reported once a day at most: two empty days in a row, so that the hour of the report does not matter. */
export const DAILY = { periodSeconds: 86_400, periods: 2, warmUpMinutes: 2_880 } as const;
/** A quarter of an hour, for what is bad only if it stays. */
export const LASTING = { periodSeconds: 300, periods: 3 } as const;
/** Five minutes, for what is bad at once. */
export const PROMPT = { periodSeconds: 300, periods: 1 } as const;
