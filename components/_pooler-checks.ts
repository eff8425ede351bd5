import { type PgBouncerDatabase, PGBOUNCER_FLOOR, STATS_USER, isAtLeast } from "./_pgbouncer.ts";
import { assertDigestPinned } from "./_pod.ts";
import { USABLE_SHARE, poolBudget } from "./_pool-budget.ts";

/** What `checkPooler` looks at: the arguments of a Pooler with their defaults filled in. */
export interface PoolerChecks {
  readonly image: string;
  readonly exporterImage: string;
  readonly pgbouncerVersion: string;
  readonly replicas: number;
  readonly databases: readonly PgBouncerDatabase[];
  readonly userSecretArns: Readonly<Record<string, unknown>>;
  readonly clients: readonly unknown[];
  readonly maxClientConnections: number;
  readonly idleTransactionTimeoutSeconds: number;
  readonly drainSeconds: number;
  readonly maxConnections: number;
  readonly directConnections: number;
}

/** Rejects a pooler that would be unsafe, could not start or could exhaust the server. `where` begins each message. */
export function checkPooler(where: string, args: PoolerChecks): void {
  assertDigestPinned(where, args.image);
  assertDigestPinned(where, args.exporterImage);
  if (!isAtLeast(args.pgbouncerVersion, PGBOUNCER_FLOOR)) {
    throw new Error(
      `${where}: pgbouncerVersion is "${args.pgbouncerVersion}"; allowed is ${PGBOUNCER_FLOOR} or later, because in earlier ones ` +
        `a user can log in as another. Build the image with a later version.`,
    );
  }
  // Peer ids and the budget are per process; one alone means an outage at each update.
  within(where, "replicas", args.replicas, 2, 20);
  within(where, "maxClientConnections", args.maxClientConnections, 10, 20_000);
  within(where, "idleTransactionTimeoutSeconds", args.idleTransactionTimeoutSeconds, 1, 3_600);
  within(where, "drainSeconds", args.drainSeconds, 5, 1_800);
  within(where, "directConnections", args.directConnections, 0, args.maxConnections);
  checkDatabases(where, args.databases);
  checkUsers(where, Object.keys(args.userSecretArns));
  if (args.clients.length === 0) {
    throw new Error(`${where}: clients is empty, so nobody could connect; list the pods that may.`);
  }

  const { needed, available, fits } = poolBudget({ ...args, pools: args.databases });
  if (!fits) {
    throw new Error(
      `${where}: the pools may open ${needed} server connections (replicas × the sum of poolSize + reserveSize), and ${available} are ` +
        `available (${USABLE_SHARE} × maxConnections ${args.maxConnections} − directConnections ${args.directConnections}). ` +
        `Lower replicas or pool sizes, or choose a larger instance class.`,
    );
  }
}

function checkDatabases(where: string, databases: readonly PgBouncerDatabase[]): void {
  if (databases.length === 0) throw new Error(`${where}: databases is empty; list at least one name to connect to.`);
  const seen = new Set<string>();
  for (const { name, databaseName = name, poolSize, reserveSize } of databases) {
    for (const text of [name, databaseName]) {
      if (/^[a-z_][a-z0-9_]{0,62}$/.test(text) && text !== "pgbouncer") continue;
      throw new Error(
        `${where}: a database is named "${text}"; allowed are 1 to 63 characters of a-z, 0-9 and "_", not beginning with a digit, and ` +
          `not "pgbouncer", which is the console.`,
      );
    }
    if (seen.has(name)) throw new Error(`${where}: two databases are named "${name}"; give each its own name.`);
    seen.add(name);
    // 0 would mean without limit to PgBouncer.
    within(where, `poolSize of database "${name}"`, poolSize, 1, 1_000);
    within(where, `reserveSize of database "${name}"`, reserveSize, 0, 1_000);
  }
}

function checkUsers(where: string, users: readonly string[]): void {
  if (users.length === 0)
    throw new Error(`${where}: userSecretArns is empty, so nobody could log in; list at least one secret.`);
  for (const user of users) {
    if (/^[a-z]([-a-z0-9_]*[a-z0-9])?$/.test(user) && user !== STATS_USER) continue;
    throw new Error(
      `${where}: userSecretArns has "${user}"; allowed are a-z, 0-9, "-" and "_", beginning with a letter, and not "${STATS_USER}".`,
    );
  }
}

function within(where: string, argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
}
