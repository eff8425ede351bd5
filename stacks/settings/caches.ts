import * as z from "zod";
import { dailyWindow, referenceName, weeklyWindow, whole } from "./_fields.ts";

const nodeType = z
  .string()
  .regex(/^cache\.[a-z]\d+[a-z]*\.(micro|small|medium|large|\d{0,2}xlarge)$/)
  .meta({ allowed: "an ElastiCache node type such as cache.t4g.small" });

const store = {
  nodeType: nodeType.describe("Node type of every node."),
  replicas: whole(1, 5, "replicas").default(1).describe("Read replicas beside the primary, in other zones."),
  snapshotRetentionDays: whole(0, 35, "days").default(7).describe("How long daily snapshots are kept; 0 takes none."),
  snapshotWindow: dailyWindow.default("02:00-03:00").describe("When the snapshot is taken (UTC)."),
  maintenanceWindow: weeklyWindow.default("sun:04:00-sun:05:00").describe("When maintenance happens (UTC)."),
} as const;

/** What a cache user keeps. Only `cache` survives eviction. */
export const DURABLE_PURPOSES = ["sessions", "revocations", "limits", "queues"] as const;

export const caches = z
  .strictObject({
    engineVersion: z.enum(["7.2", "8.0", "8.1", "8.2"]).default("8.2").describe("Version of Valkey."),
    stores: z
      .strictObject({
        state: z
          .strictObject({
            ...store,
            evictionPolicy: z
              .literal("noeviction")
              .default("noeviction")
              .describe("Nothing is thrown away; a full store refuses writes and raises an alarm."),
          })
          .describe("Sessions, revocations, limits and queues."),
        cache: z
          .exactOptional(
            z.strictObject({
              ...store,
              snapshotRetentionDays: whole(0, 35, "days")
                .default(0)
                .describe("How long daily snapshots are kept; a cache needs none."),
              evictionPolicy: z
                .enum(["volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu"])
                .default("volatile-lru")
                .describe("What is thrown away when memory is full."),
            }),
          )
          .describe("Values that can be computed again."),
      })
      .describe("The replication groups."),
    users: z
      .record(
        referenceName,
        z.strictObject({
          store: z.enum(["state", "cache"]).describe("The store the user may log in to."),
          purposes: z
            .array(z.enum([...DURABLE_PURPOSES, "cache"]))
            .min(1)
            .describe("What the user keeps. Everything but `cache` needs the store `state`."),
          keyPrefixes: z
            .array(
              z
                .string()
                .regex(/^[a-z0-9][\w:.-]{0,60}$/i)
                .meta({ allowed: "a key prefix such as limit:" }),
            )
            .min(1)
            .describe("Prefixes of the keys the user may touch."),
          commands: z
            .array(
              z.enum([
                "read",
                "write",
                "string",
                "hash",
                "list",
                "set",
                "sortedset",
                "stream",
                "pubsub",
                "scripting",
                "transaction",
                "blocking",
              ]),
            )
            .min(1)
            .describe("Command categories the user may call; dangerous and administrative ones are never granted."),
          channelPrefixes: z
            .array(
              z
                .string()
                .regex(/^[a-z0-9][\w:.-]{0,60}$/i)
                .meta({ allowed: "a channel prefix such as chat:" }),
            )
            .default([])
            .describe("Prefixes of the channels the user may publish and subscribe to."),
        }),
      )
      .describe("One user per consumer, each with two passwords so that rotation breaks nobody."),
  })
  .describe("ElastiCache for Valkey, by purpose.");

export type CachesSettings = z.output<typeof caches>;
