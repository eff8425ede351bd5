import { UNKNOWN } from "../../../value.ts";
import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { coversAllResources } from "../../_policy-document.ts";
import { knowsNoResource } from "../_account-wide-actions.ts";
import { IDENTITY_POLICY_TYPES, isUnscoped, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-wildcard-resources",
  title: "Name resources for every action that supports it.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A wildcard resource widens each mistake to the whole account.",
  fix: "Name the ARNs; actions that know no resources may stand in a statement of their own.",
  links: [
    awsDocs(
      "Actions, resources and condition keys",
      "service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
  ],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [coversAllResources, isUnscoped, (statement) => !statement.actions().every(knowsNoResource)],
      "allows an action on every resource although it can be limited to named ones; name the ARNs",
    ),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: ["ecr:GetAuthorizationToken", "ec2:DescribeSubnets"],
            Resource: "*",
          }),
        },
      },
      { inputs: { policy: policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" }) } },
      {
        name: "limited by a tag",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "ec2:StopInstances",
            Resource: "*",
            Condition: { StringEquals: { "aws:ResourceTag/system": "shop" } },
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: ["ecr:GetAuthorizationToken", "sqs:SendMessage"],
            Resource: "*",
          }),
        },
        path: "/policy",
        message: "although it can be limited",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: [UNKNOWN] }] } },
        path: "/policy/Statement/0/Resource/0",
      },
    ],
  },
});
