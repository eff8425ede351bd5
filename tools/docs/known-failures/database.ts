import { type Area, code, goTested, known, proven, rule, runbook, setting, tested } from "./_entry.ts";

const INSTANCE = "makes an encrypted, private, monitored instance with a password of RDS's own";
const PODS = "runs hardened pods that stop slowly and restart without losing the set";
const INI = "is exactly this";
const SUPERVISOR = "runtime/pgbouncer/cmd/supervisor/supervise_test.go";

export const database: Area = {
  title: "Postgres",
  failures: [
    known(
      "A pinned minor version is upgraded by RDS all the same, and from then on every preview wants to go back.",
      [code("components/_database-checks.ts", "DATABASE_VERSIONS"), rule("rds-auto-minor-upgrade")],
      tested("database", 'engineVersion is "17.4"; allowed are 16, 17, 18.', INSTANCE),
    ),
    known(
      "Blue/green deployments and a password that RDS keeps exclude each other, so that an upgrade planned that way is refused on the day.",
      [
        code("components/database.ts", "manageMasterUserPassword: true"),
        rule("rds-managed-master-password"),
        runbook("database-upgrade"),
      ],
      tested("database", INSTANCE),
    ),
    known(
      "A new major version is refused unless the call allows it, and keeps the old group of parameters in use until the instance has left it.",
      [
        setting("database.majorUpgrade"),
        code("stacks/platform/postgres.ts", "allowMajorVersionUpgrade: true, applyImmediately: true"),
        runbook("database-upgrade"),
      ],
      proven("stacks/platform", "takes a major version only in the deployment that asks for it, and then at once"),
    ),
    known(
      "After the end of standard support RDS charges extended support by the processor, unasked.",
      [
        code("components/database.ts", '"open-source-rds-extended-support-disabled"'),
        rule("rds-supported-engine-version"),
      ],
      tested("database", INSTANCE),
    ),
    known(
      "The advanced mode of Database Insights is refused without Performance Insights and exactly 465 days of retention.",
      [code("components/database.ts", 'insights === "advanced" ? 465 : 7'), rule("rds-performance-insights")],
      tested("database", "passes the knobs on, and each weakening only when it is asked for"),
    ),
    known(
      "Postgres on RDS takes connections without TLS and passwords as MD5 unless its parameters say otherwise.",
      [
        code("components/_database-parameters.ts", '"rds.force_ssl"'),
        rule("rds-postgres-force-ssl"),
        rule("rds-postgres-scram"),
      ],
      [
        ...tested("database", "sets the parameter group exactly"),
        ...proven("integration/postgres/bootstrap", "refuses MD5, connections without TLS and old TLS"),
      ],
    ),
    known(
      "Clients that know RSA alone refuse a server whose certificate an authority with elliptic keys has signed.",
      [code("components/database.ts", 'caCertIdentifier ?? "rds-ca-rsa2048-g1"'), rule("rds-modern-ca")],
      tested("database", INSTANCE),
    ),
    known(
      "A static parameter that is to apply at once is refused, after everything before it was changed.",
      [code("components/_database-parameters.ts", 'applyMethod: "pending-reboot"')],
      tested("database", "sets the parameter group exactly"),
    ),
    known(
      "The name of a final snapshot is used up by the first instance that is deleted, and the second cannot go.",
      [
        code("components/database.ts", "keepers: { kmsKeyArn: args.kmsKeyArn, masterUsername }"),
        rule("rds-final-snapshot"),
      ],
      tested("database", "renews the suffix with whatever replaces the instance", INSTANCE),
    ),
    known(
      "The class's label promises more memory than the server has, so that its default of max_connections is lower than it computes to.",
      [code("components/_rds-classes.ts", "HOST_BYTES")],
      tested("pooler-budget", "never promises more connections than servers were seen to offer"),
    ),
  ],
};

