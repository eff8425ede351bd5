import { policyText } from "../../../examples.ts";
import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "secretsmanager-policy-not-public",
  title: "Refuse secret policies that grant access to every principal, and block public policies on attachment.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A public secret is no secret.",
  fix: "Name the principals in the policy and set blockPublicPolicy to true on the SecretPolicy.",
  links: [
    awsDocs("Resource policies of secrets", "secretsmanager/latest/userguide/auth-and-access_resource-policies.html"),
  ],
  types: ["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretPolicy:SecretPolicy"],
  check: (resource) =>
    all(
      () => refusePublicStatements(resource, secretPolicy, "the secret"),
      () => {
        if (resource.type !== SECRET_POLICY) return [];
        return resource
          .get("blockPublicPolicy")
          .mustBe(true, "Public policies are not refused when attached; set blockPublicPolicy to true");
      },
    ),
  remediate: (resource) => (resource.type === SECRET_POLICY ? whenUnset(resource, "blockPublicPolicy", true) : []),
  examples: {
    pass: [
      { name: "no policy", inputs: { name: "shop/database" } },
      {
        type: "aws:secretsmanager/secretPolicy:SecretPolicy",
        inputs: {
          blockPublicPolicy: true,
          policy: policyText({
            Effect: "Deny",
            Principal: "*",
            Action: "secretsmanager:*",
            Resource: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "secretsmanager:GetSecretValue",
            Resource: "*",
          }),
        },
        path: "/policy",
        message: "allows every principal",
      },
      {
        name: "not blocked",
        type: "aws:secretsmanager/secretPolicy:SecretPolicy",
        inputs: { policy: policyText() },
        path: "/blockPublicPolicy",
        message: "set blockPublicPolicy",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        type: "aws:secretsmanager/secretPolicy:SecretPolicy",
        inputs: { policy: policyText(), blockPublicPolicy: UNKNOWN },
        path: "/blockPublicPolicy",
      },
    ],
  },
});
const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const secretPolicy: Documents = (resource) => [resource.get("policy")];
