import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Statement } from "../../_policy-document.ts";
import { IDENTITY_POLICY_TYPES, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-wildcard-actions",
  title: "Refuse action wildcards that cover a whole service or everything.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "New service actions would be granted the day they appear.",
  fix: "List the actions; a prefix such as s3:Get* is the widest that should be needed.",
  links: [
    securityHub("iam"),
    awsDocs(
      "Actions of AWS services",
      "service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
  ],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [allowsWholeService],
      "allows every action of a service, new ones included; list the actions that are needed",
    ),
  examples: {
    pass: [{ inputs: { policy: policyText({ Effect: "Allow", Action: ["s3:Get*", "s3:PutObject"], Resource: "*" }) } }],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: ["s3:GetObject", "SQS:*"], Resource: "*" }) },
        path: "/policy",
        message: "every action of a service",
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        inputs: { policy: policyText({ Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::shop/*" }) },
        path: "/policy",
        message: "every action of a service",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }] } },
        path: "/policy/Statement/0/Action/0",
      },
    ],
  },
});
/** `?*` leaves out the empty name alone. */
const WHOLE_SERVICE = /^(?:[^:]*:)?\??\*+$/;

function allowsWholeService(statement: Statement): boolean {
  return statement.actions().some((action) => WHOLE_SERVICE.test(action));
}
