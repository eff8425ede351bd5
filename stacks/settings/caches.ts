import * as z from "zod";
import { dailyWindow, referenceName, weeklyWindow, whole } from "./_fields.ts";

const store = z.strictObject({
  nodeType: z
    .string()
    .regex(/^cache\.[a-z]\d+[a-z]*\.(micro|small|medium|large|\d{0,2}xlarge)$/)
    .meta({ allowed: "an ElastiCache node type such as cache.t4g.small" })
    .describe("Node type of every node."),
  nodes: z
    .exactOptional(whole(2, 6, "nodes"))
    .describe("Primary and replicas together, spread over the zones; left out for two."),
  singleNodeWithoutFailover: z
    .boolean()
    .default(false)
    .describe("One node in one zone: when it fails, everything since the last snapshot is lost. Not in prod."),
  snapshotRetentionDays: whole(1, 35, "days").default(7).describe("How long daily snapshots are kept."),
});

/** What a cache user keeps and must not lose. Only `cache` survives eviction; `inspect` keeps nothing. */
export const LASTING_PURPOSES = ["rate-limits", "revocations", "sessions", "queue"] as const;

const start = (example: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9:_.{}-]{0,60}$/)
    .meta({ allowed: `the start of a name such as ${example}, without a star` });

export const caches = z
  .strictObject({
    engineVersion: z.enum(["7.2", "8.0", "8.1", "8.2", "9.0"]).default("8.2").describe("Version of Valkey."),
    stores: z
      .strictObject({
        state: store.describe(
          "Sessions, revocations, limits and queues. Evicts nothing: full, it refuses writes and an alarm rings.",
        ),
        cache: z
          .exactOptional(store)
          .describe("Values that can be computed again. Evicts expiring keys when memory runs short."),
      })
      .describe("The replication groups."),
    users: z
      .record(
        referenceName,
        z.strictObject({
          store: z.enum(["state", "cache"]).describe("The store the user may log in to."),
          purposes: z
            .array(z.enum([...LASTING_PURPOSES, "cache", "inspect"]))
            .min(1)
            .describe(
              "What the user does; each purpose grants its commands and no others. All but `cache` and `inspect` need `state`. `inspect` only reads, for people.",
            ),
          keyPrefixes: z.array(start("limit:")).min(1).describe("Starts of the keys the user may touch."),
          channelPrefixes: z
            .array(start("chat:"))
            .default([])
            .describe("Starts of the channels the user may publish and subscribe to."),
        }),
      )
      .describe("One user for each consumer, with two passwords so that rotation breaks nobody."),
    snapshotWindow: dailyWindow.default("01:00-02:00").describe("When snapshots are taken (UTC), an hour at least."),
    maintenanceWindow: weeklyWindow
      .default("sun:03:00-sun:04:00")
      .describe("When maintenance happens (UTC), an hour at least."),
  })
  .describe("ElastiCache for Valkey, by purpose.");
