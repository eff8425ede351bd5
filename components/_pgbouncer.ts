import type { PoolSize } from "./_pool-budget.ts";

/**
 * The oldest PgBouncer that may face clients. Up to 1.26.0 a user of the auth file can log in as any other SCRAM user,
 * administrators included (PgBouncer changelog, 1.26.1).
 */
export const PGBOUNCER_FLOOR = "1.26.1";

/** Where the files are in the image and the pod. Tests and benchmarks on one machine pass their own. */
export interface PgBouncerPaths {
  /** Directory of the generated files: `pgbouncer.ini` and `databases.ini`. Read-only. */
  readonly config: string;
  /** Directory in memory where the supervisor writes `userlist.txt`, `instance.ini`, `tls.crt` and `tls.key`. */
  readonly runtime: string;
  /** PEM bundle that vouches for the database server. */
  readonly serverCa: string;
}

export const PGBOUNCER_PATHS: PgBouncerPaths = {
  config: "/etc/pgbouncer",
  runtime: "/run/pgbouncer",
  serverCa: "/etc/ssl/rds/global-bundle.pem",
};

/** Name of the only console user. The supervisor makes its password in each pod; it may run SHOW and nothing else. */
export const STATS_USER = "pgbouncer_stats";

/** Seconds before a client that got no server connection is sent away: the applications' own pool timeout. */
const QUERY_WAIT_SECONDS = 30;
/** Seconds after which an unused server connection is renewed, so that load spreads again after a failover. */
const SERVER_LIFETIME_SECONDS = 3600;
/** Seconds to connect and log in to the server. */
const SERVER_CONNECT_SECONDS = 10;

/** TLS 1.2: forward secrecy and authenticated encryption only. */
const TLS12_CIPHERS = [
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
].join(":");
const TLS13_CIPHERS = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

export interface PgBouncerSettings {
  /** Version of the program that will read the file, `major.minor.patch`; keys that it does not know are left out. */
  readonly pgbouncerVersion: string;
  /** Address to listen on. @default "*" */
  readonly listenAddress?: string;
  /** @default 6432 */
  readonly port?: number;
  /** Clients that one process serves at once, waiting ones included. */
  readonly maxClientConnections: number;
  /** Seconds that a client may keep a transaction open without a query, and with it a server connection. @default 60 */
  readonly idleTransactionTimeoutSeconds?: number;
  /** Protocol-level prepared statements kept on a server connection; 0 turns the support off. @default 200 */
  readonly maxPreparedStatements?: number;
  /** Host names of all processes behind one address, in the order of their ordinals, so that a cancel request finds its session. */
  readonly peers: readonly string[];
  /** @default PGBOUNCER_PATHS */
  readonly paths?: PgBouncerPaths;
}

type Setting = readonly [key: string, value: string | number, since?: string];

/**
 * `pgbouncer.ini` without the databases: nothing in it depends on what the cloud hands out, so that a policy can read it before anything
 * exists. It includes `databases.ini` (`renderDatabases`) and what the supervisor writes.
 *
 * @throws If a version is malformed.
 */
export function renderPgBouncerIni(settings: PgBouncerSettings): string {
  const { pgbouncerVersion, port = 6432, paths = PGBOUNCER_PATHS } = settings;
  const knows = (since?: string) => since === undefined || isAtLeast(pgbouncerVersion, since);
  const lines = (entries: readonly Setting[]) =>
    entries.filter(([, , since]) => knows(since)).map(([key, value]) => `${key} = ${value}`.trimEnd());
  const hasPeers = knows("1.19.0") && settings.peers.length > 0;
  return [
    "[pgbouncer]",
    ...lines([...listening(settings, port), ...authentication(paths), ...clientTls(paths), ...serverTls(paths)]),
    ...lines([...pooling(settings), ...timeouts(settings), ...network, ...logging]),
    // The peer's own id, without a section: opening this one a second time sets everything in it back to the defaults.
    ...(hasPeers ? [`%include ${paths.runtime}/instance.ini`, "", "[peers]", ...peers(settings.peers, port)] : []),
    "",
    `%include ${paths.config}/databases.ini`,
    "",
  ].join("\n");
}

function listening({ listenAddress = "*" }: PgBouncerSettings, port: number): Setting[] {
  return [
    ["listen_addr", listenAddress],
    ["listen_port", port],
    // Empty is off: a socket in a shared directory would bypass TLS.
    ["unix_socket_dir", ""],
    ["listen_backlog", 1024],
  ];
}

function authentication(paths: PgBouncerPaths): Setting[] {
  return [
    ["auth_type", "scram-sha-256"],
    ["auth_file", `${paths.runtime}/userlist.txt`],
    // Nobody administers over the network: the supervisor reloads and drains by signal.
    ["admin_users", ""],
    ["stats_users", STATS_USER],
  ];
}

