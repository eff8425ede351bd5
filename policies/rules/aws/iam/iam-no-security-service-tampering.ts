import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { IDENTITY_POLICY_TYPES, grantsAny, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-security-service-tampering",
  title: "Refuse rights to stop trails, detectors, recorders or to delete logs and keys outside break-glass roles.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Attackers blind the sensors first.",
  fix: "Remove the action; keep it for a break-glass role outside the program.",
  links: [
    awsDocs("Security best practices of CloudTrail", "awscloudtrail/latest/userguide/best-practices-security.html"),
  ],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [blindsSensors],
      "allows switching off trails, detectors or recorders, or deleting logs or keys; leave that to a break-glass role",
    ),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: ["cloudtrail:GetTrailStatus", "logs:PutLogEvents"],
            Resource: "*",
          }),
        },
      },
      {
        name: "a deny",
        inputs: { policy: policyText({ Effect: "Deny", Action: "cloudtrail:StopLogging", Resource: "*" }) },
      },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: "cloudtrail:StopLogging", Resource: "*" }) },
        path: "/policy",
        message: "switching off trails",
      },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "logs:Delete*",
            Resource: "arn:aws:logs:eu-central-1:111122223333:log-group:shop:*",
          }),
        },
        path: "/policy",
        message: "deleting logs",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const blindsSensors = grantsAny([
  "cloudtrail:stoplogging",
  "cloudtrail:deletetrail",
  "cloudtrail:deleteeventdatastore",
  "guardduty:deletedetector",
  "guardduty:disassociatefromadministratoraccount",
  "securityhub:disablesecurityhub",
  "config:stopconfigurationrecorder",
  "config:deleteconfigurationrecorder",
  "config:deletedeliverychannel",
  "logs:deleteloggroup",
  "ec2:deleteflowlogs",
  "access-analyzer:deleteanalyzer",
  "kms:schedulekeydeletion",
  "kms:disablekey",
]);
