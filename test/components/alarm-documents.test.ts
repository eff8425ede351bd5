import { describe, expect, test } from "vitest";
import { documentAlarms } from "../../components/_alarm-documents.ts";
import { Alarms } from "../../components/alarms.ts";
import { recordResources } from "../support/mocks.ts";

const documents = {
  identifier: "documents-1",
  instanceIdentifiers: ["documents-1-1", "documents-1-2"],
  instanceClass: "db.r6g.large",
};

describe("alarms of the document store", () => {
  test("watch the cluster for silence, and each instance for load", () => {
    const alarms = documentAlarms(documents, 80);
    expect(alarms.map(({ key, page, metric, when, threshold }) => [key, page, metric.name, when, threshold])).toEqual([
      ["documents-silent", true, "CPUUtilization", "<", 1],
      ["documents-scratch", false, "FreeLocalStorage", "<", 1_073_741_824],
      ["documents-lag", false, "DBClusterReplicaLagMaximum", ">", 10_000],
      ["documents-1-cpu", false, "CPUUtilization", ">", 80],
      ["documents-1-memory", false, "FreeableMemory", "<", 858_993_459],
      ["documents-2-cpu", false, "CPUUtilization", ">", 80],
      ["documents-2-memory", false, "FreeableMemory", "<", 858_993_459],
    ]);
    expect(alarms[0]?.missingData).toBe("breaching");
  });

  test("expect no reader to keep up where there is none", () => {
    const alone = documentAlarms({ ...documents, instanceIdentifiers: ["documents-1-1"] }, 80);
    expect(alone.map(({ key }) => key)).not.toContain("documents-lag");
  });

  test("are metrics of DocumentDB by the right dimension", async () => {
    const recording = await recordResources(
      () =>
        new Alarms("alarms", {
          prefix: "shop-prod",
          region: "eu-west-1",
          topics: { home: "arn:aws:sns:eu-west-1:1:home", edge: "arn:aws:sns:us-east-1:1:edge" },
          thresholds: {
            databaseCpuPercent: 80,
            databaseFreeStoragePercent: 15,
            cacheMemoryPercent: 75,
            certificateDaysToExpiry: 21,
          },
          documents,
          tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "personal" },
        }),
    );
    const type = "aws:cloudwatch/metricAlarm:MetricAlarm";
    expect(recording.one(type, "alarms-documents-silent").inputs).toMatchObject({
      namespace: "AWS/DocDB",
      dimensions: { DBClusterIdentifier: "documents-1" },
      treatMissingData: "breaching",
    });
    expect(recording.one(type, "alarms-documents-2-cpu").inputs).toMatchObject({
      namespace: "AWS/DocDB",
      dimensions: { DBInstanceIdentifier: "documents-1-2" },
    });
  });
});
