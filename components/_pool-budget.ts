/** Pool sizes of one database entry in PgBouncer; the sum caps its server connections from one PgBouncer process. */
export interface PoolSize {
  /** Server connections that a process keeps for the entry. */
  readonly poolSize: number;
  /** Further server connections when a client has waited for `reserve_pool_timeout`. */
  readonly reserveSize: number;
}

export type PoolTier = "small" | "medium" | "large";

/** Pool sizes by expected users: below 100, up to 1,000, above. */
export const POOL_TIERS: Readonly<Record<PoolTier, PoolSize>> = {
  small: { poolSize: 10, reserveSize: 5 },
  medium: { poolSize: 20, reserveSize: 10 },
  large: { poolSize: 50, reserveSize: 20 },
};

/** Share of `max_connections` that planned connections may take; the rest is for superusers, failover and people. */
export const USABLE_SHARE = 0.85;

export interface PoolBudgetArgs {
  /** PgBouncer processes in steady state. */
  readonly replicas: number;
  /**
   * Processes that may run besides them during a rollout.
   *
   * @default 0, because a StatefulSet stops a pod before it starts the successor
   */
  readonly surge?: number;
  /** One entry for each database entry of PgBouncer. */
  readonly pools: readonly PoolSize[];
  /** `max_connections` of the server; `defaultMaxConnections` gives a safe figure for a class. */
  readonly maxConnections: number;
  /** Connections past the pooler: migrations, bootstrap, rotation, exporters, people. */
  readonly directConnections: number;
}

export interface PoolBudget {
  /** Most server connections that all poolers open together. */
  readonly needed: number;
  /** Most that they may open. */
  readonly available: number;
  readonly fits: boolean;
}

/**
 * Whether the poolers can exhaust the server: `(replicas + surge) × Σ(pool + reserve) ≤ 0.85 × max_connections − direct`.
 *
 * The left side is a hard bound, not an estimate: the generated configuration sets `max_db_connections` of each entry to
 * pool + reserve, so two alternating login roles share one allowance. Requests to cancel may exceed it for a moment; Postgres
 * answers those without taking a connection slot.
 */
export function poolBudget({
  replicas,
  surge = 0,
  pools,
  maxConnections,
  directConnections,
}: PoolBudgetArgs): PoolBudget {
  const perProcess = pools.reduce((sum, { poolSize, reserveSize }) => sum + poolSize + reserveSize, 0);
  const needed = (replicas + surge) * perProcess;
  const available = Math.floor(USABLE_SHARE * maxConnections) - directConnections;
  return { needed, available, fits: needed <= available };
}
