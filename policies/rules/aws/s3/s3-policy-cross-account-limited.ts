import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, coversAction, eachStatement } from "../../_policy-document.ts";
import { isForeign, ownAccountsConfig } from "../_accounts.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "s3-policy-cross-account-limited",
  title: "Do not let other accounts change policy, ACL, encryption or delete objects.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A compromised partner account must not control the bucket.",
  fix: "Remove the action, or list the account in the rule's settings when it is one of your own.",
  links: [
    securityHub("s3"),
    awsDocs("Cross-account access", "AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html"),
  ],
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"],
  config: ownAccountsConfig,
  check: (resource, { config }) =>
    eachStatement(resource, bucketPolicy, (statement) => {
      const foreign = () =>
        statement.principals().some(({ kind, text }) => kind === "AWS" && isForeign(text, config.ownAccounts));
      const controls = () => CONTROL.some((action) => coversAction(statement, action));
      if (!every([statement.allows, controls, foreign], (test) => test())) return [];
      return [
        statement.property.fail(
          `${statement.label} lets another account change the bucket or delete its objects; remove the action`,
        ),
      ];
    }),
  examples: {
    pass: [
      { inputs: { bucket: "shop" } },
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::444455556666:root" },
            Action: "s3:GetObject",
            Resource: "*",
          }),
        },
      },
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:*", Resource: "*" }),
        },
        config: { ownAccounts: ["111122223333"] },
      },
    ],
    fail: [
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: ["arn:aws:iam::444455556666:role/partner"] },
            Action: "s3:Put*",
            Resource: "*",
          }),
        },
        path: "/policy",
        message: "another account",
      },
    ],
    undecided: [{ type: "aws:s3/bucketPolicy:BucketPolicy", inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const bucketPolicy: Documents = (resource) => [resource.get("policy")];
const CONTROL = [
  "s3:putbucketpolicy",
  "s3:deletebucketpolicy",
  "s3:putbucketacl",
  "s3:putobjectacl",
  "s3:putencryptionconfiguration",
  "s3:deleteobject",
];
