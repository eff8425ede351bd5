import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-origin-https-only",
  title: "Talk HTTPS to custom origins.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The hop behind the edge crosses public networks.",
  fix: "Set originProtocolPolicy to https-only.",
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "HTTPS between CloudFront and origins",
      "AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) =>
    each(distribution.get("origins").items(), (origin) => {
      const config = origin.get("customOriginConfig");
      if (!config.isSet) return [];
      return config
        .get("originProtocolPolicy")
        .mustBe("https-only", "CloudFront may talk plain HTTP to the origin; set originProtocolPolicy to https-only");
    }),
  examples: {
    pass: [
      {
        inputs: {
          origins: [
            { originId: "api", customOriginConfig: { originProtocolPolicy: "https-only" } },
            { originId: "media" },
          ],
        },
      },
    ],
    fail: [
      {
        inputs: {
          origins: [
            { originId: "api", customOriginConfig: { originProtocolPolicy: "https-only" } },
            { originId: "old", customOriginConfig: { originProtocolPolicy: "match-viewer" } },
          ],
        },
        path: "/origins/1/customOriginConfig/originProtocolPolicy",
        message: "plain HTTP",
      },
    ],
    undecided: [
      {
        inputs: { origins: [{ customOriginConfig: { originProtocolPolicy: UNKNOWN } }] },
        path: "/origins/0/customOriginConfig/originProtocolPolicy",
      },
    ],
  },
});
