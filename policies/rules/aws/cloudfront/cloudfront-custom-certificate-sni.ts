import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-custom-certificate-sni",
  title: "Serve own domains with an ACM certificate over SNI.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The shared default certificate pins the lowest TLS version.",
  fix: "Set acmCertificateArn and sslSupportMethod sni-only.",
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "HTTPS for alternate domain names",
      "AmazonCloudFront/latest/DeveloperGuide/cnames-https-dedicated-ip-or-sni.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) => {
    const certificate = distribution.get("viewerCertificate");
    const standard = certificate.get("cloudfrontDefaultCertificate");
    const arn = certificate.get("acmCertificateArn");
    return all(
      () =>
        standard.mustNotBe(
          true,
          "The distribution serves the shared certificate, which allows old TLS; set acmCertificateArn",
        ),
      () =>
        standard.isUnknown || standard.boolean() === true || isGiven(distribution, arn)
          ? []
          : [arn.fail("The distribution has no certificate of ACM; set acmCertificateArn")],
      () =>
        arn.isUnknown || arn.isSet
          ? certificate
              .get("sslSupportMethod")
              .mustBe("sni-only", "The certificate may need dedicated addresses; set sslSupportMethod to sni-only")
          : [],
    );
  },
  remediate: (distribution) => {
    const arn = distribution.get("viewerCertificate", "acmCertificateArn");
    return arn.isUnknown || arn.isSet
      ? whenUnset(distribution, ["viewerCertificate", "sslSupportMethod"], "sni-only")
      : [];
  },
  examples: {
    pass: [
      {
        inputs: {
          viewerCertificate: {
            acmCertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1234",
            sslSupportMethod: "sni-only",
          },
        },
      },
    ],
    fail: [
      {
        inputs: { viewerCertificate: { cloudfrontDefaultCertificate: true } },
        path: "/viewerCertificate/cloudfrontDefaultCertificate",
        message: "shared certificate",
      },
      {
        name: "not set",
        inputs: { viewerCertificate: {} },
        path: "/viewerCertificate/acmCertificateArn",
        message: "no certificate of ACM",
      },
      {
        inputs: { viewerCertificate: { acmCertificateArn: UNKNOWN, sslSupportMethod: "vip" } },
        path: "/viewerCertificate/sslSupportMethod",
        message: "dedicated addresses",
      },
      {
        name: "no support method",
        inputs: { viewerCertificate: { acmCertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1234" } },
        path: "/viewerCertificate/sslSupportMethod",
        message: "dedicated addresses",
      },
    ],
    undecided: [
      {
        inputs: { viewerCertificate: { acmCertificateArn: UNKNOWN, sslSupportMethod: "sni-only" } },
        path: "/viewerCertificate/acmCertificateArn",
      },
      {
        inputs: { viewerCertificate: { cloudfrontDefaultCertificate: UNKNOWN } },
        path: "/viewerCertificate/cloudfrontDefaultCertificate",
      },
    ],
  },
});
