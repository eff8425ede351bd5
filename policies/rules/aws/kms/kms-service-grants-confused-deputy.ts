import { z } from "zod";
import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refuseUnboundServices } from "../_confused-deputy.ts";
import { awsDocs } from "../_links.ts";

const LOGS = {
  Effect: "Allow",
  Principal: { Service: "logs.eu-central-1.amazonaws.com" },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
};

export default defineRule({
  id: "kms-service-grants-confused-deputy",
  title: "Condition service-principal statements in key policies on source account, source ARN or encryption context.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Otherwise the service may act on the key for another customer.",
  fix: "Add a condition on aws:SourceAccount, aws:SourceArn or a kms:EncryptionContext key that names your resource.",
  links: [
    awsDocs("The confused deputy", "IAM/latest/UserGuide/confused-deputy.html"),
    awsDocs("AWS service principals in key policies", "kms/latest/developerguide/key-policy-services.html"),
  ],
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  config: z.object({
    except: z
      .array(z.string())
      .default(["events.amazonaws.com"])
      .describe("Services that send KMS no source, so that a condition on one would stop them."),
  }),
  check: (key, { config }) =>
    refuseUnboundServices(
      key,
      keyPolicy,
      { except: config.except, sourceKeys: ["kms:encryptioncontext:", "kms:viaservice", "kms:calleraccount"] },
      "lets a service use the key for any customer; add a condition on aws:SourceAccount, aws:SourceArn or the encryption context",
    ),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            ...LOGS,
            Condition: {
              ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:111122223333:log-group:*" },
            },
          }),
        },
      },
      {
        name: "a service that sends no source",
        type: "aws:kms/keyPolicy:KeyPolicy",
        inputs: { policy: policyText({ ...LOGS, Principal: { Service: "events.amazonaws.com" } }) },
      },
    ],
    fail: [
      {
        inputs: {
          policy: policyText(
            { ...LOGS, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
            { ...LOGS, Principal: { Service: ["cloudtrail.amazonaws.com"] } },
          ),
        },
        path: "/policy",
        message: "Statement 2 lets a service use the key for any customer",
      },
      {
        name: "any account",
        type: "aws:kms/keyPolicy:KeyPolicy",
        inputs: { policy: policyText({ ...LOGS, Condition: { StringLike: { "aws:SourceAccount": "*" } } }) },
        path: "/policy",
        message: "any customer",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const keyPolicy: Documents = (key) => [key.get("policy")];
