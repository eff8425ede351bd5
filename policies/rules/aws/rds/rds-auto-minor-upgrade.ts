import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-auto-minor-upgrade",
  title: "Apply minor engine upgrades automatically.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Minor releases carry the security fixes.",
  fix: "Remove autoMinorVersionUpgrade or set it to true, with a maintenance window.",
  links: [
    securityHub("rds"),
    awsDocs("Automatic minor version upgrades", "AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  check: (database) =>
    database
      .get("autoMinorVersionUpgrade")
      .mustNotBe(false, "Security fixes of minor releases are not applied; set autoMinorVersionUpgrade to true"),
  remediate: (database) => whenUnset(database, "autoMinorVersionUpgrade", true),
  examples: {
    pass: [{ inputs: { autoMinorVersionUpgrade: true } }, { name: "not set", inputs: { engine: "postgres" } }],
    fail: [{ inputs: { autoMinorVersionUpgrade: false }, path: "/autoMinorVersionUpgrade", message: "not applied" }],
    undecided: [{ inputs: { autoMinorVersionUpgrade: UNKNOWN }, path: "/autoMinorVersionUpgrade" }],
  },
});
