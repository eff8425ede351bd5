import * as z from "zod";
import { RDS_INSTANCE_CLASSES } from "../../components/_rds-classes.ts";
import { dailyWindow, logRetentionDays, region, weeklyWindow, whole } from "./_fields.ts";

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
    multiAz: z.boolean().default(true).describe("A standby in a second zone. Required in prod."),
    backupRetentionDays: whole(1, 35, "days").default(35).describe("How far back point-in-time recovery reaches."),
    backupReplication: z
      .exactOptional(z.strictObject({ region: region.describe("Region that holds the copies; not the home region.") }))
      .describe("Copies automated backups to another region. Required in prod."),
    backupWindow: dailyWindow.default("01:00-02:00").describe("When the daily snapshot is taken (UTC)."),
    maintenanceWindow: weeklyWindow.default("sun:03:00-sun:04:00").describe("When maintenance happens (UTC)."),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe("Refuses deletion until it is turned off. Required in prod."),
    slowQueryMilliseconds: whole(10, 60_000, "milliseconds")
      .default(500)
      .describe("Statements that take longer are logged."),
    logRetentionDays: logRetentionDays.default(90).describe("How long PostgreSQL and upgrade logs are kept."),
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
            .enum(["owner", "read-write", "read-only"])
            .describe("`owner` may change the schema (migrations); `read-write` and `read-only` only its rows."),
          via: z
            .enum(["pooler", "direct"])
            .default("pooler")
            .describe("Through PgBouncer, or straight to the instance (migrations, exporters)."),
          connections: whole(1, 200, "connections")
            .default(5)
            .describe("Most connections of a `direct` role; pooled roles are limited by the pooler's tier."),
        }),
      )
      .describe("Login roles of the applications, by name. Each is rotated as two alternating roles."),
  })
  .describe("The RDS for PostgreSQL instance.");

export const pooler = z
  .strictObject({
    tier: z
      .enum(["small", "medium", "large"])
      .default("small")
      .describe("Server connections per database and role on each replica: 10+5, 20+10 or 50+20 (pool + reserve)."),
    replicas: whole(2, 10, "replicas").default(2).describe("PgBouncer instances; each has pools of its own."),
    maxClientConnections: whole(100, 20_000, "connections")
      .default(2_000)
      .describe("Most client connections of one replica."),
    idleTransactionTimeoutSeconds: whole(5, 3_600, "seconds")
      .default(60)
      .describe("How long a client may keep a transaction open without a query."),
    maxPreparedStatements: whole(0, 5_000, "statements")
      .default(200)
      .describe("Prepared statements kept on each server connection."),
  })
  .prefault({})
  .describe("PgBouncer in front of the database, in transaction mode.");

export type DatabaseSettings = z.output<typeof database>;
export type PoolerSettings = z.output<typeof pooler>;
