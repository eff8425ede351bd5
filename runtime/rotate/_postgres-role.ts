import { readFileSync } from "node:fs";
import { Client } from "pg";
import { type Credential, newPassword, succeed } from "./_credential.ts";
import { retry } from "./_retry.ts";
import type { Rotator } from "./rotation.ts";
import { scramVerifier } from "./_scram.ts";
import type { DatabaseAdministration, PostgresTarget } from "./_targets.ts";

/** Bounds every connection attempt and statement, so that a hanging server ends in an error and not in Lambda's timeout. */
const timeoutMilliseconds = 10_000;

export interface PostgresOptions {
  readonly database: DatabaseAdministration;
  readonly caFile: string;
  /** Reads the master credential afresh: RDS may have rotated it since the last attempt. */
  readonly master: () => Promise<Credential>;
  /** Overridden by tests. @default 500 */
  readonly firstPauseMilliseconds?: number;
}

/**
 * Rotates a login of PostgreSQL by alternating between two roles: the password of the role that is not in
 * use is replaced, then the secret names that role. Whoever still holds the previous role keeps working
 * until the next turn.
 */
export function postgresRole(target: PostgresTarget, options: PostgresOptions): Rotator {
  const { database, master } = options;
  const pause =
    options.firstPauseMilliseconds === undefined ? {} : { firstPauseMilliseconds: options.firstPauseMilliseconds };

  const withClient = async <T>(credential: Credential, use: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({
      host: database.host,
      port: database.port,
      database: target.database,
      user: credential.username,
      password: credential.password,
      application_name: "rampart-rotate",
      connectionTimeoutMillis: timeoutMilliseconds,
      query_timeout: timeoutMilliseconds,
      statement_timeout: timeoutMilliseconds,
      // Chain and host name are both checked: what libpq calls verify-full.
      ssl: { ca: readFileSync(options.caFile, "utf8"), rejectUnauthorized: true, minVersion: "TLSv1.2" },
    });
    // Without a listener a connection that breaks between two queries would end the process.
    client.on("error", () => {});
    try {
      await client.connect();
      return await use(client);
    } finally {
      await client.end().catch(() => {});
    }
  };

  const login = (credential: Credential): Promise<void> =>
    withClient(credential, async (client) => {
      const { rows } = await client.query<{ name: string }>("SELECT session_user::text AS name");
      if (rows[0]?.name !== credential.username) {
        throw new Error(`The server knows the new login as "${rows[0]?.name}", not as "${credential.username}".`);
      }
    });

  return {
    next(current) {
      const roles = [`${target.role}_a`, `${target.role}_b`] as const;
      const other = current.username === roles[0] ? roles[1] : current.username === roles[1] ? roles[0] : undefined;
      if (other === undefined) {
        throw new Error(
          `The secret's username is "${current.username}", but this secret alternates between ${roles.join(" and ")}; ` +
            "store one of the two with its password and rotate again.",
        );
      }
      return succeed(current, {
        username: other,
        password: newPassword(),
        // The pooler lists both logins, or clients that still hold the old one would be turned away.
        alternateUsername: current.username,
        alternatePassword: current.password,
      });
    },

    async apply(_current, pending) {
      if (
        await login(pending).then(
          () => true,
          () => false,
        )
      )
        return;
      await retry(
        "set the role's password",
        async () => withClient(await master(), (client) => setPassword(client, pending)),
        { ...pause, retryable: (error) => !(error instanceof RefusedRole) },
      );
    },

    async verify(pending) {
      await retry("log in with the new password", () => login(pending), { ...pause, retryable: isPassing });
    },
  };
}

/** The role is not one that this function may touch; trying again cannot help. */
class RefusedRole extends Error {
  override readonly name = "RefusedRole";
}

async function setPassword(client: Client, pending: Credential): Promise<void> {
  const { rows } = await client.query<{ login: boolean; privileged: boolean }>(
    `SELECT rolcanlogin AS login, rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls AS privileged
       FROM pg_catalog.pg_roles WHERE rolname = $1`,
    [pending.username],
  );
  const [role] = rows;
  if (role === undefined || !role.login) {
    throw new RefusedRole(
      `The role "${pending.username}" does not exist or may not log in; run the database bootstrap first.`,
    );
  }
  if (role.privileged) {
    throw new RefusedRole(
      `The role "${pending.username}" has administrative rights; this function rotates application roles only.`,
    );
  }
  // ALTER ROLE takes no parameters. The verifier reaches the server instead of the password.
  const name = client.escapeIdentifier(pending.username);
  await client.query(`ALTER ROLE ${name} PASSWORD ${client.escapeLiteral(scramVerifier(pending.password))}`);
}

/** Whether the error can pass by itself; a refused login (SQLSTATE class 28) cannot. */
function isPassing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !code.startsWith("28");
}
