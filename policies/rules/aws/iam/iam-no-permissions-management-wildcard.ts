import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { IDENTITY_POLICY_TYPES, grantsAny, isUnscoped, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-permissions-management-wildcard",
  title: "Refuse unscoped rights to change resource policies and permissions.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The holder can publish any resource.",
  fix: "Name the resources whose policies may be changed, or remove the action.",
  links: [
    awsDocs(
      "Access levels in policies",
      "IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
    ),
  ],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [managesPermissions, isUnscoped],
      "allows changing the permissions of any resource; name the resources",
    ),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::shop-media" }),
        },
      },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: "s3:Put*", Resource: "*" }) },
        path: "/policy",
        message: "changing the permissions",
      },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "kms:PutKeyPolicy",
            Resource: "arn:aws:kms:*:111122223333:key/*",
          }),
        },
        path: "/policy",
        message: "changing the permissions",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const managesPermissions = grantsAny([
  "s3:putbucketpolicy",
  "s3:deletebucketpolicy",
  "s3:putbucketacl",
  "s3:putobjectacl",
  "s3:putaccesspointpolicy",
  "s3:putbucketpublicaccessblock",
  "s3:putaccountpublicaccessblock",
  "kms:putkeypolicy",
  "kms:creategrant",
  "sns:addpermission",
  "sqs:addpermission",
  "lambda:addpermission",
  "lambda:addlayerversionpermission",
  "secretsmanager:putresourcepolicy",
  "ecr:setrepositorypolicy",
  "backup:putbackupvaultaccesspolicy",
  "iam:updateassumerolepolicy",
  "iam:putrolepolicy",
  "iam:attachrolepolicy",
  "logs:putresourcepolicy",
]);
