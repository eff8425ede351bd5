import { Undecided } from "../../../property.ts";
import { defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { securityHub } from "../_links.ts";
import { BUCKET, isDomainOf } from "../_buckets.ts";
import { isS3Origin } from "../_cloudfront.ts";

export default defineRule({
  id: "cloudfront-origin-bucket-exists",
  title: "Point S3 origins only at buckets that the stack or account owns.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "A dangling bucket name can be claimed by an attacker.",
  fix: "Point the origin at bucketRegionalDomainName of a bucket of the stack.",
  links: [securityHub("cloudfront")],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution, { stack }) =>
    each(distribution.get("origins").items(), (origin) => {
      if (!isS3Origin(origin)) return [];
      const domain = origin.get("domainName");
      if (some(stack.ofType(BUCKET), (bucket) => isDomainOf(distribution, domain, bucket))) return [];
      if (domain.isUnknown) throw new Undecided(domain, "is not known before deployment");
      return [
        domain.fail(
          "The origin is a bucket that the stack does not hold, whose name a stranger could claim; use a bucket of the stack",
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          origins: [
            { domainName: "shop-media.s3.eu-central-1.amazonaws.com" },
            { domainName: "api.example.com", customOriginConfig: {} },
          ],
        },
        stack: [{ type: "aws:s3/bucket:Bucket", name: "media", inputs: { bucket: "shop-media" } }],
      },
    ],
    fail: [
      {
        inputs: { origins: [{ domainName: "gone.s3.eu-central-1.amazonaws.com" }] },
        stack: [{ type: "aws:s3/bucket:Bucket", name: "media", inputs: { bucket: "shop-media" } }],
        path: "/origins/0/domainName",
        message: "stranger could claim",
      },
    ],
    undecided: [{ inputs: { origins: [{ domainName: UNKNOWN }] }, path: "/origins/0/domainName" }],
  },
});
