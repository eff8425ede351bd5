import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-logging-on",
  title: "Keep logging of the trail switched on.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A stopped trail is a blind spot.",
  fix: "Remove enableLogging or set it to true.",
  links: [
    securityHub("cloudtrail"),
    awsDocs("Stopping logging", "awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) => trail.get("enableLogging").mustNotBe(false, "The trail records nothing; set enableLogging to true"),
  remediate: (trail) => whenUnset(trail, "enableLogging", true),
  examples: {
    pass: [{ inputs: { enableLogging: true } }, { name: "not set", inputs: {} }],
    fail: [{ inputs: { enableLogging: false }, path: "/enableLogging", message: "records nothing" }],
    undecided: [{ inputs: { enableLogging: UNKNOWN }, path: "/enableLogging" }],
  },
});
