import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { IDENTITY_POLICY_TYPES, grantsAny, isUnscoped, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-decrypt-on-all-keys",
  title: "Refuse identity policies that allow decrypt or re-encrypt on every key.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Such a policy turns any compromise into a compromise of all encrypted data.",
  fix: "Name the keys, or limit the use with a condition on kms:ViaService or kms:EncryptionContext.",
  links: [securityHub("kms"), awsDocs("IAM policies for KMS", "kms/latest/developerguide/iam-policies.html")],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(resource, [decrypts, isUnscoped], "allows decrypting with every key; name the keys"),
  examples: {
    pass: [
      {
        name: "keys with an alias",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/shop*" } },
          }),
        },
      },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: "arn:aws:kms:eu-central-1:111122223333:key/1234",
          }),
        },
      },
      { inputs: { policy: policyText({ Effect: "Allow", Action: ["kms:DescribeKey"], Resource: "*" }) } },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }) },
        path: "/policy",
        message: "every key",
      },
      {
        type: "aws:iam/role:Role",
        inputs: {
          inlinePolicies: [
            {
              policy: policyText({
                Effect: "Allow",
                Action: ["kms:ReEncrypt*"],
                Resource: ["arn:aws:kms:*:111122223333:key/*"],
              }),
            },
          ],
        },
        path: "/inlinePolicies/0/policy",
        message: "every key",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: UNKNOWN }] } },
        path: "/policy/Statement/0/Resource",
      },
    ],
  },
});
const decrypts = grantsAny(["kms:decrypt", "kms:reencryptfrom", "kms:reencryptto"]);
