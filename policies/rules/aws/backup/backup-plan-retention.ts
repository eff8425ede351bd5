import { z } from "zod";
import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

const RULE = { schedule: "cron(0 3 * * ? *)", lifecycle: { deleteAfter: 35 } };

export default defineRule({
  id: "backup-plan-retention",
  title: "Give each rule a schedule and a retention of at least the policy minimum.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Backups that expire too early do not help. A rule without deleteAfter keeps its backups for ever.",
  fix: "Set schedule, and lifecycle.deleteAfter to 35 days or more.",
  links: [securityHub("backup"), awsDocs("Backup plans", "aws-backup/latest/devguide/creating-a-backup-plan.html")],
  types: ["aws:backup/plan:Plan"],
  config: z.object({
    minDays: z.number().int().default(35).describe("Shortest retention in days, where production is guarded."),
  }),
  check: (plan, { config, tier }) =>
    each(plan.get("rules").items(), (rule) =>
      all(
        () => {
          const schedule = rule.get("schedule");
          return isGiven(plan, schedule) ? [] : [schedule.fail("The rule says not when it runs; set schedule")];
        },
        () => {
          const days = rule.get("lifecycle", "deleteAfter");
          return tier === "nonprod" || (days.number() ?? Infinity) >= config.minDays
            ? []
            : [days.fail(`Backups expire too early; set lifecycle.deleteAfter to ${config.minDays} or more`)];
        },
      ),
    ),
  examples: {
    pass: [
      { inputs: { rules: [RULE, { schedule: "cron(0 5 1 * ? *)" }] } },
      {
        name: "a test environment",
        inputs: { rules: [{ ...RULE, lifecycle: { deleteAfter: 7 } }] },
        tier: "nonprod",
      },
    ],
    fail: [
      {
        inputs: { rules: [RULE, { ...RULE, lifecycle: { deleteAfter: 7 } }] },
        path: "/rules/1/lifecycle/deleteAfter",
        message: "expire too early",
      },
      {
        name: "no schedule",
        inputs: { rules: [{ lifecycle: { deleteAfter: 40 } }] },
        path: "/rules/0/schedule",
        message: "when it runs",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [{ ...RULE, lifecycle: { deleteAfter: UNKNOWN } }] }, path: "/rules/0/lifecycle/deleteAfter" },
      { inputs: { rules: [{ ...RULE, schedule: UNKNOWN }] }, path: "/rules/0/schedule" },
    ],
  },
});
