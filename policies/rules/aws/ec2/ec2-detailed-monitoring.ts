import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ec2-detailed-monitoring",
  title: "Monitor instances by the minute.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Five minutes are long where something is wrong.",
  fix: "Set monitoring to true.",
  links: [awsDocs("Detailed monitoring", "AWSEC2/latest/UserGuide/manage-detailed-monitoring.html")],
  types: ["aws:ec2/instance:Instance"],
  check: (instance) => {
    const monitoring = instance.get("monitoring");
    // A launch template may say it.
    if (instance.get("launchTemplate").isSet && !monitoring.isSet) return [];
    return monitoring.mustBe(true, "Metrics come every five minutes only; set monitoring to true");
  },
  remediate: (instance) => whenUnset(instance, "monitoring", true),
  examples: {
    pass: [
      { inputs: { monitoring: true } },
      { name: "by a launch template", inputs: { launchTemplate: { id: "lt-1" } } },
    ],
    fail: [
      { name: "not set", inputs: { instanceType: "m7g.large" }, path: "/monitoring", message: "five minutes" },
      { inputs: { monitoring: false }, path: "/monitoring", message: "five minutes" },
    ],
    undecided: [{ inputs: { monitoring: UNKNOWN }, path: "/monitoring" }],
  },
});