function clientTls(paths: PgBouncerPaths): Setting[] {
  return [
    ["client_tls_sslmode", "require"],
    ["client_tls_key_file", `${paths.runtime}/tls.key`],
    ["client_tls_cert_file", `${paths.runtime}/tls.crt`],
    ["client_tls_protocols", "tlsv1.2,tlsv1.3"],
    ["client_tls_ciphers", TLS12_CIPHERS],
    ["client_tls13_ciphers", TLS13_CIPHERS, "1.25.0"],
    ["client_tls_dheparams", "none"],
  ];
}

function serverTls(paths: PgBouncerPaths): Setting[] {
  return [
    ["server_tls_sslmode", "verify-full"],
    ["server_tls_ca_file", paths.serverCa],
    ["server_tls_protocols", "tlsv1.2,tlsv1.3"],
    ["server_tls_ciphers", TLS12_CIPHERS],
    ["server_tls13_ciphers", TLS13_CIPHERS, "1.25.0"],
  ];
}

function pooling(settings: PgBouncerSettings): Setting[] {
  return [
    ["pool_mode", "transaction"],
    ["max_client_conn", settings.maxClientConnections],
    ["max_prepared_statements", settings.maxPreparedStatements ?? 200, "1.21.0"],
    // JDBC sends extra_float_digits in every start-up packet. Without `options` in the list, versions before the floor can be made to
    // spin by a client that has not logged in; with it, they ignore what a client asks for in `options`.
    isAtLeast(settings.pgbouncerVersion, PGBOUNCER_FLOOR)
      ? ["ignore_startup_parameters", "extra_float_digits"]
      : ["ignore_startup_parameters", "extra_float_digits,options"],
    // Shows which pod holds a connection in pg_stat_activity.
    ["application_name_add_host", 1],
  ];
}

function timeouts({ idleTransactionTimeoutSeconds = 60 }: PgBouncerSettings): Setting[] {
  return [
    ["query_wait_timeout", QUERY_WAIT_SECONDS],
    ["server_lifetime", SERVER_LIFETIME_SECONDS],
    ["server_connect_timeout", SERVER_CONNECT_SECONDS],
    ["server_idle_timeout", 600],
    ["idle_transaction_timeout", idleTransactionTimeoutSeconds],
    ["reserve_pool_timeout", 3],
    ["client_login_timeout", 15],
    ["cancel_wait_timeout", 10, "1.19.0"],
    // A Multi-AZ failover moves the name to another address and takes a minute or two: look again soon, retry soon.
    ["server_login_retry", 3],
    ["server_check_delay", 10],
    ["dns_max_ttl", 5],
    ["dns_nxdomain_ttl", 5],
  ];
}

/** A server that vanished in a failover sends no FIN: notice it within a minute and a half. */
const network: readonly Setting[] = [
  ["tcp_keepalive", 1],
  ["tcp_keepidle", 60],
  ["tcp_keepintvl", 10],
  ["tcp_keepcnt", 3],
  ["tcp_user_timeout", 30_000],
];

/** To standard error, with who connected and why they left; the counters come from the exporter. */
const logging: readonly Setting[] = [
  ["syslog", 0],
  ["verbose", 0],
  ["log_connections", 1],
  ["log_disconnections", 1],
  ["log_pooler_errors", 1],
  ["log_stats", 0],
];

function peers(hosts: readonly string[], port: number): string[] {
  // Cancel requests come in bursts when the database is slow.
  return hosts.map((host, index) => `${index + 1} = host=${host} port=${port} pool_size=20`);
}

/** One name that clients connect to. */
export interface PgBouncerDatabase extends PoolSize {
  /** Name that clients use: letters, digits and underscores. */
  readonly name: string;
  /** Database on the server. @default `name` */
  readonly databaseName?: string;
}

export interface PgBouncerServer {
  readonly host: string;
  readonly port: number;
}

/**
 * `databases.ini`. Each entry is capped at pool + reserve server connections for all of its users together, which is what
 * `poolBudget` counts on.
 */
export function renderDatabases(
  databases: readonly PgBouncerDatabase[],
  server: PgBouncerServer,
  pgbouncerVersion: string,
): string {
  const reserve = isAtLeast(pgbouncerVersion, "1.24.0") ? "reserve_pool_size" : "reserve_pool";
  const lines = databases.map(({ name, databaseName = name, poolSize, reserveSize }) => {
    const target = `host=${server.host} port=${server.port} dbname=${databaseName}`;
    return `${name} = ${target} pool_size=${poolSize} ${reserve}=${reserveSize} max_db_connections=${poolSize + reserveSize}`;
  });
  return ["[databases]", ...lines, ""].join("\n");
}

/**
 * Whether a version is the same as another or newer.
 *
 * @throws If either is not `major.minor.patch`.
 */
export function isAtLeast(version: string, floor: string): boolean {
  const [left, right] = [parseVersion(version), parseVersion(floor)];
  const different = left.findIndex((part, index) => part !== right[index]);
  return different === -1 || (left[different] ?? 0) > (right[different] ?? 0);
}

function parseVersion(version: string): number[] {
  if (/^\d+\.\d+\.\d+$/.test(version)) return version.split(".").map(Number);
  throw new Error(`PgBouncer version is "${version}"; allowed is major.minor.patch, for example ${PGBOUNCER_FLOOR}.`);
}
