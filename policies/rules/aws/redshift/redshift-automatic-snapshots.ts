import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "redshift-automatic-snapshots",
  title: "Keep automatic snapshots of warehouses for at least the required number of days.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Zero or one day leaves no point to return to after a late-noticed corruption.",
  fix: "Set automatedSnapshotRetentionPeriod to seven days or more.",
  links: [securityHub("redshift"), awsDocs("Snapshots", "redshift/latest/mgmt/working-with-snapshots.html")],
  types: ["aws:redshift/cluster:Cluster"],
  config: z.object({ minDays: z.number().int().min(1).max(35).default(7).describe("Shortest retention in days.") }),
  check: (cluster, { config }) => {
    const retention = cluster.get("automatedSnapshotRetentionPeriod");
    const days = retention.number() ?? 1;
    return days >= config.minDays
      ? []
      : [
          retention.fail(
            `Automatic snapshots are kept for ${days} days; set automatedSnapshotRetentionPeriod to ${config.minDays} or more`,
          ),
        ];
  },
  remediate: (cluster) => whenUnset(cluster, "automatedSnapshotRetentionPeriod", 7),
  examples: {
    pass: [{ inputs: { automatedSnapshotRetentionPeriod: 14 } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterIdentifier: "shop" },
        path: "/automatedSnapshotRetentionPeriod",
        message: "kept for 1 days",
      },
      {
        inputs: { automatedSnapshotRetentionPeriod: 0 },
        path: "/automatedSnapshotRetentionPeriod",
        message: "set automatedSnapshotRetentionPeriod to 7",
      },
    ],
    undecided: [{ inputs: { automatedSnapshotRetentionPeriod: UNKNOWN }, path: "/automatedSnapshotRetentionPeriod" }],
  },
});
