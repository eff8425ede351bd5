import { z } from "zod";
import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-snapshot-retention",
  title: "Keep automatic snapshots.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Queues and sessions in the cache may be the only copy.",
  fix: "Set snapshotRetentionLimit to seven days or more.",
  links: [
    securityHub("elasticache"),
    awsDocs("Automatic backups", "AmazonElastiCache/latest/dg/backups-automatic.html"),
  ],
  types: [
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/cluster:Cluster",
    "aws:elasticache/serverlessCache:ServerlessCache",
  ],
  config: z.object({ minDays: z.number().int().min(1).max(35).default(7).describe("Shortest retention in days.") }),
  check: (cache, { config }) => {
    const limit = cache.get("snapshotRetentionLimit");
    const days = limit.number() ?? 0;
    if (days >= config.minDays) return [];
    if (!canSnapshot(cache)) return NOT_APPLICABLE;
    return [limit.fail(`Snapshots are kept for ${days} days; set snapshotRetentionLimit to ${config.minDays} or more`)];
  },
  remediate: (cache) => (cache.type === GROUP ? whenUnset(cache, "snapshotRetentionLimit", 7) : []),
  examples: {
    pass: [{ inputs: { snapshotRetentionLimit: 7 } }],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/snapshotRetentionLimit", message: "kept for 0 days" },
      {
        type: "aws:elasticache/serverlessCache:ServerlessCache",
        inputs: { engine: "valkey", snapshotRetentionLimit: 1 },
        path: "/snapshotRetentionLimit",
        message: "kept for 1 days",
      },
    ],
    undecided: [
      { inputs: { snapshotRetentionLimit: UNKNOWN }, path: "/snapshotRetentionLimit" },
      { type: "aws:elasticache/cluster:Cluster", inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

/** Memcached has no snapshots, and a member takes those of its group. */
function canSnapshot(cache: Resource): boolean {
  if (cache.type === GROUP) return true;
  const group = cache.get("replicationGroupId");
  return !group.isUnknown && !group.isSet && cache.get("engine").string() !== "memcached";
}
