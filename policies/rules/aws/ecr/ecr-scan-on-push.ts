import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecr-scan-on-push",
  title: "Scan images on push, at repository or registry level.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Known vulnerabilities should be seen before deployment.",
  fix: "Set imageScanningConfiguration.scanOnPush to true, or let the registry scan on push or continuously.",
  links: [securityHub("ecr"), awsDocs("Image scanning", "AmazonECR/latest/userguide/image-scanning.html")],
  types: ["aws:ecr/repository:Repository", "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"],
  check: (resource) => {
    if (resource.type === "aws:ecr/repository:Repository") {
      return resource
        .get("imageScanningConfiguration", "scanOnPush")
        .mustBe(true, "Images are not scanned when pushed; set imageScanningConfiguration.scanOnPush to true");
    }
    const rules = resource.get("rules");
    const scans = some(rules.items(), (rule) => SCANNING.has(rule.get("scanFrequency").string() ?? ""));
    return scans
      ? []
      : [rules.fail("The registry scans no image by itself; add a rule with SCAN_ON_PUSH or CONTINUOUS_SCAN")];
  },
  remediate: (resource) =>
    resource.type === "aws:ecr/repository:Repository"
      ? whenUnset(resource, ["imageScanningConfiguration", "scanOnPush"], true)
      : [],
  examples: {
    pass: [
      { inputs: { imageScanningConfiguration: { scanOnPush: true } } },
      {
        type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        inputs: { scanType: "ENHANCED", rules: [{ scanFrequency: "CONTINUOUS_SCAN" }] },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "api" },
        path: "/imageScanningConfiguration/scanOnPush",
        message: "not scanned",
      },
      {
        type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        inputs: { scanType: "BASIC", rules: [{ scanFrequency: "MANUAL" }] },
        path: "/rules",
        message: "scans no image",
      },
    ],
    undecided: [
      {
        inputs: { imageScanningConfiguration: { scanOnPush: UNKNOWN } },
        path: "/imageScanningConfiguration/scanOnPush",
      },
      {
        type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        inputs: { rules: [{ scanFrequency: UNKNOWN }] },
        path: "/rules/0/scanFrequency",
      },
    ],
  },
});
const SCANNING = new Set(["SCAN_ON_PUSH", "CONTINUOUS_SCAN"]);
