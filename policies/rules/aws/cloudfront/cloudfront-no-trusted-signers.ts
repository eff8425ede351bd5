import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { behavioursOf } from "../_cloudfront.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-no-trusted-signers",
  title: "Use key groups, not account key pairs, for signed URLs.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Account key pairs need root and cannot be rotated by role.",
  fix: "Remove trustedSigners and list an aws.cloudfront.KeyGroup in trustedKeyGroups.",
  links: [
    securityHub("cloudfront"),
    awsDocs("Trusted signers", "AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html"),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) =>
    each(behavioursOf(distribution), (behaviour) => {
      const signers = behaviour.get("trustedSigners");
      return signers.items().length === 0
        ? []
        : [signers.fail("Account key pairs sign the URLs; use trustedKeyGroups instead of trustedSigners")];
    }),
  examples: {
    pass: [{ name: "not set", inputs: { defaultCacheBehavior: { trustedKeyGroups: [UNKNOWN] } } }],
    fail: [
      {
        inputs: { defaultCacheBehavior: { trustedSigners: ["self"] } },
        path: "/defaultCacheBehavior/trustedSigners",
        message: "Account key pairs",
      },
      {
        inputs: { orderedCacheBehaviors: [{ pathPattern: "/a" }, { trustedSigners: ["111122223333"] }] },
        path: "/orderedCacheBehaviors/1/trustedSigners",
        message: "Account key pairs",
      },
    ],
    undecided: [
      {
        inputs: { defaultCacheBehavior: { trustedSigners: UNKNOWN } },
        path: "/defaultCacheBehavior/trustedSigners",
      },
    ],
  },
});
