import { identifier, literal, runWhere } from "./_sql.ts";

/**
 * What a service may do in its database: `owner` changes the schema (migrations), `readwrite` and `readonly` use its tables, `monitor`
 * reads the server's statistics.
 */
export type DatabaseAccess = "owner" | "readwrite" | "readonly" | "monitor";

export interface BootstrapDatabase {
  /** Extensions that RDS offers, installed in the schema `extensions`. @default [] */
  readonly extensions?: readonly string[];
}

export interface BootstrapRole {
  /** Key of `databases`. */
  readonly database: string;
  readonly access: DatabaseAccess;
  /** Server connections of each login role. @default no limit but the server's */
  readonly connectionLimit?: number;
  /** Longest statement, in seconds. @default no limit but the server's */
  readonly statementTimeoutSeconds?: number;
}

/** What a server must hold. Names are lower-case identifiers. */
export interface BootstrapPlan {
  readonly databases: Readonly<Record<string, BootstrapDatabase>>;
  /** Group roles, one for each service. Each gets two login roles, `<name>_a` and `<name>_b`, which rotation uses in turns. */
  readonly roles: Readonly<Record<string, BootstrapRole>>;
}

/** The two login roles of a service. Its secret names the one in use. */
export function loginRoles(role: string): readonly [string, string] {
  return [`${role}_a`, `${role}_b`];
}

/** The role that owns a database and everything in it. Nobody logs in as it. */
export function ownerRole(database: string): string {
  return `${database}_owner`;
}

/** One psql session may change roles at a time; another waits and then finds nothing to do. */
const ADVISORY_LOCK = 7_262_705;

/** Errors without the text of the statement, which may hold a verifier. */
const prologue: readonly string[] = [
  "\\set ON_ERROR_STOP on",
  "\\set VERBOSITY terse",
  "SET client_min_messages TO warning;",
  `DO $$ BEGIN PERFORM pg_catalog.pg_advisory_lock(${ADVISORY_LOCK}); END $$;`,
];

/**
 * Roles and databases: run by psql in the database `postgres` as the master user. May run any number of times.
 *
 * A role's password is set when the role is made and never again, because rotation owns it from then on. The psql variable
 * `verifier_<login role>` holds its SCRAM verifier; without one the role is made without a password and cannot log in yet.
 */
export function clusterSql(plan: BootstrapPlan): string {
  return document(
    ...Object.keys(plan.databases).flatMap(makeDatabase),
    runWhere(
      "EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = 'postgres' AND pg_catalog.pg_has_role(datdba, 'USAGE'))",
      "REVOKE ALL ON DATABASE postgres FROM PUBLIC",
    ),
    ...Object.entries(plan.roles).flatMap(([name, role]) => makeRole(name, role)),
  );
}

/**
 * Schemas, extensions and grants of one database: run by psql in that database after `clusterSql`. May run any number of times.
 *
 * What is in the schema `public` must belong to the owner role. In a database restored from elsewhere, `REASSIGN OWNED` first.
 */
export function databaseSql(plan: BootstrapPlan, database: string): string {
  const owner = identifier(ownerRole(database));
  const users = Object.entries(plan.roles).filter(([, role]) => role.database === database);
  return document(
    // In one transaction, so that no service is without its grants for a moment.
    "BEGIN;",
    `SET LOCAL ROLE ${owner};`,
    "CREATE SCHEMA IF NOT EXISTS extensions;",
    `ALTER DATABASE ${identifier(database)} SET search_path TO public, extensions;`,
    "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
    // Without a schema: the right that PUBLIC has from the start can only be taken away for all of them.
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;",
    "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;",
    ...users.flatMap(([name, { access }]) => grantAccess(name, access)),
    "COMMIT;",
    ...(plan.databases[database]?.extensions ?? []).map(
      (extension) => `CREATE EXTENSION IF NOT EXISTS ${identifier(extension)} SCHEMA extensions;`,
    ),
  );
}

function document(...statements: readonly string[]): string {
  return [...prologue, ...statements, ""].join("\n");
}

