import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "s3-policy-no-public-principal",
  title: "Refuse bucket policies that allow any principal without a condition that narrows it.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A wildcard principal makes the bucket public.",
  fix: "Name the principals, or add a condition on the calling account, organisation, network or source ARN.",
  links: [
    securityHub("s3"),
    awsDocs("The meaning of public", "AmazonS3/latest/userguide/access-control-block-public-access.html"),
  ],
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"],
  check: (resource) => refusePublicStatements(resource, bucketPolicy, "the bucket"),
  examples: {
    pass: [
      { inputs: { bucket: "shop" } },
      {
        name: "one CloudFront distribution",
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { Service: "cloudfront.amazonaws.com" },
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::shop/*",
            Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E123" } },
          }),
        },
      },
      {
        name: "a deny",
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: { policy: policyText({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }) },
      },
    ],
    fail: [
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText({
            Sid: "PublicRead",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::shop/*",
          }),
        },
        path: "/policy",
        message: 'Statement "PublicRead" allows every principal',
      },
      {
        name: "an address range of everyone",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "*",
            Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"] } },
          }),
        },
        path: "/policy",
        message: "allows every principal",
      },
    ],
    undecided: [
      { type: "aws:s3/bucketPolicy:BucketPolicy", inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: {
          policy: { Statement: [{ Effect: "Allow", Principal: UNKNOWN, Action: "s3:GetObject", Resource: "*" }] },
        },
        path: "/policy/Statement/0/Principal",
      },
    ],
  },
});
const bucketPolicy: Documents = (resource) => [resource.get("policy")];
