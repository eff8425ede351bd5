import { expect, test } from "vitest";
import { POOL_TIERS, poolBudget } from "../../components/_pool-budget.ts";
import {
  RDS_INSTANCE_CLASSES,
  defaultMaxConnections,
  instanceClassMemoryGib,
  instanceClassVcpus,
} from "../../components/_rds-classes.ts";

test("sums pool and reserve over entries and processes", () => {
  const args = { pools: [POOL_TIERS.small, POOL_TIERS.medium], maxConnections: 200, directConnections: 20 };
  expect(poolBudget({ ...args, replicas: 2 })).toEqual({ needed: 90, available: 150, fits: true });
  expect(poolBudget({ ...args, replicas: 3, surge: 1 })).toEqual({ needed: 180, available: 150, fits: false });
});

test("fits to the last connection and not beyond", () => {
  const args = { replicas: 1, pools: [{ poolSize: 80, reserveSize: 5 }], directConnections: 0 };
  expect(poolBudget({ ...args, maxConnections: 100 }).fits).toBe(true);
  expect(poolBudget({ ...args, maxConnections: 99 }).fits).toBe(false);
});

const fromMysql = (connections: number) => Math.floor((connections * 12_582_880) / 9_531_392);

test("never promises more connections than servers were seen to offer", () => {
  // Published answers to `SHOW max_connections`; those of MySQL, with 12582880 bytes a connection, brought to Postgres's 9531392.
  const seen = {
    "db.t3.micro": fromMysql(66),
    "db.t3.small": 198,
    "db.t3.medium": fromMysql(312),
    "db.t4g.medium": 413,
    "db.t3.large": fromMysql(648),
    "db.m6i.xlarge": fromMysql(1320),
  };
  for (const [instanceClass, connections] of Object.entries(seen)) {
    const promised = defaultMaxConnections(instanceClass) ?? 0;
    expect(promised).toBeLessThanOrEqual(connections);
    expect(promised).toBeGreaterThan(connections * 0.9);
  }
});

test("stays at the ceiling of RDS's default and does not guess unknown classes", () => {
  expect(defaultMaxConnections("db.r7g.16xlarge")).toBe(5000);
  expect(defaultMaxConnections("db.m1.small")).toBeUndefined();
  expect(instanceClassMemoryGib("db.m7g.4xlarge")).toBe(64);
  expect(instanceClassMemoryGib("db.r8g.2xlarge")).toBe(64);
  expect(instanceClassMemoryGib("db.m7g.24xlarge")).toBeUndefined();
  expect(RDS_INSTANCE_CLASSES).toContain("db.t4g.medium");
});

test("knows the processors of each class", () => {
  const expected = {
    "db.t4g.micro": 2,
    "db.t3.medium": 2,
    "db.m7g.large": 2,
    "db.r6i.xlarge": 4,
    "db.t4g.2xlarge": 8,
    "db.m8g.48xlarge": 192,
    "db.m1.small": undefined,
  };
  expect(Object.fromEntries(Object.keys(expected).map((it) => [it, instanceClassVcpus(it)]))).toEqual(expected);
});
