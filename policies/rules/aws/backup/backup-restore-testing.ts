import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan";

export default defineRule({
  id: "backup-restore-testing",
  title: "Schedule restore tests.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A backup that was never restored is a hope. Whether a stack tests restores at all, these resources do not tell: the rule judges those that are there.",
  fix: "Set scheduleExpression, such as cron(0 3 ? * SUN *).",
  links: [awsDocs("Restore testing", "aws-backup/latest/devguide/restore-testing.html")],
  types: [
    "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
  ],
  check: (resource) =>
    resource.type === PLAN
      ? isGiven(resource, resource.get("scheduleExpression"))
        ? []
        : [resource.get("scheduleExpression").fail("The restore test never runs; set scheduleExpression")]
      : isGiven(resource, resource.get("restoreTestingPlanName"))
        ? []
        : [resource.get("restoreTestingPlanName").fail("The selection belongs to no plan; set restoreTestingPlanName")],
  examples: {
    pass: [
      { inputs: { scheduleExpression: "cron(0 3 ? * SUN *)" } },
      {
        type: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        inputs: { restoreTestingPlanName: "weekly" },
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "weekly" }, path: "/scheduleExpression", message: "never runs" },
      { inputs: { scheduleExpression: "" }, path: "/scheduleExpression", message: "never runs" },
      {
        type: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        inputs: { name: "database" },
        path: "/restoreTestingPlanName",
        message: "no plan",
      },
    ],
    undecided: [{ inputs: { scheduleExpression: UNKNOWN }, path: "/scheduleExpression" }],
  },
});
