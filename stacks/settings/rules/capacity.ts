import { POOL_TIERS, type PoolTier, poolBudget } from "../../../components/_pool-budget.ts";
import type { Settings } from "../../settings.ts";
import { directConnections, maxConnections, poolEntries } from "../connections.ts";
import { type SettingsRule, finding, reference, rule } from "../_rule.ts";

export const capacityRules: readonly SettingsRule[] = [
  rule(["database", "pooler"], ({ database, pooler }) => {
    if (database === undefined) return [];
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
    if (database === undefined) return [];
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
    Object.entries(database?.roles ?? {}).flatMap(([name, role]) =>
      reference(
        ["database", "roles", name, "database"],
        role.database,
        Object.keys(database?.databases ?? {}),
        "database.databases",
      ),
    ),
  ),
  rule(["database"], ({ database }) =>
    Object.entries(database?.roles ?? {}).flatMap(([name, { access, via }]) =>
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
  rule(["workloads", "cluster"], ({ workloads, cluster }) => {
    const { quota } = cluster;
    const all = Object.values(workloads).map((workload) => ({ most: mostPods(workload), ...workload.resources }));
    const sum = (of: (item: (typeof all)[number]) => number) =>
      all.reduce((total, item) => total + item.most * of(item), 0);
    const wanted = [
      {
        key: "cpuRequests",
        needed: sum((item) => millicores(item.cpuRequest)),
        has: millicores(quota.cpuRequests),
        unit: "m",
      },
      {
        key: "cpuLimits",
        needed: sum((item) => millicores(item.cpuLimit)),
        has: millicores(quota.cpuLimits),
        unit: "m",
      },
      { key: "memory", needed: sum((item) => mebibytes(item.memory)), has: mebibytes(quota.memory), unit: "Mi" },
      { key: "pods", needed: sum(() => 1), has: quota.pods, unit: "" },
    ];
    return wanted
      .filter(({ needed, has }) => needed > has)
      .map(({ key, needed, unit }) =>
        finding(
          { cluster },
          ["cluster", "quota", key],
          "is less than the workloads may grow to",
          `at least ${needed}${unit}, the sum over workloads at their most replicas`,
        ),
      );
  }),
  rule(["workloads", "cluster"], ({ workloads, cluster }) => {
    const { maxCpus, maxMemoryGib } = cluster.nodes;
    return Object.entries(workloads).flatMap(([name, { resources }]) => {
      const path = ["workloads", name, "resources"];
      // A node keeps a part for itself, so that a pod of exactly that size fits none either.
      const cpu = millicores(resources.cpuRequest) >= maxCpus * 1_000;
      const memory = mebibytes(resources.memory) >= maxMemoryGib * 1_024;
      const problem = "is all that the nodes together may have, so that the pod never starts";
      return [
        ...(cpu
          ? [finding({ workloads }, [...path, "cpuRequest"], problem, `less than cluster.nodes.maxCpus, ${maxCpus}`)]
          : []),
        ...(memory
          ? [
              finding(
                { workloads },
                [...path, "memory"],
                problem,
                `less than cluster.nodes.maxMemoryGib, ${maxMemoryGib}`,
              ),
            ]
          : []),
      ];
    });
  }),
  rule(["workloads"], ({ workloads }) =>
    Object.entries(workloads).flatMap(([name, { resources, scratch }]) => {
      const scratchMib = Object.values(scratch).reduce((sum, size) => sum + size, 0);
      if (scratchMib < mebibytes(resources.memory)) return [];
      return [
        finding(
          { workloads },
          ["workloads", name, "scratch"],
          `adds up to ${scratchMib} MiB, all the memory there is`,
          `less than workloads.${name}.resources.memory, ${resources.memory}: a full directory would kill the process`,
        ),
      ];
    }),
  ),
];

function budget({ database, pooler }: { database: NonNullable<Settings["database"]>; pooler: Settings["pooler"] }) {
  return poolBudget({
    replicas: pooler.replicas,
    pools: poolEntries({ database, pooler }),
    maxConnections: maxConnections(database),
    directConnections: directConnections(database),
  });
}

function mostPods(workload: Settings["workloads"][string]): number {
  if (workload.kind === "cron" || workload.kind === "job") return 1;
  return workload.autoscaling?.maxReplicas ?? workload.replicas ?? 1;
}

function millicores(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Number(quantity) * 1_000;
}

function mebibytes(quantity: string): number {
  return Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1_024 : 1);
}
