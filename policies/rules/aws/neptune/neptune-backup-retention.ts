import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { mustKeepBackups } from "../_database-clusters.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "neptune-backup-retention",
  title: "Keep backups of graph databases for at least the required number of days.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "One day leaves no point to return to after a late-noticed corruption.",
  fix: "Set backupRetentionPeriod to seven days or more.",
  links: [
    securityHub("neptune"),
    awsDocs("Backing up and restoring", "neptune/latest/userguide/backup-restore-overview.html"),
  ],
  types: ["aws:neptune/cluster:Cluster"],
  config: z.object({ minDays: z.number().int().min(1).max(35).default(7).describe("Shortest retention in days.") }),
  check: (cluster, { config }) => mustKeepBackups(cluster, config.minDays, 1),
  remediate: (cluster) => whenUnset(cluster, "backupRetentionPeriod", 7),
  examples: {
    pass: [{ inputs: { backupRetentionPeriod: 14 } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterIdentifier: "shop" },
        path: "/backupRetentionPeriod",
        message: "kept for 1 days",
      },
      {
        inputs: { backupRetentionPeriod: 0 },
        path: "/backupRetentionPeriod",
        message: "set backupRetentionPeriod to 7",
      },
    ],
    undecided: [{ inputs: { backupRetentionPeriod: UNKNOWN }, path: "/backupRetentionPeriod" }],
  },
});
