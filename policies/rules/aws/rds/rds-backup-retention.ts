import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { mustKeepBackups } from "../_database-clusters.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-backup-retention",
  title: "Keep automated backups for at least the required number of days.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Zero or one day leaves no point to return to after a late-noticed corruption.",
  fix: "Set backupRetentionPeriod to seven days or more.",
  links: [
    securityHub("rds"),
    awsDocs("Automated backups", "AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: z.object({ minDays: z.number().int().min(1).max(35).default(7).describe("Shortest retention in days.") }),
  check: (database, { config }) => {
    if (isReplica(database)) return NOT_APPLICABLE;
    return mustKeepBackups(database, config.minDays, database.type === "aws:rds/cluster:Cluster" ? 1 : 0);
  },
  remediate: (database) => (isReplica(database) ? [] : whenUnset(database, "backupRetentionPeriod", 7)),
  examples: {
    pass: [{ inputs: { backupRetentionPeriod: 14 } }],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/backupRetentionPeriod", message: "kept for 0 days" },
      {
        name: "not set on a cluster",
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-postgresql" },
        path: "/backupRetentionPeriod",
        message: "kept for 1 days",
      },
      {
        inputs: { backupRetentionPeriod: 3 },
        path: "/backupRetentionPeriod",
        message: "set backupRetentionPeriod to 7",
      },
    ],
    undecided: [{ inputs: { backupRetentionPeriod: UNKNOWN }, path: "/backupRetentionPeriod" }],
  },
});
