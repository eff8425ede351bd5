import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeFeature } from "../_guardduty.ts";

export default defineRule({
  id: "guardduty-s3-protection",
  title: "Enable S3 data-event protection.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "It spots mass reads and malicious callers.",
  fix: "Add an aws.guardduty.DetectorFeature named S3_DATA_EVENTS with status ENABLED.",
  links: [securityHub("guardduty"), awsDocs("S3 protection", "guardduty/latest/ug/s3-protection.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector, { stack }) =>
    judgeFeature(detector, stack, { name: "S3_DATA_EVENTS", datasource: ["s3Logs", "enable"] }),
  examples: {
    pass: [
      { inputs: { enable: true }, stack: [feature("ENABLED")] },
      { name: "the older switch", inputs: { datasources: { s3Logs: { enable: true } } } },
    ],
    fail: [
      { name: "not set", inputs: { enable: true }, path: "", message: "lacks S3_DATA_EVENTS" },
      { inputs: { enable: true }, stack: [feature("DISABLED")], path: "", message: "lacks S3_DATA_EVENTS" },
    ],
    undecided: [{ inputs: { enable: true }, stack: [feature(UNKNOWN)], path: "/status" }],
  },
});
function feature(status: Value) {
  return {
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    name: "feature",
    inputs: { detectorId: ref("subject"), name: "S3_DATA_EVENTS", status },
  };
}
