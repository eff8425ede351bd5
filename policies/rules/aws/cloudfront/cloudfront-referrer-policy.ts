import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-referrer-policy",
  title: "Send a strict referrer policy.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Signed URLs in a referrer leak access.",
  fix: "Set securityHeadersConfig.referrerPolicy with strict-origin-when-cross-origin and override true.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
  ],
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  check: (policy) => {
    const referrer = policy.get("securityHeadersConfig", "referrerPolicy");
    return all(
      () => {
        const value = referrer.get("referrerPolicy");
        return STRICT.has(value.string() ?? "")
          ? []
          : [value.fail("Signed URLs leak in referrers; set referrerPolicy to strict-origin-when-cross-origin")];
      },
      () =>
        referrer.get("override").mustBe(true, "The origin may weaken the header; set referrerPolicy.override to true"),
    );
  },
  remediate: (policy) => [
    ...whenUnset(
      policy,
      ["securityHeadersConfig", "referrerPolicy", "referrerPolicy"],
      "strict-origin-when-cross-origin",
    ),
    ...whenUnset(policy, ["securityHeadersConfig", "referrerPolicy", "override"], true),
  ],
  examples: {
    pass: [{ inputs: headers({ referrerPolicy: "same-origin", override: true }) }],
    fail: [
      {
        name: "not set",
        inputs: { name: "shop" },
        path: "/securityHeadersConfig/referrerPolicy/referrerPolicy",
        message: "leak",
      },
      {
        inputs: headers({ referrerPolicy: "unsafe-url", override: true }),
        path: "/securityHeadersConfig/referrerPolicy/referrerPolicy",
        message: "leak",
      },
      {
        inputs: headers({ referrerPolicy: "no-referrer", override: false }),
        path: "/securityHeadersConfig/referrerPolicy/override",
        message: "may weaken",
      },
    ],
    undecided: [
      {
        inputs: headers({ referrerPolicy: UNKNOWN, override: true }),
        path: "/securityHeadersConfig/referrerPolicy/referrerPolicy",
      },
      {
        inputs: headers({ referrerPolicy: "no-referrer", override: UNKNOWN }),
        path: "/securityHeadersConfig/referrerPolicy/override",
      },
    ],
  },
});
const STRICT = new Set(["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"]);

function headers(referrerPolicy: Value) {
  return { securityHeadersConfig: { referrerPolicy } };
}
