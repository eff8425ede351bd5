import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { behavioursOf } from "../_cloudfront.ts";

export default defineRule({
  id: "cloudfront-https-viewers",
  title: "Redirect viewers to HTTPS or accept HTTPS only, in every cache behaviour.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "One plain-HTTP behaviour is enough to leak cookies and signed URLs.",
  fix: "Set viewerProtocolPolicy to redirect-to-https or https-only.",
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "HTTPS between viewers and CloudFront",
      "AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) =>
    each(behavioursOf(distribution), (behaviour) => {
      const policy = behaviour.get("viewerProtocolPolicy");
      if (SAFE.has(policy.string() ?? "")) return [];
      return [
        policy.fail("The behaviour answers plain HTTP; set viewerProtocolPolicy to redirect-to-https or https-only"),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
          orderedCacheBehaviors: [{ viewerProtocolPolicy: "https-only" }],
        },
      },
    ],
    fail: [
      {
        inputs: {
          defaultCacheBehavior: { viewerProtocolPolicy: UNKNOWN },
          orderedCacheBehaviors: [{ viewerProtocolPolicy: "https-only" }, { viewerProtocolPolicy: "allow-all" }],
        },
        path: "/orderedCacheBehaviors/1/viewerProtocolPolicy",
        message: "plain HTTP",
      },
      {
        name: "not set",
        inputs: { defaultCacheBehavior: {} },
        path: "/defaultCacheBehavior/viewerProtocolPolicy",
        message: "plain HTTP",
      },
    ],
    undecided: [
      {
        inputs: { defaultCacheBehavior: { viewerProtocolPolicy: UNKNOWN } },
        path: "/defaultCacheBehavior/viewerProtocolPolicy",
      },
    ],
  },
});
const SAFE = new Set(["redirect-to-https", "https-only"]);
