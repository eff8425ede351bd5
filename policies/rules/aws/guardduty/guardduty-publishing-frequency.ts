import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "guardduty-publishing-frequency",
  title: "Publish updated findings every fifteen minutes.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Slow exports delay response.",
  fix: "Set findingPublishingFrequency to FIFTEEN_MINUTES.",
  links: [awsDocs("Frequency of findings", "guardduty/latest/ug/guardduty_findings_eventbridge.html")],
  types: ["aws:guardduty/detector:Detector"],
  check: (resource) =>
    resource
      .get("findingPublishingFrequency")
      .mustBe(
        "FIFTEEN_MINUTES",
        "Updates of findings arrive hours late; set findingPublishingFrequency to FIFTEEN_MINUTES",
      ),
  remediate: (resource) => whenUnset(resource, "findingPublishingFrequency", "FIFTEEN_MINUTES"),
  examples: {
    pass: [{ inputs: { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" } }],
    fail: [
      {
        name: "not set",
        inputs: { enable: true },
        path: "/findingPublishingFrequency",
        message: "Updates of findings arrive hours late",
      },
      {
        inputs: { enable: true, findingPublishingFrequency: "SIX_HOURS" },
        path: "/findingPublishingFrequency",
        message: "Updates of findings arrive hours late",
      },
    ],
    undecided: [{ inputs: { enable: true, findingPublishingFrequency: UNKNOWN }, path: "/findingPublishingFrequency" }],
  },
});
