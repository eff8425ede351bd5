import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "backup-plan-continuous",
  title: "Turn on continuous backup for resources that support point-in-time restore.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Daily points can lose a day. A plan for resources that keep their own point-in-time backups, such as RDS instances, may be waived.",
  fix: "Set enableContinuousBackup to true with a retention of at most 35 days.",
  links: [awsDocs("Continuous backups", "aws-backup/latest/devguide/point-in-time-recovery.html")],
  types: ["aws:backup/plan:Plan"],
  check: (plan) => {
    const rules = plan.get("rules");
    return some(rules.items(), (rule) => rule.get("enableContinuousBackup").boolean() === true)
      ? []
      : [rules.fail("A day of changes may be lost; set enableContinuousBackup on a rule")];
  },
  examples: {
    pass: [{ inputs: { rules: [{ ruleName: "weekly" }, { enableContinuousBackup: true }] } }],
    fail: [
      { name: "not set", inputs: { rules: [{ ruleName: "daily" }] }, path: "/rules", message: "may be lost" },
      { inputs: { rules: [{ enableContinuousBackup: false }] }, path: "/rules", message: "may be lost" },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [{ enableContinuousBackup: UNKNOWN }] }, path: "/rules/0/enableContinuousBackup" },
    ],
  },
});
