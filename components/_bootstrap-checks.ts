import { type BootstrapPlan, loginRoles, ownerRole } from "./_bootstrap-sql.ts";
import { assertDigestPinned } from "./_pod.ts";

/** What `checkBootstrap` looks at: the arguments of a DatabaseBootstrap with their defaults filled in. */
export interface BootstrapChecks extends BootstrapPlan {
  readonly image: string;
  readonly roleSecretArns: Readonly<Record<string, unknown>>;
  readonly deadlineSeconds: number;
}

/** Databases that exist on every server and belong to RDS or Postgres. */
export const RESERVED_DATABASES: ReadonlySet<string> = new Set([
  "postgres",
  "rdsadmin",
  "template0",
  "template1",
  "pgbouncer",
]);
/** 63 bytes less the longest suffix, `_owner`. */
const NAME = /^[a-z_][a-z0-9_]{0,56}$/;

/** Rejects a plan that psql would fail on halfway. `where` begins each message. */
export function checkBootstrap(where: string, args: BootstrapChecks): void {
  assertDigestPinned(where, args.image);
  const databases = Object.keys(args.databases);
  if (databases.length === 0) throw new Error(`${where}: databases is empty; list at least one.`);
  for (const database of databases) {
    checkName(where, "databases", database);
    if (RESERVED_DATABASES.has(database)) {
      throw new Error(`${where}: databases has "${database}", which every server has for itself; choose another name.`);
    }
    for (const extension of args.databases[database]?.extensions ?? []) {
      if (/^[a-z][a-z0-9_-]*$/.test(extension)) continue;
      throw new Error(
        `${where}: database "${database}" lists extension "${extension}"; allowed are a-z, 0-9, "_" and "-".`,
      );
    }
  }
  checkRoles(where, args, databases);
  if (!Number.isInteger(args.deadlineSeconds) || args.deadlineSeconds < 60 || args.deadlineSeconds > 3600) {
    throw new Error(`${where}: deadlineSeconds is ${args.deadlineSeconds}; allowed are whole numbers from 60 to 3600.`);
  }
}

function checkRoles(where: string, args: BootstrapChecks, databases: readonly string[]): void {
  const made = new Set(databases.map(ownerRole));
  for (const [name, role] of Object.entries(args.roles)) {
    checkName(where, "roles", name);
    if (/^(pg|rds)_/.test(name)) {
      throw new Error(`${where}: roles has "${name}"; names beginning with "pg_" and "rds_" belong to the server.`);
    }
    for (const part of [name, ...loginRoles(name)]) {
      if (made.has(part)) {
        throw new Error(
          `${where}: role "${part}" would be made twice, for "${name}" and for another role or the owner of a database; rename one of them.`,
        );
      }
      made.add(part);
    }
    if (!databases.includes(role.database)) {
      throw new Error(
        `${where}: role "${name}" names database "${role.database}"; allowed are ${databases.join(", ")}.`,
      );
    }
    positive(where, `connectionLimit of role "${name}"`, role.connectionLimit);
    positive(where, `statementTimeoutSeconds of role "${name}"`, role.statementTimeoutSeconds);
    if (!(name in args.roleSecretArns)) {
      throw new Error(`${where}: roleSecretArns has no secret for role "${name}"; add it.`);
    }
  }
  for (const name of Object.keys(args.roleSecretArns)) {
    if (name in args.roles) continue;
    throw new Error(
      `${where}: roleSecretArns has "${name}", which is no role; allowed are ${Object.keys(args.roles).join(", ")}.`,
    );
  }
}

function checkName(where: string, argument: string, name: string): void {
  if (NAME.test(name)) return;
  throw new Error(
    `${where}: ${argument} has "${name}"; allowed are 1 to 57 characters of a-z, 0-9 and "_", not beginning with a digit.`,
  );
}

function positive(where: string, argument: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 2_147_483)) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from 1 to 2147483.`);
}
