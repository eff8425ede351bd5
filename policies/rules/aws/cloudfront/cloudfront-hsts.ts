import { z } from "zod";
import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-hsts",
  title: "Send HSTS with at least one year, sub-domains included and origin override.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The first plain request of a user is the one that gets intercepted.",
  fix: "Set strictTransportSecurity with accessControlMaxAgeSec 31536000, includeSubdomains and override true.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
    {
      title: "MDN: Strict-Transport-Security",
      url: "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security",
    },
  ],
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  config: z.object({ minMaxAge: z.number().int().default(31_536_000).describe("Shortest max-age in seconds.") }),
  check: (policy, { config }) => {
    const hsts = policy.get("securityHeadersConfig", "strictTransportSecurity");
    return all(
      () => {
        const age = hsts.get("accessControlMaxAgeSec");
        return (age.number() ?? 0) >= config.minMaxAge
          ? []
          : [age.fail(`Browsers forget HTTPS too soon; set accessControlMaxAgeSec to ${config.minMaxAge} or more`)];
      },
      () =>
        hsts
          .get("includeSubdomains")
          .mustBe(true, "Sub-domains may still use plain HTTP; set includeSubdomains to true"),
      () => hsts.get("override").mustBe(true, "The origin may weaken the header; set override to true"),
    );
  },
  remediate: (policy) => [
    ...whenUnset(policy, ["securityHeadersConfig", "strictTransportSecurity", "accessControlMaxAgeSec"], 31_536_000),
    ...whenUnset(policy, ["securityHeadersConfig", "strictTransportSecurity", "includeSubdomains"], true),
    ...whenUnset(policy, ["securityHeadersConfig", "strictTransportSecurity", "override"], true),
  ],
  examples: {
    pass: [{ inputs: headers({ accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, override: true }) }],
    fail: [
      {
        name: "not set",
        inputs: { name: "shop" },
        path: "/securityHeadersConfig/strictTransportSecurity/accessControlMaxAgeSec",
        message: "too soon",
      },
      {
        inputs: headers({ accessControlMaxAgeSec: 31_536_000, includeSubdomains: false, override: true }),
        path: "/securityHeadersConfig/strictTransportSecurity/includeSubdomains",
        message: "Sub-domains",
      },
    ],
    undecided: [
      {
        inputs: headers({ accessControlMaxAgeSec: UNKNOWN, includeSubdomains: true, override: true }),
        path: "/securityHeadersConfig/strictTransportSecurity/accessControlMaxAgeSec",
      },
      {
        inputs: headers({ accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: UNKNOWN }),
        path: "/securityHeadersConfig/strictTransportSecurity/override",
      },
    ],
  },
});
function headers(strictTransportSecurity: Value) {
  return { securityHeadersConfig: { strictTransportSecurity } };
}
