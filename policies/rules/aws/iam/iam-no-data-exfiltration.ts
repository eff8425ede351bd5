import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { IDENTITY_POLICY_TYPES, grantsAny, isUnscoped, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-data-exfiltration",
  title: "Refuse unscoped rights to read object, secret or parameter data.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "One stolen role could copy everything.",
  fix: "Name the buckets, secrets and parameters that may be read.",
  links: [awsDocs("Least privilege", "IAM/latest/UserGuide/best-practices.html")],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [readsData, isUnscoped],
      "allows reading the objects, secrets or parameters of the whole account; name those that are needed",
    ),
  examples: {
    pass: [
      {
        name: "objects with a tag",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: "*",
            Condition: { StringEquals: { "secretsmanager:ResourceTag/team": ["shop"] } },
          }),
        },
      },
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::shop-media/*" }),
        },
      },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::*/*" }) },
        path: "/policy",
        message: "of the whole account",
      },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: "arn:aws:secretsmanager:*:*:secret:*",
          }),
        },
        path: "/policy",
        message: "of the whole account",
      },
      ...[
        { StringLike: { "aws:ResourceTag/team": "*" } },
        { StringNotEquals: { "aws:ResourceTag/team": "audit" } },
        { StringEqualsIfExists: { "aws:ResourceTag/team": "shop" } },
        { "ForAllValues:StringEquals": { "aws:ResourceTag/team": "shop" } },
        { StringEquals: { "aws:ResourceAccount": "111122223333" } },
      ].map((Condition) => ({
        name: `a condition that names no resource: ${JSON.stringify(Condition)}`,
        inputs: {
          policy: policyText({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*", Condition }),
        },
        path: "/policy",
        message: "of the whole account",
      })),
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: UNKNOWN }] } },
        path: "/policy/Statement/0/Resource",
      },
    ],
  },
});
const readsData = grantsAny([
  "s3:getobject",
  "s3:getobjectversion",
  "secretsmanager:getsecretvalue",
  "secretsmanager:batchgetsecretvalue",
  "ssm:getparameter",
  "ssm:getparameters",
  "ssm:getparametersbypath",
]);
