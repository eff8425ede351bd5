import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-trust-no-wildcard-principal",
  title: "Refuse trust policies that let any principal assume a role.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Anyone with an AWS account could take it.",
  fix: "Name the accounts, roles or services that may assume the role.",
  links: [awsDocs("Trust policies", "IAM/latest/UserGuide/id_roles_create_for-custom.html")],
  types: ["aws:iam/role:Role"],
  check: (role) => refusePublicStatements(role, trustPolicy, "the role"),
  examples: {
    pass: [
      {
        inputs: {
          assumeRolePolicy: policyText({
            Effect: "Allow",
            Principal: { Service: "pods.eks.amazonaws.com" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
          }),
        },
      },
      {
        name: "everyone of one organisation",
        inputs: {
          assumeRolePolicy: policyText({
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          assumeRolePolicy: policyText({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
        },
        path: "/assumeRolePolicy",
        message: "allows every principal to use the role",
      },
      {
        inputs: {
          assumeRolePolicy: policyText({
            Effect: "Allow",
            NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "sts:AssumeRole",
          }),
        },
        path: "/assumeRolePolicy",
        message: "allows every principal",
      },
    ],
    undecided: [{ inputs: { assumeRolePolicy: UNKNOWN }, path: "/assumeRolePolicy" }],
  },
});
const trustPolicy: Documents = (role) => [role.get("assumeRolePolicy")];
