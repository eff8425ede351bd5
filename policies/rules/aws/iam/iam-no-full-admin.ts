import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Statement, coversAllResources } from "../../_policy-document.ts";
import { IDENTITY_POLICY_TYPES, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-full-admin",
  title: "Refuse policy statements that allow every action on every resource.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "It equals administrator access.",
  fix: "List the actions that the role calls and the resources it calls them on.",
  links: [securityHub("iam"), awsDocs("Least privilege", "IAM/latest/UserGuide/best-practices.html")],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [grantsEverything, coversAllResources],
      "allows every action on every resource; list the actions and resources that are needed",
    ),
  examples: {
    pass: [
      { inputs: { policy: policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }) } },
      { name: "a deny", inputs: { policy: policyText({ Effect: "Deny", Action: "*", Resource: "*" }) } },
      { name: "a role without inline policies", type: "aws:iam/role:Role", inputs: { assumeRolePolicy: UNKNOWN } },
    ],
    fail: [
      {
        inputs: {
          policy: policyText(
            { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" },
            { Sid: "All", Effect: "Allow", Action: ["sts:GetCallerIdentity", "*"], Resource: ["*"] },
          ),
        },
        path: "/policy",
        message: 'Statement "All" allows every action',
      },
      {
        type: "aws:iam/role:Role",
        inputs: {
          inlinePolicies: [
            { policy: UNKNOWN },
            { policy: policyText({ Effect: "Allow", Action: "*:*", Resource: "*" }) },
          ],
        },
        path: "/inlinePolicies/1/policy",
        message: "allows every action",
      },
      {
        name: "a permission set",
        type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        inputs: { inlinePolicy: policyText({ Effect: "Allow", Action: "**", Resource: "*" }) },
        path: "/inlinePolicy",
        message: "allows every action",
      },
      {
        name: "a document passed as an object",
        inputs: { policy: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } },
        path: "/policy/Statement",
        message: "Statement 1 allows every action",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: "*", Resource: UNKNOWN }] } },
        path: "/policy/Statement/0/Resource",
      },
    ],
  },
});
function grantsEverything(statement: Statement): boolean {
  return statement.actions().some((action) => /^\*+(?::\*+)?$/.test(action));
}
