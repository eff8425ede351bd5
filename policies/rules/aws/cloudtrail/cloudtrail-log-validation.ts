import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-log-validation",
  title: "Turn on log file integrity validation.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "It reveals edited or deleted log files.",
  fix: "Set enableLogFileValidation to true.",
  links: [
    securityHub("cloudtrail"),
    awsDocs("Log file integrity", "awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) =>
    trail
      .get("enableLogFileValidation")
      .mustBe(true, "Edited or deleted log files go unnoticed; set enableLogFileValidation to true"),
  remediate: (trail) => whenUnset(trail, "enableLogFileValidation", true),
  examples: {
    pass: [{ inputs: { enableLogFileValidation: true } }],
    fail: [
      { name: "not set", inputs: { s3BucketName: UNKNOWN }, path: "/enableLogFileValidation", message: "go unnoticed" },
    ],
    undecided: [{ inputs: { enableLogFileValidation: UNKNOWN }, path: "/enableLogFileValidation" }],
  },
});
