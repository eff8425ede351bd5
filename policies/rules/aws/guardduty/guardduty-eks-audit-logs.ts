import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { judgeFeature } from "../_guardduty.ts";

export default defineRule({
  id: "guardduty-eks-audit-logs",
  title: "Enable Kubernetes audit-log monitoring.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "It sees abuse of the cluster API.",
  fix: "Add an aws.guardduty.DetectorFeature named EKS_AUDIT_LOGS with status ENABLED.",
  links: [securityHub("guardduty"), awsDocs("EKS protection", "guardduty/latest/ug/kubernetes-protection.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (detector, { stack }) =>
    judgeFeature(detector, stack, { name: "EKS_AUDIT_LOGS", datasource: ["kubernetes", "auditLogs", "enable"] }),
  examples: {
    pass: [
      { inputs: { enable: true }, stack: [feature("ENABLED")] },
      { name: "the older switch", inputs: { datasources: { kubernetes: { auditLogs: { enable: true } } } } },
    ],
    fail: [
      { name: "not set", inputs: { enable: true }, path: "", message: "lacks EKS_AUDIT_LOGS" },
      { inputs: { enable: true }, stack: [feature("DISABLED")], path: "", message: "lacks EKS_AUDIT_LOGS" },
    ],
    undecided: [{ inputs: { enable: true }, stack: [feature(UNKNOWN)], path: "/status" }],
  },
});
function feature(status: Value) {
  return {
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    name: "feature",
    inputs: { detectorId: ref("subject"), name: "EKS_AUDIT_LOGS", status },
  };
}
