import { POOL_TIERS, type PoolSize } from "../../components/_pool-budget.ts";
import { defaultMaxConnections } from "../../components/_rds-classes.ts";
import type { Settings } from "../settings.ts";

/** One entry of PgBouncer: the name clients connect to, the database behind it and its allowance. */
export interface PoolEntry extends PoolSize {
  readonly name: string;
  readonly databaseName: string;
}

type DatabaseSettings = NonNullable<Settings["database"]>;

interface Pooled {
  readonly database: Pick<DatabaseSettings, "roles">;
  readonly pooler: Pick<Settings["pooler"], "tier">;
}

/**
 * An entry for each pooled role, named after it: roles that share a database do not take connections from each
 * other, and the two logins of a role share one allowance. The pool arithmetic counts exactly these.
 */
export function poolEntries({ database, pooler }: Pooled): PoolEntry[] {
  return Object.entries(database.roles)
    .filter(([, { via }]) => via === "pooler")
    .map(([name, role]) => ({ name, databaseName: role.database, ...POOL_TIERS[pooler.tier] }));
}

/** Connections that go past the pooler: direct roles, and what is kept for bootstrap, rotation, exporters and people. */
export function directConnections(database: Pick<DatabaseSettings, "roles" | "reservedConnections">): number {
  const direct = Object.values(database.roles).filter(({ via }) => via === "direct");
  return direct.reduce((sum, { connections }) => sum + connections, database.reservedConnections);
}

/** `max_connections` of the server: what is set, else a safe lower bound of the class's default. */
export function maxConnections(database: Pick<DatabaseSettings, "maxConnections" | "instanceClass">): number {
  return database.maxConnections ?? defaultMaxConnections(database.instanceClass) ?? 0;
}