function makeDatabase(database: string): string[] {
  const owner = ownerRole(database);
  return [
    runWhere(noRole(owner), `CREATE ROLE ${identifier(owner)} NOLOGIN`),
    // The master user is no superuser on RDS: it must be able to become the owner to give databases and objects to it.
    `GRANT ${identifier(owner)} TO CURRENT_USER;`,
    runWhere(
      `NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ${literal(database)})`,
      `CREATE DATABASE ${identifier(database)} OWNER ${identifier(owner)} TEMPLATE template0 ENCODING 'UTF8'`,
    ),
    `REVOKE ALL ON DATABASE ${identifier(database)} FROM PUBLIC;`,
  ];
}

function makeRole(name: string, role: BootstrapRole): string[] {
  const [group, owner] = [identifier(name), identifier(ownerRole(role.database))];
  return [
    runWhere(noRole(name), `CREATE ROLE ${group} NOLOGIN`),
    `GRANT CONNECT ON DATABASE ${identifier(role.database)} TO ${group};`,
    role.access === "owner"
      ? `GRANT ${owner} TO ${group};`
      : runWhere(isMember(name, ownerRole(role.database)), `REVOKE ${owner} FROM ${group}`),
    role.access === "monitor"
      ? `GRANT pg_monitor TO ${group};`
      : runWhere(isMember(name, "pg_monitor"), `REVOKE pg_monitor FROM ${group}`),
    ...loginRoles(name).flatMap((login) => makeLogin(login, name, role)),
  ];
}

function makeLogin(login: string, group: string, role: BootstrapRole): string[] {
  const quoted = identifier(login);
  const inDatabase = `ALTER ROLE ${quoted} IN DATABASE ${identifier(role.database)}`;
  const { connectionLimit = -1, statementTimeoutSeconds } = role;
  return [
    `\\if :{?verifier_${login}}`,
    `SELECT pg_catalog.format('CREATE ROLE ${quoted} LOGIN PASSWORD %L', :'verifier_${login}') WHERE ${noRole(login)} \\gexec`,
    "\\else",
    runWhere(noRole(login), `CREATE ROLE ${quoted} LOGIN`),
    "\\endif",
    `GRANT ${identifier(group)} TO ${quoted};`,
    `ALTER ROLE ${quoted} CONNECTION LIMIT ${connectionLimit};`,
    statementTimeoutSeconds === undefined
      ? `ALTER ROLE ${quoted} RESET statement_timeout;`
      : `ALTER ROLE ${quoted} SET statement_timeout TO '${statementTimeoutSeconds}s';`,
    // What a migration makes belongs to the owner, so that the other login role can change it after a rotation.
    role.access === "owner"
      ? `${inDatabase} SET role TO ${literal(ownerRole(role.database))};`
      : `${inDatabase} RESET role;`,
    role.access === "readonly"
      ? `${inDatabase} SET default_transaction_read_only TO on;`
      : `${inDatabase} RESET default_transaction_read_only;`,
  ];
}

const objects = ["TABLES", "SEQUENCES", "FUNCTIONS"] as const;

const rights: Readonly<
  Record<DatabaseAccess, readonly [tables: string, sequences: string, functions: string] | undefined>
> = {
  readwrite: ["SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT, UPDATE", "EXECUTE"],
  readonly: ["SELECT", "SELECT", "EXECUTE"],
  owner: undefined,
  monitor: undefined,
};

/** Takes everything back first: an access that was lowered must be lowered in the database too. */
function grantAccess(name: string, access: DatabaseAccess): string[] {
  const group = identifier(name);
  const granted = rights[access];
  return [
    `REVOKE ALL ON SCHEMA public, extensions FROM ${group};`,
    ...objects.flatMap((kind) => [
      `REVOKE ALL ON ALL ${kind} IN SCHEMA public FROM ${group};`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON ${kind} FROM ${group};`,
    ]),
    ...(granted === undefined
      ? []
      : [
          `GRANT USAGE ON SCHEMA public, extensions TO ${group};`,
          ...objects.flatMap((kind, index) => [
            `GRANT ${granted[index]} ON ALL ${kind} IN SCHEMA public TO ${group};`,
            `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ${granted[index]} ON ${kind} TO ${group};`,
          ]),
        ]),
  ];
}

function noRole(name: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${literal(name)})`;
}

function isMember(member: string, group: string): string {
  return `EXISTS (SELECT FROM pg_catalog.pg_auth_members WHERE member = ${oidOf(member)} AND roleid = ${oidOf(group)})`;
}

function oidOf(role: string): string {
  return `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${literal(role)})`;
}
