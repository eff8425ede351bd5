import * as z from "zod";
import { RDS_INSTANCE_CLASSES } from "../../components/_rds-classes.ts";
import { dailyWindow, image, logRetentionDays, region, weeklyWindow, whole } from "./_fields.ts";

const postgresName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,40}$/)
  .meta({ allowed: "lower-case letters, digits and underscores, starting with a letter, at most 41 characters" });

export const database = z
  .strictObject({
    engineVersion: z
      .enum(["16", "17", "18"])
      .default("17")
      .describe("Major version of PostgreSQL; minor upgrades are automatic."),
    majorUpgrade: z
      .boolean()
      .default(false)
      .describe(
        "Lets a higher `engineVersion` through, at once and with an interruption; for that one deployment. The runbook database-upgrade says how.",
      ),
    instanceClass: z
      .enum(RDS_INSTANCE_CLASSES as [string, ...string[]])
      .meta({ allowed: "an instance class of RDS for PostgreSQL such as db.m7g.large" })
      .describe("Instance class. Its memory decides `max_connections` and so how large the pools may be."),
    maxConnections: z
      .exactOptional(whole(50, 5_000, "connections"))
      .describe(
        "Sets `max_connections`; left out for the default of the class, of which a safe lower bound is assumed.",
      ),
    reservedConnections: whole(3, 200, "connections")
      .default(10)
      .describe("Kept free of the pools for bootstrap, rotation, exporters and people."),
    allocatedStorageGib: whole(20, 65_536, "GiB").describe("Storage (gp3) to begin with."),
    maxAllocatedStorageGib: whole(22, 65_536, "GiB").describe(
      "Storage to which the instance may grow by itself; at least 10 % above the start.",
    ),
    bootstrapImage: z
      .exactOptional(image)
      .describe(
        "Image built from runtime/pgbouncer, target bootstrap, by digest. Left out, everything with a role waits.",
      ),
    multiAz: z.boolean().default(true).describe("A standby in a second zone. Required in prod."),
    backupRetentionDays: whole(1, 35, "days").default(35).describe("How far back point-in-time recovery reaches."),
    backupReplication: z
      .exactOptional(z.strictObject({ region: region.describe("Region that holds the copies; not the home region.") }))
      .describe("Copies automated backups to another region. Required in prod."),
    backupWindow: dailyWindow.default("02:00-03:00").describe("When the daily snapshot is taken (UTC)."),
    maintenanceWindow: weeklyWindow.default("sun:03:30-sun:04:30").describe("When maintenance happens (UTC)."),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe("Refuses deletion until it is turned off. Required in prod."),
    slowStatementMilliseconds: whole(10, 60_000, "milliseconds")
      .default(1_000)
      .describe("Statements that take longer are logged with their text."),
    idleInTransactionTimeoutSeconds: whole(5, 3_600, "seconds")
      .default(300)
      .describe("A session that idles in a transaction for longer is ended."),
    logRetentionDays: logRetentionDays.default(365).describe("How long PostgreSQL and upgrade logs are kept."),
    databases: z
      .record(
        postgresName,
        z.strictObject({
          extensions: z
            .array(
              z.enum([
                "citext",
                "pg_stat_statements",
                "pg_trgm",
                "pgcrypto",
                "unaccent",
                "uuid-ossp",
                "btree_gin",
                "btree_gist",
              ]),
            )
            .default([])
            .describe("Extensions created in the database; all are trusted ones on RDS."),
        }),
      )
      .describe("Databases on the instance, by name."),
    roles: z
      .record(
        postgresName,
        z.strictObject({
          database: postgresName.describe("The database the role works in; a key of `database.databases`."),
          access: z
            .enum(["owner", "readwrite", "readonly", "monitor"])
            .describe(
              "`owner` may change the schema (migrations); `readwrite` and `readonly` only touch rows, `monitor` only statistics.",
            ),
          via: z
            .enum(["pooler", "direct"])
            .default("pooler")
            .describe("Through PgBouncer, or straight to the instance (migrations, exporters)."),
          connections: whole(1, 200, "connections")
            .default(5)
            .describe("Most connections of a `direct` role; pooled roles are limited by the pooler's tier."),
        }),
      )
      .describe(
        "Login roles of the applications, by name. Each is two logins that take turns, and for pooled ones a PgBouncer entry of its own.",
      ),
  })
  .describe("The RDS for PostgreSQL instance.");

export const pooler = z
  .strictObject({
    tier: z
      .enum(["small", "medium", "large"])
      .default("small")
      .describe("Server connections per database and role on each replica: 10+5, 20+10 or 50+20 (pool + reserve)."),
    image: z
      .exactOptional(image)
      .describe("Image built from runtime/pgbouncer, by digest. Left out, its clients wait."),
    exporterImage: z
      .exactOptional(image)
      .describe("Image of the PgBouncer exporter of prometheus-community, by digest."),
    replicas: whole(2, 10, "replicas").default(2).describe("PgBouncer instances; each has pools of its own."),
    maxClientConnections: whole(100, 20_000, "connections")
      .default(1_000)
      .describe("Most client connections of one replica."),
    idleTransactionTimeoutSeconds: whole(5, 3_600, "seconds")
      .default(60)
      .describe("How long a client may keep a transaction open without a query."),
    drainSeconds: whole(5, 600, "seconds")
      .default(60)
      .describe("Longest transaction that a stopping process waits for."),
  })
  .prefault({})
  .describe("PgBouncer in front of the database, in transaction mode.");
