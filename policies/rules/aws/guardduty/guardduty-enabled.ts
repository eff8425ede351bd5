import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "guardduty-enabled",
  title: "Enable a detector in each Region used.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "It is the cheapest broad threat detection.",
  fix: "Remove enable or set it to true.",
  links: [securityHub("guardduty"), awsDocs("GuardDuty", "guardduty/latest/ug/what-is-guardduty.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector) => detector.get("enable").mustNotBe(false, "The detector is suspended; set enable to true"),
  remediate: (detector) => whenUnset(detector, "enable", true),
  examples: {
    pass: [{ inputs: { enable: true } }, { name: "not set", inputs: {} }],
    fail: [{ inputs: { enable: false }, path: "/enable", message: "suspended" }],
    undecided: [{ inputs: { enable: UNKNOWN }, path: "/enable" }],
  },
});
