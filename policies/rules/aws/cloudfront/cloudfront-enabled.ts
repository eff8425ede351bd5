import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-enabled",
  title: "Do not leave declared distributions disabled.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A forgotten disabled distribution keeps aliases and rights.",
  fix: "Set enabled to true, or remove the distribution.",
  links: [
    awsDocs(
      "Disabling and deleting distributions",
      "AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (resource) =>
    resource
      .get("enabled")
      .mustNotBe(false, "The distribution answers nothing and keeps its names; enable or remove it"),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { enabled: true } }],
    fail: [
      { inputs: { enabled: false }, path: "/enabled", message: "The distribution answers nothing and keeps its names" },
    ],
    undecided: [{ inputs: { enabled: UNKNOWN }, path: "/enabled" }],
  },
});
