import type * as pulumi from "@pulumi/pulumi";
import { type Alarm, type EventAlarm, LASTING, PROMPT } from "./_alarm-table.ts";
import { instanceClassMemoryGib, instanceClassVcpus } from "./_rds-classes.ts";

/** A database that alarms watch. */
export interface WatchedDatabase {
  readonly identifier: pulumi.Input<string>;
  readonly instanceArn: pulumi.Input<string>;
  readonly instanceClass: string;
  /** First size of the storage. It only grows, so a share of it is a share of the least there is. */
  readonly allocatedStorageGib: number;
  readonly maxConnections: number;
}

export interface DatabaseThresholds {
  readonly databaseCpuPercent: number;
  readonly databaseFreeStoragePercent: number;
}

const GIB = 1024 ** 3;

export function databaseAlarms(database: WatchedDatabase, thresholds: DatabaseThresholds): Alarm[] {
  const metric = (name: string, statistic: Alarm["metric"]["statistic"]): Alarm["metric"] => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBInstanceIdentifier: database.identifier },
    statistic,
  });
  const memoryGib = instanceClassMemoryGib(database.instanceClass);
  const vcpus = instanceClassVcpus(database.instanceClass);
  const { databaseCpuPercent, databaseFreeStoragePercent } = thresholds;
  return [
    {
      key: "database-silent",
      summary: "The database has reported nothing for a quarter of an hour: it is stopped, failing over or gone.",
      runbook: "database-failover",
      page: true,
      metric: metric("CPUUtilization", "SampleCount"),
      when: "<",
      threshold: 1,
      ...LASTING,
      missingData: "breaching",
      warmUpMinutes: 60,
    },
    {
      key: "database-cpu",
      summary: `The database's processor is more than ${databaseCpuPercent} % busy.`,
      runbook: "database-load",
      page: false,
      metric: metric("CPUUtilization", "Average"),
      when: ">",
      threshold: databaseCpuPercent,
      ...LASTING,
      missingData: "notBreaching",
    },
    ...(vcpus === undefined
      ? []
      : [
          {
            key: "database-sessions",
            // Sessions that wait for a lock leave processor and storage idle.
            summary: `More than ${vcpus} sessions of the database run or wait at once, one for each processor: some wait for others.`,
            runbook: "database-load",
            page: false,
            metric: metric("DBLoad", "Average"),
            when: ">",
            threshold: vcpus,
            ...LASTING,
            missingData: "notBreaching",
          } satisfies Alarm,
        ]),
    {
      key: "database-storage",
      summary: `Less than ${databaseFreeStoragePercent} % of the database's first storage is free; when it is full, the database stops.`,
      runbook: "database-storage",
      page: true,
      metric: metric("FreeStorageSpace", "Minimum"),
      when: "<",
      threshold: Math.round((database.allocatedStorageGib * GIB * databaseFreeStoragePercent) / 100),
      ...PROMPT,
      missingData: "notBreaching",
    },
    ...(memoryGib === undefined
      ? []
      : [
          {
            key: "database-memory",
            summary:
              "Less than a twentieth of the database's memory can be freed; the next step is the kernel's killer.",
            runbook: "database-load",
            page: false,
            metric: metric("FreeableMemory", "Minimum"),
            when: "<",
            threshold: Math.round((memoryGib * GIB) / 20),
            ...LASTING,
            missingData: "notBreaching",
          } satisfies Alarm,
        ]),
    {
      key: "database-connections",
      summary: "More than nine tenths of the database's connections are taken; soon it refuses new ones.",
      runbook: "database-connections",
      page: true,
      metric: metric("DatabaseConnections", "Maximum"),
      when: ">",
      threshold: Math.floor(database.maxConnections * 0.9),
      ...PROMPT,
      missingData: "notBreaching",
    },
    {
      key: "database-read-latency",
      summary: "Reads from the database's storage take more than 25 ms; gp3 promises single-digit milliseconds.",
      runbook: "database-load",
      page: false,
      metric: metric("ReadLatency", "Average"),
      when: ">",
      threshold: 0.025,
      ...LASTING,
      missingData: "notBreaching",
    },
    {
      key: "database-queue",
      summary: "More than 64 requests wait for the database's storage, which has reached its IOPS or throughput.",
      runbook: "database-load",
      page: false,
      metric: metric("DiskQueueDepth", "Average"),
      when: ">",
      threshold: 64,
      ...LASTING,
      missingData: "notBreaching",
    },
    {
      key: "database-wraparound",
      // Autovacuum acts at 200 million, and Postgres refuses writes near 2,147 million.
      summary:
        "A thousand million transaction ids are in use, far above where autovacuum should act; near twice that writes stop.",
      runbook: "database-wraparound",
      page: true,
      metric: metric("MaximumUsedTransactionIDs", "Maximum"),
      when: ">",
      threshold: 1_000_000_000,
      ...PROMPT,
      missingData: "notBreaching",
    },
  ];
}

export function databaseEvents({ instanceArn }: WatchedDatabase): EventAlarm[] {
  return [
    {
      key: "database-event",
      summary:
        "RDS reports a failover, a failure, a recovery, low storage, or that the database was stopped or deleted.",
      runbook: "database-failover",
      pattern: {
        source: ["aws.rds"],
        "detail-type": ["RDS DB Instance Event"],
        detail: {
          SourceArn: [instanceArn],
          EventCategories: ["availability", "deletion", "failover", "failure", "low storage", "recovery"],
        },
      },
    },
  ];
}
