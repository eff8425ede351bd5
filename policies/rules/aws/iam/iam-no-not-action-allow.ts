import { policyText } from "../../../examples.ts";
import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { IDENTITY_POLICY_TYPES, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-not-action-allow",
  title: "Refuse allow statements that use NotAction or NotResource.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "They grant everything that somebody forgot to list.",
  fix: "List what is allowed with Action and Resource; keep NotAction and NotResource for Deny.",
  links: [
    awsDocs("NotAction", "IAM/latest/UserGuide/reference_policies_elements_notaction.html"),
    awsDocs("NotResource", "IAM/latest/UserGuide/reference_policies_elements_notresource.html"),
  ],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [
        (statement) =>
          anyOf(
            () => statement.notActions().length > 0,
            () => statement.notResources().length > 0,
          ),
      ],
      "allows everything that is not listed; list what is allowed with Action and Resource",
    ),
  examples: {
    pass: [
      { inputs: { policy: policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }) } },
      { name: "a deny", inputs: { policy: policyText({ Effect: "Deny", NotAction: "sts:*", Resource: "*" }) } },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) },
        path: "/policy",
        message: "not listed",
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::private/*" }),
        },
        path: "/policy",
        message: "not listed",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
