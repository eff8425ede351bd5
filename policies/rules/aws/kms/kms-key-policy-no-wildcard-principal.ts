import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "kms-key-policy-no-wildcard-principal",
  title: "Refuse key policies that grant any action to every principal without a tight condition.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Anyone in any account could decrypt.",
  fix: "Name the principals, or add a condition on the calling account (kms:CallerAccount, aws:SourceAccount, aws:PrincipalOrgID).",
  links: [securityHub("kms"), awsDocs("Key policies", "kms/latest/developerguide/key-policies.html")],
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  check: (key) => refusePublicStatements(key, keyPolicy, "the key"),
  examples: {
    pass: [
      { name: "no policy: KMS gives the account's own", inputs: { description: "data" } },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "kms:*",
            Resource: "*",
          }),
        },
      },
      {
        name: "everyone, but only from one account",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
          }),
        },
      },
    ],
    fail: [
      {
        name: "a replica, whose policy is its own",
        type: "aws:kms/replicaKey:ReplicaKey",
        inputs: { policy: policyText({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }) },
        path: "/policy",
        message: "allows every principal",
      },
      {
        inputs: {
          policy: policyText({
            Sid: "Open",
            Effect: "Allow",
            Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] },
            Action: "kms:Decrypt",
            Resource: "*",
          }),
        },
        path: "/policy",
        message: 'Statement "Open" allows every principal',
      },
      {
        name: "a condition that narrows nothing",
        type: "aws:kms/keyPolicy:KeyPolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "kms:*",
            Resource: "*",
            Condition: { StringLikeIfExists: { "aws:PrincipalOrgID": "o-*" } },
          }),
        },
        path: "/policy",
        message: "Statement 1 allows every principal",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      { name: "no JSON", inputs: { policy: "{" }, path: "/policy" },
    ],
  },
});
const keyPolicy: Documents = (key) => [key.get("policy")];
