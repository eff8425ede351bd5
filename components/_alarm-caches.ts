import { type Alarm, LASTING, PROMPT } from "./_alarm-table.ts";

/** A store that alarms watch. */
export interface WatchedStore {
  readonly replicationGroupId: string;
  /** Primary and replicas together. */
  readonly nodes: number;
}

export interface CacheThresholds {
  readonly cacheMemoryPercent: number;
}

/** ElastiCache's limit for a node, less a fifth. */
const CONNECTIONS = 52_000;

/** Alarms for each node: which one is the primary changes with every failover. */
export function cacheAlarms(
  stores: Readonly<{ state: WatchedStore; cache?: WatchedStore }>,
  thresholds: CacheThresholds,
): Alarm[] {
  return Object.entries(stores).flatMap(([store, { replicationGroupId, nodes }]) =>
    Array.from({ length: nodes }, (_, index) => String(index + 1).padStart(3, "0")).flatMap((number) =>
      nodeAlarms(store === "state", `${store}-${number}`, `${replicationGroupId}-${number}`, thresholds),
    ),
  );
}

function nodeAlarms(
  isState: boolean,
  label: string,
  cacheClusterId: string,
  { cacheMemoryPercent }: CacheThresholds,
): Alarm[] {
  const metric = (name: string, statistic: Alarm["metric"]["statistic"]): Alarm["metric"] => ({
    namespace: "AWS/ElastiCache",
    name,
    dimensions: { CacheClusterId: cacheClusterId },
    statistic,
  });
  const memory: Alarm = {
    key: `${label}-memory`,
    summary: `${cacheClusterId} uses more than ${cacheMemoryPercent} % of its memory; when it is full, it refuses writes.`,
    runbook: "cache-memory",
    page: true,
    metric: metric("DatabaseMemoryUsagePercentage", "Maximum"),
    when: ">",
    threshold: cacheMemoryPercent,
    ...PROMPT,
    missingData: "notBreaching",
  };
  const evictions: Alarm = {
    key: `${label}-evictions`,
    summary: `${cacheClusterId} drops keys, although nothing in it may be lost: its parameter group was changed.`,
    runbook: "cache-memory",
    page: true,
    metric: metric("Evictions", "Sum"),
    when: ">",
    threshold: 0,
    ...PROMPT,
    missingData: "notBreaching",
  };
  return [
    {
      key: `${label}-silent`,
      summary: `${cacheClusterId} has reported nothing for a quarter of an hour: the node is being replaced or gone.`,
      runbook: "cache-loss",
      page: isState,
      metric: metric("EngineCPUUtilization", "SampleCount"),
      when: "<",
      threshold: 1,
      ...LASTING,
      missingData: "breaching",
      warmUpMinutes: 60,
    },
    // The other store evicts by design and may be full.
    ...(isState ? [memory, evictions] : []),
    {
      key: `${label}-cpu`,
      summary: `${cacheClusterId} is more than 80 % busy; one thread runs every command.`,
      runbook: "cache-memory",
      page: false,
      metric: metric("EngineCPUUtilization", "Average"),
      when: ">",
      threshold: 80,
      ...LASTING,
      missingData: "notBreaching",
    },
    {
      key: `${label}-connections`,
      summary: `${cacheClusterId} has more than ${CONNECTIONS} connections of the 65000 that a node takes.`,
      runbook: "cache-access",
      page: false,
      metric: metric("CurrConnections", "Maximum"),
      when: ">",
      threshold: CONNECTIONS,
      ...PROMPT,
      missingData: "notBreaching",
    },
    {
      key: `${label}-authentication`,
      summary: `More than 10 logins to ${cacheClusterId} failed in five minutes: a wrong password, or somebody guesses.`,
      runbook: "cache-access",
      page: false,
      metric: metric("AuthenticationFailures", "Sum"),
      when: ">",
      threshold: 10,
      ...PROMPT,
      missingData: "notBreaching",
    },
    {
      key: `${label}-lag`,
      summary: `${cacheClusterId} is more than 10 seconds behind its primary; a failover now would lose them.`,
      runbook: "cache-loss",
      page: false,
      metric: metric("ReplicationLag", "Maximum"),
      when: ">",
      threshold: 10,
      ...LASTING,
      // Only replicas report it.
      missingData: "notBreaching",
    },
  ];
}
