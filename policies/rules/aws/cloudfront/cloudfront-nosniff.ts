import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-nosniff",
  title: "Forbid content-type sniffing.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Uploaded media must not be run as script.",
  fix: "Set securityHeadersConfig.contentTypeOptions.override to true.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
  ],
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  check: (resource) =>
    resource
      .get("securityHeadersConfig", "contentTypeOptions", "override")
      .mustBe(true, "Browsers guess the type of uploads and may run them; set contentTypeOptions.override to true"),
  remediate: (resource) => whenUnset(resource, ["securityHeadersConfig", "contentTypeOptions", "override"], true),
  examples: {
    pass: [{ inputs: { name: "shop", securityHeadersConfig: { contentTypeOptions: { override: true } } } }],
    fail: [
      {
        name: "not set",
        inputs: { name: "shop" },
        path: "/securityHeadersConfig/contentTypeOptions/override",
        message: "Browsers guess the type of uploads and may run them",
      },
      {
        inputs: { name: "shop", securityHeadersConfig: { contentTypeOptions: { override: false } } },
        path: "/securityHeadersConfig/contentTypeOptions/override",
        message: "Browsers guess the type of uploads and may run them",
      },
    ],
    undecided: [
      {
        inputs: { name: "shop", securityHeadersConfig: { contentTypeOptions: { override: UNKNOWN } } },
        path: "/securityHeadersConfig/contentTypeOptions/override",
      },
    ],
  },
});
