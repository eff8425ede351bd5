import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-session-duration",
  title: "Keep role sessions short.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A stolen session dies sooner.",
  fix: "Set maxSessionDuration to four hours or fewer, or leave it out.",
  links: [awsDocs("Session duration of roles", "IAM/latest/UserGuide/id_roles_update-role-settings.html")],
  types: ["aws:iam/role:Role"],
  config: z.object({ maxSeconds: z.number().int().default(14_400).describe("Longest session in seconds.") }),
  check: (role, { config }) => {
    const duration = role.get("maxSessionDuration");
    return (duration.number() ?? 3600) <= config.maxSeconds
      ? []
      : [duration.fail(`Sessions of the role live too long; set maxSessionDuration to ${config.maxSeconds} or fewer`)];
  },
  remediate: (role) => whenUnset(role, "maxSessionDuration", 3600),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { maxSessionDuration: 14400 } }],
    fail: [{ inputs: { maxSessionDuration: 43200 }, path: "/maxSessionDuration", message: "live too long" }],
    undecided: [{ inputs: { maxSessionDuration: UNKNOWN }, path: "/maxSessionDuration" }],
  },
});
