import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "policy-doc-no-public-principal",
  title: "Refuse wildcard principals without narrowing conditions in every other resource policy.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Each new service with a policy is a new way to publish data.",
  fix: "Name the principals, or add a condition on the calling account, organisation or source ARN.",
  links: [awsDocs("Principals in policies", "IAM/latest/UserGuide/reference_policies_elements_principal.html")],
  types: [
    "aws:backup/vaultPolicy:VaultPolicy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:s3/accessPoint:AccessPoint",
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    "aws:lambda/resourcePolicy:ResourcePolicy",
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
  ],
  check: (resource) => refusePublicStatements(resource, resourcePolicy, "the resource"),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "backup:CopyIntoBackupVault",
            Resource: "*",
          }),
        },
      },
      { type: "aws:s3/accessPoint:AccessPoint", inputs: { bucket: "shop-media" } },
    ],
    fail: [
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: "*", Action: "backup:CopyIntoBackupVault", Resource: "*" }),
        },
        path: "/policy",
        message: "allows every principal",
      },
      {
        type: "aws:s3control/accessPointPolicy:AccessPointPolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "*" }),
        },
        path: "/policy",
        message: "allows every principal",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const resourcePolicy: Documents = (resource) => [resource.get("policy")];
