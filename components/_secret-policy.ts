import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "./_iam.ts";

/**
 * The resource policy of every secret: it only denies, so rights still come from IAM, and nobody of the account
 * and no AWS service (which belongs to no account of ours) is shut out.
 */
export function secretPolicy(accountId: string): pulumi.Output<string> {
  return policyDocument([
    {
      sid: "DenyWithoutTls",
      effect: "Deny",
      actions: ["secretsmanager:*"],
      resources: "*",
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      sid: "DenyOtherAccounts",
      effect: "Deny",
      actions: ["secretsmanager:*"],
      resources: "*",
      principals: "*",
      conditions: {
        StringNotEquals: { "aws:PrincipalAccount": accountId },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ]);
}
