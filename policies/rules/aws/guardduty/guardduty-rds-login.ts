import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeFeature } from "../_guardduty.ts";

export default defineRule({
  id: "guardduty-rds-login",
  title: "Enable database login protection.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "It notices brute force and odd logins.",
  fix: "Add an aws.guardduty.DetectorFeature named RDS_LOGIN_EVENTS with status ENABLED.",
  links: [securityHub("guardduty"), awsDocs("RDS protection", "guardduty/latest/ug/rds-protection.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector, { stack }) => judgeFeature(detector, stack, { name: "RDS_LOGIN_EVENTS" }),
  examples: {
    pass: [{ inputs: { enable: true }, stack: [feature("ENABLED")] }],
    fail: [
      { name: "not set", inputs: { enable: true }, path: "", message: "lacks RDS_LOGIN_EVENTS" },
      { inputs: { enable: true }, stack: [feature("DISABLED")], path: "", message: "lacks RDS_LOGIN_EVENTS" },
    ],
    undecided: [{ inputs: { enable: true }, stack: [feature(UNKNOWN)], path: "/status" }],
  },
});
function feature(status: Value) {
  return {
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    name: "feature",
    inputs: { detectorId: ref("subject"), name: "RDS_LOGIN_EVENTS", status },
  };
}
