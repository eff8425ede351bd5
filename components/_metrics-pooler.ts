import type { AlertRule, RuleGroup } from "./_metrics-rules.ts";

export interface PoolerThresholds {
  /** Longest wait of a client for a server connection, in seconds. */
  readonly poolWaitSeconds: number;
  /** Server connections in use, of those that may be opened, in per cent. */
  readonly poolUsePercent: number;
}

/** Half of PgBouncer's `query_wait_timeout` of 30 s: what waits this long is about to be sent away. */
const STARVING_SECONDS = 15;

/**
 * Rules over what the exporter of prometheus-community emits (collector.go): one row of SHOW POOLS for each database
 * and user, one of SHOW DATABASES for each name, and SHOW CONFIG's limits.
 */
export function poolerRules(job: string, { poolWaitSeconds, poolUsePercent }: PoolerThresholds): RuleGroup {
  const of = (metric: string, more = "") => `${metric}{job="${job}"${more}}`;
  // PgBouncer's own console is a database without a limit.
  const databases = ',name!="pgbouncer"';
  const common = { component: "pooler", runbook: "pool-exhaustion" } as const;
  const alerts: AlertRule[] = [
    {
      ...common,
      alert: "PoolerDown",
      expr: `max(${of("pgbouncer_up")}) < 1 or absent(${of("pgbouncer_up")})`,
      for: "5m",
      severity: "page",
      summary: "No PgBouncer process answers: nothing that goes through the pooler reaches the database",
    },
    {
      ...common,
      alert: "PoolerPodDown",
      expr: `${of("pgbouncer_up")} < 1`,
      for: "5m",
      severity: "ticket",
      summary: "PgBouncer in {{ $labels.pod }} does not answer",
    },
    {
      ...common,
      alert: "PoolerClientsStarving",
      expr: `pooler:client_maxwait_seconds:max > ${STARVING_SECONDS}`,
      for: "2m",
      severity: "page",
      summary: `Clients of {{ $labels.database }} wait more than ${STARVING_SECONDS} s for a connection; after 30 s they are refused`,
    },
    {
      ...common,
      alert: "PoolerClientsSlow",
      expr: `pooler:client_maxwait_seconds:max > ${poolWaitSeconds}`,
      for: "5m",
      severity: "ticket",
      summary: `Clients of {{ $labels.database }} wait more than ${poolWaitSeconds} s for a connection`,
    },
    {
      ...common,
      alert: "PoolerClientsWaiting",
      expr: "pooler:client_waiting_connections:sum > 0",
      for: "10m",
      severity: "ticket",
      summary: "Clients of {{ $labels.database }} have been waiting for connections without a pause",
    },
    {
      ...common,
      alert: "PoolerSaturated",
      expr: `pooler:server_connections:ratio * 100 > ${poolUsePercent}`,
      for: "10m",
      severity: "ticket",
      summary: `More than ${poolUsePercent} % of the connections of {{ $labels.name }} are open`,
    },
    {
      ...common,
      alert: "PoolerClientLimit",
      expr: `${of("pgbouncer_used_clients")} / ${of("pgbouncer_config_max_client_connections")} * 100 > ${poolUsePercent}`,
      for: "10m",
      severity: "ticket",
      summary: `{{ $labels.pod }} has more than ${poolUsePercent} % of the clients it accepts`,
    },
  ];
  return {
    name: "pooler",
    rules: [
      {
        record: "pooler:client_maxwait_seconds:max",
        expr: `max by (database) (${of("pgbouncer_pools_client_maxwait_seconds")})`,
      },
      {
        record: "pooler:client_waiting_connections:sum",
        expr: `sum by (database) (${of("pgbouncer_pools_client_waiting_connections")})`,
      },
      {
        // Each process has its own limit, so the fullest one counts.
        record: "pooler:server_connections:ratio",
        expr:
          `max by (name) (${of("pgbouncer_databases_current_connections", databases)} / ` +
          `${of("pgbouncer_databases_max_connections", databases)})`,
      },
      ...alerts,
    ],
  };
}
