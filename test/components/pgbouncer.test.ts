import { describe, expect, test } from "vitest";
import { isAtLeast, renderDatabases, renderPgBouncerIni } from "../../components/_pgbouncer.ts";

const settings = {
  pgbouncerVersion: "1.26.1",
  maxClientConnections: 1000,
  peers: ["pooler-0.pooler-peers.data.svc.cluster.local", "pooler-1.pooler-peers.data.svc.cluster.local"],
};

/** Key to value of one section; a key that stands twice is an error. */
function section(ini: string, name: string): Record<string, string> {
  const body = ini.split(/^\[(\w+)\]$/m);
  const entries = (body[body.indexOf(name) + 1] ?? "")
    .split("\n")
    .filter((line) => line.includes(" ="))
    .map((line): [string, string] => [line.slice(0, line.indexOf(" =")), line.slice(line.indexOf(" =") + 2).trim()]);
  expect(new Set(entries.map(([key]) => key)).size).toBe(entries.length);
  return Object.fromEntries(entries);
}

describe("pgbouncer.ini", () => {
  test("is exactly this", () => {
    expect(section(renderPgBouncerIni(settings), "pgbouncer")).toEqual({
      listen_addr: "*",
      listen_port: "6432",
      unix_socket_dir: "",
      listen_backlog: "1024",
      auth_type: "scram-sha-256",
      auth_file: "/run/pgbouncer/userlist.txt",
      admin_users: "",
      stats_users: "pgbouncer_stats",
      client_tls_sslmode: "require",
      client_tls_key_file: "/run/pgbouncer/tls.key",
      client_tls_cert_file: "/run/pgbouncer/tls.crt",
      client_tls_protocols: "tlsv1.2,tlsv1.3",
      client_tls_ciphers: expect.stringMatching(/^(ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305):?)+$/),
      client_tls13_ciphers: "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256",
      client_tls_dheparams: "none",
      server_tls_sslmode: "verify-full",
      server_tls_ca_file: "/etc/ssl/rds/global-bundle.pem",
      server_tls_protocols: "tlsv1.2,tlsv1.3",
      server_tls_ciphers: expect.stringMatching(/^(ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305):?)+$/),
      server_tls13_ciphers: "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256",
      pool_mode: "transaction",
      max_client_conn: "1000",
      max_prepared_statements: "200",
      ignore_startup_parameters: "extra_float_digits",
      application_name_add_host: "1",
      query_wait_timeout: "30",
      server_lifetime: "3600",
      server_connect_timeout: "10",
      server_idle_timeout: "600",
      idle_transaction_timeout: "60",
      reserve_pool_timeout: "3",
      client_login_timeout: "15",
      cancel_wait_timeout: "10",
      server_login_retry: "3",
      server_check_delay: "10",
      dns_max_ttl: "5",
      dns_nxdomain_ttl: "5",
      tcp_keepalive: "1",
      tcp_keepidle: "60",
      tcp_keepintvl: "10",
      tcp_keepcnt: "3",
      tcp_user_timeout: "30000",
      syslog: "0",
      verbose: "0",
      log_connections: "1",
      log_disconnections: "1",
      log_pooler_errors: "1",
      log_stats: "0",
    });
  });

  test("lists every process as a peer, and includes what depends on the cloud and on the pod", () => {
    const ini = renderPgBouncerIni(settings);
    expect(section(ini, "peers")).toEqual({
      1: "host=pooler-0.pooler-peers.data.svc.cluster.local port=6432 pool_size=20",
      2: "host=pooler-1.pooler-peers.data.svc.cluster.local port=6432 pool_size=20",
    });
    // The pod's own id belongs to the section [pgbouncer], and no section stands twice.
    expect(ini.split("\n").filter((line) => /^[%[]/.test(line))).toEqual([
      "[pgbouncer]",
      "%include /run/pgbouncer/instance.ini",
      "[peers]",
      "%include /etc/pgbouncer/databases.ini",
    ]);
  });

  test.each([
    ["1.26.0", ["ignore_startup_parameters"], []],
    ["1.24.1", ["ignore_startup_parameters"], ["client_tls13_ciphers", "server_tls13_ciphers"]],
    [
      "1.20.1",
      ["ignore_startup_parameters"],
      ["client_tls13_ciphers", "max_prepared_statements", "server_tls13_ciphers"],
    ],
    [
      "1.18.0",
      ["ignore_startup_parameters"],
      ["cancel_wait_timeout", "client_tls13_ciphers", "max_prepared_statements", "server_tls13_ciphers"],
    ],
  ])("leaves out what %s does not know, and nothing else", (pgbouncerVersion, changed, absent) => {
    const newest = section(renderPgBouncerIni(settings), "pgbouncer");
    const older = section(renderPgBouncerIni({ ...settings, pgbouncerVersion }), "pgbouncer");
    const missing = Object.keys(newest).filter((key) => !(key in older));
    expect(missing.toSorted()).toEqual(absent);
    expect(Object.keys(older).filter((key) => older[key] !== newest[key])).toEqual(changed);
    expect(older.ignore_startup_parameters).toBe("extra_float_digits,options");
  });

  test("has no peers before 1.19", () => {
    const ini = renderPgBouncerIni({ ...settings, pgbouncerVersion: "1.18.0" });
    expect(ini).not.toContain("peers");
    expect(ini).not.toContain("instance.ini");
  });
});

describe("databases.ini", () => {
  const databases = [
    { name: "shop", poolSize: 20, reserveSize: 10 },
    { name: "reports", databaseName: "shop", poolSize: 2, reserveSize: 0 },
  ];
  const server = { host: "db.example.rds.amazonaws.com", port: 5432 };

  test("caps each entry at pool and reserve for all of its users", () => {
    expect(renderDatabases(databases, server, "1.26.1")).toBe(
      [
        "[databases]",
        "shop = host=db.example.rds.amazonaws.com port=5432 dbname=shop pool_size=20 reserve_pool_size=10 max_db_connections=30",
        "reports = host=db.example.rds.amazonaws.com port=5432 dbname=shop pool_size=2 reserve_pool_size=0 max_db_connections=2",
        "",
      ].join("\n"),
    );
  });

  test("uses the reserve's old name before 1.24", () => {
    expect(renderDatabases(databases, server, "1.23.1")).toContain(
      "pool_size=20 reserve_pool=10 max_db_connections=30",
    );
  });
});

test("compares versions by number and refuses other forms", () => {
  expect(isAtLeast("1.26.1", "1.26.1")).toBe(true);
  expect(isAtLeast("1.26.10", "1.26.9")).toBe(true);
  expect(isAtLeast("2.0.0", "1.26.1")).toBe(true);
  expect(isAtLeast("1.9.9", "1.26.1")).toBe(false);
  expect(isAtLeast("1.26.0", "1.26.1")).toBe(false);
  expect(() => isAtLeast("1.26", "1.26.1")).toThrow(
    'PgBouncer version is "1.26"; allowed is major.minor.patch, for example 1.26.1.',
  );
});
