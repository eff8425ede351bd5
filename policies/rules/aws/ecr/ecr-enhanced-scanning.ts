import { all, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

const CONTINUOUS = { rules: [{ scanFrequency: "CONTINUOUS_SCAN" }] };

export default defineRule({
  id: "ecr-enhanced-scanning",
  title: "Use enhanced continuous scanning for the registry.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "New flaws appear after the push.",
  fix: "Set scanType to ENHANCED and scanFrequency to CONTINUOUS_SCAN.",
  links: [awsDocs("Enhanced scanning", "AmazonECR/latest/userguide/image-scanning-enhanced.html")],
  types: ["aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"],
  check: (registry) => {
    const rules = registry.get("rules");
    return all(
      () =>
        registry.get("scanType").mustBe("ENHANCED", "Images are scanned once, at the push; set scanType to ENHANCED"),
      () =>
        some(rules.items(), (rule) => rule.get("scanFrequency").string() === "CONTINUOUS_SCAN")
          ? []
          : [rules.fail("New flaws in old images are missed; give a rule the scanFrequency CONTINUOUS_SCAN")],
    );
  },
  remediate: (registry) => whenUnset(registry, "scanType", "ENHANCED"),
  examples: {
    pass: [{ inputs: { scanType: "ENHANCED", ...CONTINUOUS } }],
    fail: [
      { name: "not set", inputs: CONTINUOUS, path: "/scanType", message: "scanned once" },
      { inputs: { scanType: "BASIC", ...CONTINUOUS }, path: "/scanType", message: "scanned once" },
      {
        inputs: { scanType: "ENHANCED", rules: [{ scanFrequency: "SCAN_ON_PUSH" }] },
        path: "/rules",
        message: "are missed",
      },
    ],
    undecided: [
      { inputs: { scanType: UNKNOWN, ...CONTINUOUS }, path: "/scanType" },
      { inputs: { scanType: "ENHANCED", rules: UNKNOWN }, path: "/rules" },
    ],
  },
});
