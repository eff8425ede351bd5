import type * as pulumi from "@pulumi/pulumi";
import { type Alarm, LASTING, PROMPT } from "./_alarm-table.ts";
import { instanceClassMemoryGib } from "./_rds-classes.ts";

/** A document store that alarms watch. */
export interface WatchedDocuments {
  readonly identifier: pulumi.Input<string>;
  readonly instanceIdentifiers: readonly pulumi.Input<string>[];
  readonly instanceClass: string;
}

const GIB = 1024 ** 3;

/** The storage grows by itself: what runs out is processor, memory and the scratch disk of an instance. */
export function documentAlarms(documents: WatchedDocuments, cpuPercent: number): Alarm[] {
  const { identifier, instanceIdentifiers, instanceClass } = documents;
  const ofCluster = (name: string, statistic: Alarm["metric"]["statistic"]): Alarm["metric"] => ({
    namespace: "AWS/DocDB",
    name,
    dimensions: { DBClusterIdentifier: identifier },
    statistic,
  });
  const memoryGib = instanceClassMemoryGib(instanceClass);
  return [
    {
      key: "documents-silent",
      summary: "The document store has reported nothing for a quarter of an hour: it is stopped, failing over or gone.",
      runbook: "database-failover",
      page: true,
      metric: ofCluster("CPUUtilization", "SampleCount"),
      when: "<",
      threshold: 1,
      ...LASTING,
      missingData: "breaching",
      warmUpMinutes: 60,
    },
    {
      key: "documents-scratch",
      summary: "Less than 1 GiB of an instance's scratch disk is free; sorts and index builds fail when it is full.",
      runbook: "database-load",
      page: false,
      metric: ofCluster("FreeLocalStorage", "Minimum"),
      when: "<",
      threshold: GIB,
      ...PROMPT,
      missingData: "notBreaching",
    },
    ...(instanceIdentifiers.length < 2
      ? []
      : [
          {
            key: "documents-lag",
            summary: "A reader is more than ten seconds behind the writer of the document store.",
            runbook: "database-load",
            page: false,
            metric: ofCluster("DBClusterReplicaLagMaximum", "Maximum"),
            when: ">",
            threshold: 10_000,
            ...LASTING,
            missingData: "notBreaching",
          } satisfies Alarm,
        ]),
    ...instanceIdentifiers.flatMap((instance, index): Alarm[] => {
      const ofInstance = (name: string, statistic: Alarm["metric"]["statistic"]): Alarm["metric"] => ({
        namespace: "AWS/DocDB",
        name,
        dimensions: { DBInstanceIdentifier: instance },
        statistic,
      });
      return [
        {
          key: `documents-${index + 1}-cpu`,
          summary: `The processor of instance ${index + 1} of the document store is more than ${cpuPercent} % busy.`,
          runbook: "database-load",
          page: false,
          metric: ofInstance("CPUUtilization", "Average"),
          when: ">",
          threshold: cpuPercent,
          ...LASTING,
          missingData: "notBreaching",
        },
        ...(memoryGib === undefined
          ? []
          : [
              {
                key: `documents-${index + 1}-memory`,
                summary: `Less than a twentieth of the memory of instance ${index + 1} of the document store can be freed.`,
                runbook: "database-load",
                page: false,
                metric: ofInstance("FreeableMemory", "Minimum"),
                when: "<",
                threshold: Math.round((memoryGib * GIB) / 20),
                ...LASTING,
                missingData: "notBreaching",
              } satisfies Alarm,
            ]),
      ];
    }),
  ];
}