export const pooler: Area = {
  title: "PgBouncer",
  failures: [
    known(
      "A lookup of passwords in the server (auth_query) cannot work on RDS, where nobody may read them.",
      [code("components/_pgbouncer.ts", '"auth_file"'), rule("pgbouncer-credentials-from-secret")],
      tested("pgbouncer", INI),
    ),
    known(
      "The file of users holds passwords in clear, and PgBouncer goes on with old ones until it is told to reload.",
      [
        code("components/_pooler-pod.ts", 'memoryVolume("runtime", 1)'),
        code("runtime/pgbouncer/cmd/supervisor/supervise.go", "files.refresh(child)"),
      ],
      [
        ...tested("pooler", PODS),
        goTested(SUPERVISOR, "TestRendersReloadsAndDrains"),
        ...proven("integration/postgres/pooler", "takes a rotated password under load without one failed transaction"),
      ],
    ),
    known(
      "Up to 1.26.0 every user of the file can log in as every other.",
      [code("components/_pgbouncer.ts", "PGBOUNCER_FLOOR")],
      tested("pooler", 'pgbouncerVersion is "1.26.0"; allowed is 1.26.1 or later'),
    ),
    known(
      "Up to 1.26.0 a client that has not logged in can make the process spin, where start-up parameters are ignored without `options` among them.",
      [
        code("components/_pgbouncer.ts", '"extra_float_digits,options"'),
        code("components/_pooler-checks.ts", "isAtLeast(args.pgbouncerVersion, PGBOUNCER_FLOOR)"),
      ],
      tested("pgbouncer", "leaves out what %s does not know, and nothing else"),
    ),
    known(
      "Images that others publish move, want paying, write their configuration when they start, or log in by MD5.",
      [
        code("runtime/pgbouncer/Dockerfile", "sha256sum -c -"),
        code("components/_pooler-checks.ts", "assertDigestPinned(where, args.image)"),
        rule("pgbouncer-auth-scram"),
      ],
      tested("pooler", 'image is "registry.example.com/pgbouncer:1.26.1"; allowed is'),
    ),
    known(
      "In transaction mode advisory locks, session settings, LISTEN and temporary tables reach another session than the one they were made in, and migrations break half way.",
      [
        code("stacks/settings/rules/capacity.ts", "sends schema changes through the pooler"),
        code("components/pooler.ts", "What transaction pooling breaks"),
      ],
      proven("stacks/settings/capacity", "refuses schema changes through the pooler"),
    ),
    known(
      "By default PgBouncer offers clients no TLS and verifies no server.",
      [
        code("components/_pgbouncer.ts", '["server_tls_sslmode", "verify-full"]'),
        code("components/_pgbouncer.ts", '["client_tls_sslmode", "require"]'),
        rule("pgbouncer-client-tls"),
        rule("pgbouncer-server-tls-verify"),
      ],
      [
        ...tested("pgbouncer", INI),
        ...proven("integration/postgres/pooler", "does not talk to a server whose certificate it cannot verify"),
      ],
    ),
    known(
      "SIGTERM waits for all clients, and pools of applications never leave: the kubelet kills PgBouncer in the middle of transactions.",
      [
        code("runtime/pgbouncer/cmd/supervisor/supervise.go", "send(child, syscall.SIGINT)"),
        code("components/pooler.ts", "terminationGracePeriodSeconds: PRE_STOP_SECONDS + drainSeconds + STOP_SECONDS"),
      ],
      [
        ...tested("pooler", PODS),
        goTested(SUPERVISOR, "TestRendersReloadsAndDrains"),
        goTested(SUPERVISOR, "TestStopsAStubbornServer"),
        ...proven("integration/postgres/pooler", "lets an open transaction finish when it is told to stop"),
      ],
    ),
    known(
      "A request to cancel reaches any process behind the Service, and only its own knows the query.",
      [code("components/_pgbouncer.ts", '"[peers]"'), code("components/pooler.ts", "publishNotReadyAddresses: true")],
      [
        ...tested("pgbouncer", "lists every process as a peer, and includes what depends on the cloud and on the pod"),
        ...tested("pooler", "offers one address for clients and a stable one for each process"),
        goTested(SUPERVISOR, "TestPeerID"),
      ],
    ),
    known(
      "Pools are counted for each process, user and database, so that a few more replicas exhaust the server.",
      [
        code("components/_pool-budget.ts", "export function poolBudget"),
        code("components/_pgbouncer.ts", "max_db_connections="),
        setting("pooler.tier"),
      ],
      [
        ...tested("pooler-budget", "fits to the last connection and not beyond"),
        ...tested("pgbouncer", "caps each entry at pool and reserve for all of its users"),
        ...proven("stacks/settings/capacity", "proves that the pools fit the database"),
        ...proven(
          "integration/postgres/pooler",
          "opens no more server connections than pool and reserve, whoever asks",
        ),
      ],
    ),
    known(
      "One process uses one processor, however many its pod may have.",
      [code("components/_pooler-pod.ts", 'cpuLimit: "1", memory: "256Mi"'), setting("pooler.replicas")],
      tested("pooler", "// One process uses one processor at most."),
    ),
  ],
};
