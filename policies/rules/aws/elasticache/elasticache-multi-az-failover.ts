import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-multi-az-failover",
  title: "Enable automatic failover over several zones.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A cache outage is a service outage.",
  fix: "Set automaticFailoverEnabled and multiAzEnabled to true, with at least one replica.",
  links: [securityHub("elasticache"), awsDocs("Multi-AZ", "AmazonElastiCache/latest/dg/AutoFailover.html")],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  check: (group, { tier }) => {
    if (tier === "nonprod") return NOT_APPLICABLE;
    return all(
      () =>
        group
          .get("automaticFailoverEnabled")
          .mustBe(true, "A failed primary is not replaced; set automaticFailoverEnabled to true"),
      () => group.get("multiAzEnabled").mustBe(true, "All nodes may share one zone; set multiAzEnabled to true"),
    );
  },
  examples: {
    pass: [{ inputs: { automaticFailoverEnabled: true, multiAzEnabled: true, numCacheClusters: 2 } }],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/multiAzEnabled", message: "one zone" },
      {
        inputs: { automaticFailoverEnabled: false, multiAzEnabled: UNKNOWN },
        path: "/automaticFailoverEnabled",
        message: "not replaced",
      },
    ],
    undecided: [
      { inputs: { automaticFailoverEnabled: UNKNOWN, multiAzEnabled: true }, path: "/automaticFailoverEnabled" },
      { inputs: { automaticFailoverEnabled: true, multiAzEnabled: UNKNOWN }, path: "/multiAzEnabled" },
    ],
  },
});
