import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-oac-signs-always",
  title: "Let the origin access control sign every request with SigV4.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Unsigned or viewer-overridden requests defeat the private bucket.",
  fix: "Set signingBehavior to always and signingProtocol to sigv4.",
  links: [
    awsDocs(
      "Restricting access to an S3 origin",
      "AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    ),
  ],
  types: ["aws:cloudfront/originAccessControl:OriginAccessControl"],
  check: (control) =>
    all(
      () =>
        control
          .get("signingBehavior")
          .mustBe("always", "Requests may reach the origin unsigned; set signingBehavior to always"),
      () =>
        control
          .get("signingProtocol")
          .mustBe("sigv4", "Requests are not signed with SigV4; set signingProtocol to sigv4"),
    ),
  remediate: (control) => [
    ...whenUnset(control, "signingBehavior", "always"),
    ...whenUnset(control, "signingProtocol", "sigv4"),
  ],
  examples: {
    pass: [{ inputs: { signingBehavior: "always", signingProtocol: "sigv4" } }],
    fail: [
      {
        name: "not set",
        inputs: { originAccessControlOriginType: "s3" },
        path: "/signingBehavior",
        message: "unsigned",
      },
      {
        inputs: { signingBehavior: "no-override", signingProtocol: "sigv4" },
        path: "/signingBehavior",
        message: "unsigned",
      },
    ],
    undecided: [
      { inputs: { signingBehavior: UNKNOWN, signingProtocol: "sigv4" }, path: "/signingBehavior" },
      { inputs: { signingBehavior: "always", signingProtocol: UNKNOWN }, path: "/signingProtocol" },
    ],
  },
});
