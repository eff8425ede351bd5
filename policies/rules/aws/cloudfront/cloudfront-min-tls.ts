import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-min-tls",
  title: "Require at least TLS 1.2 from viewers, with a current security policy.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Older versions allow downgrade attacks.",
  fix: "Serve an own certificate with minimumProtocolVersion TLSv1.2_2021 or newer.",
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "Security policies",
      "AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  config: z.object({
    allowed: z
      .array(z.string())
      .default(["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"])
      .describe("Security policies that are current."),
  }),
  check: (distribution, { config }) => {
    const version = distribution.get("viewerCertificate", "minimumProtocolVersion");
    const standard = distribution.get("viewerCertificate", "cloudfrontDefaultCertificate");
    // With its own certificate CloudFront takes TLSv1 whatever the version says.
    if (standard.boolean() === true) {
      return [
        standard.fail("CloudFront's own certificate allows outdated TLS; use one of yours and remove this setting"),
      ];
    }
    if (config.allowed.includes(version.string() ?? "")) return [];
    return [version.fail(`Viewers may use outdated TLS; set minimumProtocolVersion to ${config.allowed.join(" or ")}`)];
  },
  remediate: (distribution) => {
    // CloudFront fixes the version for its own certificate.
    const certificate = distribution.get("viewerCertificate");
    if (certificate.isUnknown || !OWN.map((key) => certificate.get(key)).some((arn) => arn.isUnknown || arn.isSet))
      return [];
    return whenUnset(distribution, ["viewerCertificate", "minimumProtocolVersion"], "TLSv1.2_2021");
  },
  examples: {
    pass: [{ inputs: { viewerCertificate: { acmCertificateArn: UNKNOWN, minimumProtocolVersion: "TLSv1.2_2025" } } }],
    fail: [
      {
        name: "not set",
        inputs: { viewerCertificate: { acmCertificateArn: UNKNOWN } },
        path: "/viewerCertificate/minimumProtocolVersion",
        message: "outdated TLS",
      },
      {
        name: "CloudFront's own certificate",
        inputs: { viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" } },
        path: "/viewerCertificate/cloudfrontDefaultCertificate",
        message: "own certificate",
      },
      {
        inputs: { viewerCertificate: { minimumProtocolVersion: "TLSv1.1_2016" } },
        path: "/viewerCertificate/minimumProtocolVersion",
        message: "outdated TLS",
      },
    ],
    undecided: [
      {
        inputs: {
          viewerCertificate: { cloudfrontDefaultCertificate: UNKNOWN, minimumProtocolVersion: "TLSv1.2_2021" },
        },
        path: "/viewerCertificate/cloudfrontDefaultCertificate",
      },
      {
        inputs: { viewerCertificate: { minimumProtocolVersion: UNKNOWN } },
        path: "/viewerCertificate/minimumProtocolVersion",
      },
    ],
  },
});
const OWN = ["acmCertificateArn", "iamCertificateId"];
