import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-frame-options",
  title: "Forbid framing by other sites.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "It stops click-jacking.",
  fix: "Set securityHeadersConfig.frameOptions with frameOption DENY and override true.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
  ],
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  check: (policy) => {
    const frames = policy.get("securityHeadersConfig", "frameOptions");
    return all(
      () => {
        const option = frames.get("frameOption");
        return ["DENY", "SAMEORIGIN"].includes(option.string() ?? "")
          ? []
          : [option.fail("Other sites may frame the pages; set frameOptions.frameOption to DENY")];
      },
      () => frames.get("override").mustBe(true, "The origin may allow framing; set frameOptions.override to true"),
    );
  },
  remediate: (policy) => [
    ...whenUnset(policy, ["securityHeadersConfig", "frameOptions", "frameOption"], "DENY"),
    ...whenUnset(policy, ["securityHeadersConfig", "frameOptions", "override"], true),
  ],
  examples: {
    pass: [{ inputs: headers({ frameOption: "SAMEORIGIN", override: true }) }],
    fail: [
      {
        name: "not set",
        inputs: { name: "shop" },
        path: "/securityHeadersConfig/frameOptions/frameOption",
        message: "Other sites",
      },
      {
        inputs: headers({ frameOption: "ALLOWALL", override: true }),
        path: "/securityHeadersConfig/frameOptions/frameOption",
        message: "Other sites",
      },
      {
        inputs: headers({ frameOption: "DENY", override: false }),
        path: "/securityHeadersConfig/frameOptions/override",
        message: "may allow",
      },
    ],
    undecided: [
      {
        inputs: headers({ frameOption: UNKNOWN, override: true }),
        path: "/securityHeadersConfig/frameOptions/frameOption",
      },
      {
        inputs: headers({ frameOption: "DENY", override: UNKNOWN }),
        path: "/securityHeadersConfig/frameOptions/override",
      },
    ],
  },
});
function headers(frameOptions: Value) {
  return { securityHeadersConfig: { frameOptions } };
}
