import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "secretsmanager-rotation-interval",
  title: "Rotate at least every 90 days.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The interval caps the life of a stolen value.",
  fix: "Set rotationRules.automaticallyAfterDays to 90 or fewer.",
  links: [awsDocs("Rotation schedules", "secretsmanager/latest/userguide/rotate-secrets_schedule.html")],
  types: ["aws:secretsmanager/secretRotation:SecretRotation"],
  config: z.object({ maxDays: z.number().int().default(90).describe("Longest time between rotations in days.") }),
  check: (rotation, { config }) => {
    const rules = rotation.get("rotationRules");
    const days = rules.get("automaticallyAfterDays");
    const schedule = rules.get("scheduleExpression");
    const interval = days.number() ?? daysOf(schedule.string());
    if (interval !== undefined && interval <= config.maxDays) return [];
    const at = schedule.isSet ? schedule : days;
    return [at.fail(`The secret is rotated too seldom; rotate at least every ${config.maxDays} days`)];
  },
  examples: {
    pass: [
      { inputs: { rotationRules: { automaticallyAfterDays: 30 } } },
      { inputs: { rotationRules: { scheduleExpression: "rate(10 days)" } } },
      { inputs: { rotationRules: { scheduleExpression: "cron(0 3 1 * ? *)" } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { secretId: "shop" },
        path: "/rotationRules/automaticallyAfterDays",
        message: "too seldom",
      },
      {
        inputs: { rotationRules: { automaticallyAfterDays: 365 } },
        path: "/rotationRules/automaticallyAfterDays",
        message: "too seldom",
      },
      {
        inputs: { rotationRules: { scheduleExpression: "rate(200 days)" } },
        path: "/rotationRules/scheduleExpression",
        message: "too seldom",
      },
      {
        name: "once a year",
        inputs: { rotationRules: { scheduleExpression: "cron(0 3 1 1 ? *)" } },
        path: "/rotationRules/scheduleExpression",
        message: "too seldom",
      },
    ],
    undecided: [
      { inputs: { rotationRules: { automaticallyAfterDays: UNKNOWN } }, path: "/rotationRules/automaticallyAfterDays" },
      { inputs: { rotationRules: { scheduleExpression: UNKNOWN } }, path: "/rotationRules/scheduleExpression" },
    ],
  },
});
/** The days between runs of a schedule, at most; undefined where it runs in some months only. */
function daysOf(schedule: string | undefined): number | undefined {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule?.trim() ?? "") ?? [];
  if (count !== undefined) return unit === "hour" ? Number(count) / 24 : Number(count);
  const fields = /^cron\((.+)\)$/.exec(schedule?.trim() ?? "")?.[1]?.split(/\s+/);
  // Minute, hour, day, month, weekday: a cron that names no month runs in each.
  return fields?.[3] === "*" ? 31 : undefined;
}
