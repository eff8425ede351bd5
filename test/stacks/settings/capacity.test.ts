import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Capacity", () => {
  test("proves that the pools fit the database", () => {
    expect(refusal({ database: { instanceClass: "db.t4g.small" } })).toBe(
      message(
        block(
          "pooler.tier may open 280 server connections, but db.t4g.small leaves 143",
          '"large"',
          "the tier small or medium, or a larger database.instanceClass: replicas × roles × (pool + reserve) ≤ 0.85 × max_connections − direct connections",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("says when no tier fits", () => {
    expect(refusal({ database: { instanceClass: "db.t4g.micro", reservedConnections: 60 } })).toBe(
      message(
        block(
          "pooler.tier may open 280 server connections, but db.t4g.micro leaves 3",
          '"large"',
          "fewer roles or replicas, or a larger database.instanceClass: replicas × roles × (pool + reserve) ≤ 0.85 × max_connections − direct connections",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses storage without room to grow", () => {
    expect(refusal({ database: { maxAllocatedStorageGib: 210 } })).toBe(
      message(
        block(
          "database.maxAllocatedStorageGib leaves no room to grow",
          "210",
          "at least 221: RDS wants 10 % above allocatedStorageGib",
        ),
      ),
    );
  });

  test("refuses a role in a database that does not exist", () => {
    expect(refusal({ database: { roles: { api: { database: "mahasel" } } } })).toBe(
      message(
        block(
          "database.roles.api.database names nothing in database.databases",
          '"mahasel"',
          "one of mahaseel",
          '"mahaseel"',
        ),
      ),
    );
  });

  test("refuses schema changes through the pooler", () => {
    expect(
      refusal({
        database: { roles: { migrate: { via: "pooler" } } },
        workloads: { migrate: { connects: ["pooler"] } },
      }),
    ).toBe(
      message(
        block(
          "database.roles.migrate.via sends schema changes through the pooler",
          '"pooler"',
          '"direct": transaction pooling breaks advisory locks and session settings',
        ),
      ),
    );
  });

  test("refuses a quota that the workloads may outgrow", () => {
    expect(refusal({ cluster: { quota: { cpuRequests: "4", memory: "8Gi", pods: 20 } } })).toBe(
      message(
        block(
          "cluster.quota.cpuRequests is less than the workloads may grow to",
          '"4"',
          "at least 5900m, the sum over workloads at their most replicas",
        ),
        block(
          "cluster.quota.memory is less than the workloads may grow to",
          '"8Gi"',
          "at least 13824Mi, the sum over workloads at their most replicas",
        ),
        block(
          "cluster.quota.pods is less than the workloads may grow to",
          "20",
          "at least 29, the sum over workloads at their most replicas",
        ),
      ),
    );
  });

  test("refuses a CPU limit below the request", () => {
    expect(refusal({ workloads: { api: { resources: { cpuLimit: "100m" } } } })).toBe(
      message(
        block(
          "workloads.api.resources.cpuLimit is below the request",
          '"100m"',
          "at least workloads.api.resources.cpuRequest, 250m",
        ),
      ),
    );
  });

  test("refuses scratch that takes all the memory", () => {
    expect(refusal({ workloads: { api: { scratch: { "/tmp": 512 } } } })).toBe(
      message(
        block(
          "workloads.api.scratch adds up to 512 MiB, all the memory there is",
          "an object with the keys /tmp",
          "less than workloads.api.resources.memory, 512Mi: a full directory would kill the process",
        ),
      ),
    );
  });

  test("refuses maintenance of the database during its backup", () => {
    expect(refusal({ database: { maintenanceWindow: "sun:02:30-sun:03:30" } })).toBe(
      message(
        block(
          "database.maintenanceWindow meets database.backupWindow",
          '"sun:02:30-sun:03:30"',
          "a window apart from 02:00-03:00",
        ),
      ),
    );
  });

  test("refuses maintenance of the caches during their snapshots, past midnight too", () => {
    expect(refusal({ caches: { snapshotWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:01:00" } })).toBe(
      message(
        block(
          "caches.maintenanceWindow meets caches.snapshotWindow",
          '"mon:00:00-mon:01:00"',
          "a window apart from 23:30-00:30",
        ),
      ),
    );
  });

  test("refuses windows that are too short", () => {
    expect(refusal({ caches: { snapshotWindow: "01:00-01:30" } })).toBe(
      message(block("caches.snapshotWindow is too short", '"01:00-01:30"', "at least 60 minutes")),
    );
  });

  test("refuses a pod that no node can hold", () => {
    const resources = { cpuRequest: "4", cpuLimit: "4", memory: "16Gi" };
    const text = refusal({
      workloads: { worker: { resources } },
      cluster: { nodes: { maxCpus: 4, maxMemoryGib: 16 }, quota: { memory: "400Gi", cpuRequests: "99" } },
    });
    expect(text).toContain(
      block(
        "workloads.worker.resources.cpuRequest is all that the nodes together may have, so that the pod never starts",
        '"4"',
        "less than cluster.nodes.maxCpus, 4",
      ),
    );
    expect(text).toContain("workloads.worker.resources.memory is all that the nodes together may have");
  });
});
