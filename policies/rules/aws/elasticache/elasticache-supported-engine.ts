import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-supported-engine",
  title: "Use an engine version that supports access lists and TLS changes (Valkey, or Redis 6 and later).",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Older engines lack per-user rights and stop receiving fixes. A version that is not set is the newest.",
  fix: "Set engine to valkey, or engineVersion to 7.1.",
  links: [awsDocs("Supported engine versions", "AmazonElastiCache/latest/dg/engine-versions.html")],
  types: [
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/cluster:Cluster",
    "aws:elasticache/serverlessCache:ServerlessCache",
  ],
  config: z.object({ minRedis: z.number().default(6).describe("Oldest major version of Redis.") }),
  check: (cache, { config }) => {
    const isGroup = cache.type === "aws:elasticache/replicationGroup:ReplicationGroup";
    const engine = cache.get("engine").string()?.toLowerCase() ?? (isGroup ? "redis" : undefined);
    if (engine === undefined || engine === "memcached") return NOT_APPLICABLE;
    if (engine === "valkey") return [];
    const version = cache.get(cache.type.endsWith(":ServerlessCache") ? "majorEngineVersion" : "engineVersion");
    const major = Number.parseInt(version.string() ?? "", 10);
    return Number.isNaN(major) || major >= config.minRedis
      ? []
      : [
          version.fail(
            `The engine is too old for users with rights of their own; move to Valkey or Redis ${config.minRedis}`,
          ),
        ];
  },
  examples: {
    pass: [
      { inputs: { engine: "valkey", engineVersion: "8.0" } },
      { name: "not set", inputs: { engine: "redis" } },
      {
        type: "aws:elasticache/serverlessCache:ServerlessCache",
        inputs: { engine: "redis", majorEngineVersion: "7" },
      },
    ],
    fail: [
      { inputs: { engineVersion: "5.0.6" }, path: "/engineVersion", message: "too old" },
      {
        type: "aws:elasticache/cluster:Cluster",
        inputs: { engine: "redis", engineVersion: "4.0.10" },
        path: "/engineVersion",
        message: "too old",
      },
      {
        type: "aws:elasticache/serverlessCache:ServerlessCache",
        inputs: { engine: "redis", majorEngineVersion: "5" },
        path: "/majorEngineVersion",
        message: "too old",
      },
    ],
    undecided: [
      { inputs: { engine: UNKNOWN }, path: "/engine" },
      { inputs: { engine: "redis", engineVersion: UNKNOWN }, path: "/engineVersion" },
    ],
  },
});
