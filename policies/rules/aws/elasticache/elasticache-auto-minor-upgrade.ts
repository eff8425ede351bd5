import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elasticache-auto-minor-upgrade",
  title: "Let the cache take minor engine upgrades automatically.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Fixes arrive as minor versions.",
  fix: "Remove autoMinorVersionUpgrade or set it to true, with a maintenance window.",
  links: [
    securityHub("elasticache"),
    awsDocs("Version management", "AmazonElastiCache/latest/dg/VersionManagement.html"),
  ],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) =>
    cache
      .get("autoMinorVersionUpgrade")
      .mustNotBe(false, "Fixes of minor versions are not applied; set autoMinorVersionUpgrade to true"),
  remediate: (cache) => whenUnset(cache, "autoMinorVersionUpgrade", true),
  examples: {
    pass: [{ inputs: { autoMinorVersionUpgrade: true } }, { name: "not set", inputs: {} }],
    fail: [
      {
        type: "aws:elasticache/cluster:Cluster",
        inputs: { autoMinorVersionUpgrade: "false" },
        path: "/autoMinorVersionUpgrade",
        message: "not applied",
      },
    ],
    undecided: [{ inputs: { autoMinorVersionUpgrade: UNKNOWN }, path: "/autoMinorVersionUpgrade" }],
  },
});
