import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeFeature } from "../_guardduty.ts";

export default defineRule({
  id: "guardduty-lambda-network",
  title: "Enable function network monitoring.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "It notices functions that call bad hosts.",
  fix: "Add an aws.guardduty.DetectorFeature named LAMBDA_NETWORK_LOGS with status ENABLED.",
  links: [securityHub("guardduty"), awsDocs("Lambda protection", "guardduty/latest/ug/lambda-protection.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector, { stack }) => judgeFeature(detector, stack, { name: "LAMBDA_NETWORK_LOGS" }),
  examples: {
    pass: [{ inputs: { enable: true }, stack: [feature("ENABLED")] }],
    fail: [
      { name: "not set", inputs: { enable: true }, path: "", message: "lacks LAMBDA_NETWORK_LOGS" },
      { inputs: { enable: true }, stack: [feature("DISABLED")], path: "", message: "lacks LAMBDA_NETWORK_LOGS" },
    ],
    undecided: [{ inputs: { enable: true }, stack: [feature(UNKNOWN)], path: "/status" }],
  },
});
function feature(status: Value) {
  return {
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    name: "feature",
    inputs: { detectorId: ref("subject"), name: "LAMBDA_NETWORK_LOGS", status },
  };
}
