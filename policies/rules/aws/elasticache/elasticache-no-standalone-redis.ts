import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-no-standalone-redis",
  title: "Run Redis or Valkey as a replication group, not as a bare cluster resource.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The bare form cannot encrypt at rest or authenticate.",
  fix: "Declare an aws.elasticache.ReplicationGroup, of one node where one is enough.",
  links: [awsDocs("Replication groups", "AmazonElastiCache/latest/dg/Replication.html")],
  types: ["aws:elasticache/cluster:Cluster"],
  check: (cluster) => {
    const engine = cluster.get("engine");
    const standalone = every(
      [
        () => ["redis", "valkey"].includes(engine.string()?.toLowerCase() ?? ""),
        () => !isGiven(cluster, cluster.get("replicationGroupId")),
      ],
      (test) => test(),
    );
    return standalone
      ? [engine.fail("The cache stands alone and cannot encrypt at rest; make it a replication group")]
      : [];
  },
  examples: {
    pass: [
      { inputs: { engine: "memcached" } },
      { name: "a member of a group", inputs: { replicationGroupId: "cache" } },
    ],
    fail: [
      { inputs: { engine: "redis", numCacheNodes: 1 }, path: "/engine", message: "stands alone" },
      { inputs: { engine: "valkey" }, path: "/engine", message: "stands alone" },
    ],
    undecided: [
      { inputs: { engine: UNKNOWN }, path: "/engine" },
      { inputs: { engine: "redis", replicationGroupId: UNKNOWN }, path: "/replicationGroupId" },
    ],
  },
});
