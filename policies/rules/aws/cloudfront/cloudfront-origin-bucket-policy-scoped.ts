import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { type Condition, type Documents, eachStatement } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-origin-bucket-policy-scoped",
  title: "Limit the CloudFront service principal in origin bucket policies to the ARN of one distribution.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Any distribution of any customer could otherwise read through the service principal.",
  fix: "Add a condition StringEquals aws:SourceArn with the ARN of the distribution.",
  links: [
    awsDocs(
      "Restricting access to an S3 origin",
      "AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    ),
  ],
  types: ["aws:s3/bucketPolicy:BucketPolicy"],
  check: (policy) =>
    eachStatement(policy, bucketPolicy, (statement) => {
      const cloudFront = () =>
        statement.principals().some(({ kind, text }) => kind === "Service" && text === "cloudfront.amazonaws.com");
      const unbound = () => !statement.conditions().some(namesDistribution);
      if (!every([statement.allows, cloudFront, unbound], (test) => test())) return [];
      return [
        statement.property.fail(
          `${statement.label} lets any CloudFront distribution, of any customer, in; add a condition on aws:SourceArn`,
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          policy: allow({ StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E123" } }),
        },
      },
    ],
    fail: [
      { name: "no condition", inputs: { policy: allow({}) }, path: "/policy", message: "any CloudFront distribution" },
      {
        inputs: {
          policy: allow({ StringLike: { "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*" } }),
        },
        path: "/policy",
        message: "any CloudFront distribution",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const bucketPolicy: Documents = (resource) => [resource.get("policy")];
const EQUALITY = new Set(["stringequals", "arnequals", "stringlike", "arnlike"]);
const WILDCARD = /[*?]/;

function namesDistribution({ operator, key, values }: Condition): boolean {
  return (
    key === "aws:sourcearn" &&
    EQUALITY.has(operator) &&
    values.length > 0 &&
    !values.some((value) => WILDCARD.test(value))
  );
}

function allow(Condition: Value): string {
  const Principal = { Service: "cloudfront.amazonaws.com" };
  return policyText({ Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*", Condition });
}
