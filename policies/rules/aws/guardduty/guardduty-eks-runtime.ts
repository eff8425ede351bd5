import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeFeature } from "../_guardduty.ts";

export default defineRule({
  id: "guardduty-eks-runtime",
  title: "Enable runtime monitoring with a managed agent for EKS.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "It sees what happens inside containers.",
  fix: "Add an aws.guardduty.DetectorFeature named RUNTIME_MONITORING with status ENABLED.",
  links: [securityHub("guardduty"), awsDocs("Runtime monitoring", "guardduty/latest/ug/runtime-monitoring.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector, { stack }) =>
    judgeFeature(detector, stack, {
      name: "RUNTIME_MONITORING",
      older: "EKS_RUNTIME_MONITORING",
      additional: "EKS_ADDON_MANAGEMENT",
    }),
  examples: {
    pass: [
      { inputs: { enable: true }, stack: [feature("ENABLED")] },
      {
        name: "of EKS alone",
        inputs: { enable: true },
        stack: [feature("ENABLED", "EKS_RUNTIME_MONITORING")],
      },
    ],
    fail: [
      { name: "not set", inputs: { enable: true }, path: "", message: "lacks RUNTIME_MONITORING" },
      { inputs: { enable: true }, stack: [feature("DISABLED")], path: "", message: "lacks RUNTIME_MONITORING" },
    ],
    undecided: [{ inputs: { enable: true }, stack: [feature(UNKNOWN)], path: "/status" }],
  },
});
function feature(status: Value, name = "RUNTIME_MONITORING") {
  return {
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    name: "feature",
    inputs: {
      detectorId: ref("subject"),
      name,
      status,
      additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }],
    },
  };
}
