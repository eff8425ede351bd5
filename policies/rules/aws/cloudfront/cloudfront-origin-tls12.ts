import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-origin-tls12",
  title: "Allow only TLS 1.2 towards custom origins.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "SSLv3 and early TLS are broken.",
  fix: 'Set originSslProtocols to ["TLSv1.2"].',
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "HTTPS between CloudFront and origins",
      "AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) =>
    each(distribution.get("origins").items(), (origin) =>
      each(origin.get("customOriginConfig", "originSslProtocols").items(), (protocol) =>
        OUTDATED.has(protocol.string() ?? "")
          ? [protocol.fail("CloudFront may use an outdated protocol towards the origin; allow TLSv1.2 only")]
          : [],
      ),
    ),
  examples: {
    pass: [{ inputs: { origins: [{ customOriginConfig: { originSslProtocols: ["TLSv1.2"] } }] } }],
    fail: [
      {
        inputs: { origins: [{ customOriginConfig: { originSslProtocols: ["TLSv1.2", "TLSv1"] } }] },
        path: "/origins/0/customOriginConfig/originSslProtocols/1",
        message: "outdated protocol",
      },
    ],
    undecided: [
      {
        inputs: { origins: [{ customOriginConfig: { originSslProtocols: [UNKNOWN] } }] },
        path: "/origins/0/customOriginConfig/originSslProtocols/0",
      },
    ],
  },
});
const OUTDATED = new Set(["SSLv3", "TLSv1", "TLSv1.1"]);
