import { POOL_TIERS, type PoolTier, poolBudget } from "../../../components/_pool-budget.ts";
import { defaultMaxConnections } from "../../../components/_rds-classes.ts";
import type { Settings } from "../../settings.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";

export const capacityRules: readonly SettingsRule[] = [
  rule(["database", "pooler"], ({ database, pooler }) => {
    const { needed, available, fits } = budget({ database, pooler });
    if (fits) return [];
    const tiers = (Object.keys(POOL_TIERS) as PoolTier[]).filter(
      (tier) => budget({ database, pooler: { ...pooler, tier } }).fits,
    );
    const fitting = tiers.length > 0 ? `the tier ${tiers.join(" or ")}` : "fewer roles or replicas";
    return [
      finding(
        { pooler },
        ["pooler", "tier"],
        `may open ${needed} server connections, but ${database.instanceClass} leaves ${available}`,
        `${fitting}, or a larger database.instanceClass: replicas × roles × (pool + reserve) ≤ 0.85 × max_connections − direct connections`,
      ),
    ];
  }),
  rule(["database"], ({ database }) => {
    const { allocatedStorageGib: start, maxAllocatedStorageGib: most } = database;
    if (most >= start * 1.1) return [];
    return [
      finding(
        { database },
        ["database", "maxAllocatedStorageGib"],
        "leaves no room to grow",
        `at least ${Math.ceil(start * 1.1)}: RDS wants 10 % above allocatedStorageGib`,
      ),
    ];
  }),
  rule(["database"], ({ database }) =>
    Object.entries(database.roles).flatMap(([name, role]) =>
      reference(
        ["database", "roles", name, "database"],
        role.database,
        Object.keys(database.databases),
        "database.databases",
      ),
    ),
  ),
  rule(["database"], ({ database }) =>
    Object.entries(database.roles).flatMap(([name, { access, via }]) =>
      access === "owner" && via === "pooler"
        ? [
            finding(
              { database },
              ["database", "roles", name, "via"],
              "sends schema changes through the pooler",
              '"direct": transaction pooling breaks advisory locks and session settings',
            ),
          ]
        : [],
    ),
  ),
  rule(["database"], ({ database }) =>
    windowClash("database", database.backupWindow, database.maintenanceWindow, { database }),
  ),
  rule(["workloads"], ({ workloads }) =>
    Object.entries(workloads).flatMap(([name, { resources }]) =>
      millicores(resources.cpuLimit) >= millicores(resources.cpuRequest)
        ? []
        : [
            finding(
              { workloads },
              ["workloads", name, "resources", "cpuLimit"],
              "is below the request",
              `at least workloads.${name}.resources.cpuRequest, ${resources.cpuRequest}`,
            ),
          ],
    ),
  ),
];

function budget({ database, pooler }: Pick<Settings, "database" | "pooler">) {
  const roles = Object.values(database.roles);
  const direct = roles.filter(({ via }) => via === "direct").reduce((sum, { connections }) => sum + connections, 0);
  return poolBudget({
    replicas: pooler.replicas,
    // A role's two alternating logins share one allowance.
    pools: roles.filter(({ via }) => via === "pooler").map(() => POOL_TIERS[pooler.tier]),
    maxConnections: database.maxConnections ?? defaultMaxConnections(database.instanceClass) ?? 0,
    directConnections: direct + database.reservedConnections,
  });
}

function millicores(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Number(quantity) * 1_000;
}

/** RDS and ElastiCache refuse a backup window that meets the maintenance window on its day. */
export function windowClash(
  section: string,
  daily: string,
  weekly: string,
  settings: object,
  path: string[] = [section],
) {
  const [from, to] = daily.split("-").map(minutes) as [number, number];
  const [, start, end] = /^\w{3}:(\d\d:\d\d)-\w{3}:(\d\d:\d\d)$/.exec(weekly) as unknown as [string, string, string];
  const [weekFrom, weekTo] = [minutes(start), minutes(end)];
  const apart = to > from && weekTo > weekFrom && (to <= weekFrom || weekTo <= from);
  if (apart) return [];
  return [
    finding(
      settings,
      [...path, "maintenanceWindow"],
      `meets the daily window ${daily}`,
      "a window on one day that does not overlap it",
    ),
  ];
}

function minutes(time: string): number {
  const [hours, rest] = time.split(":").map(Number) as [number, number];
  return hours * 60 + rest;
}
