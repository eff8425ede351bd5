import type { Value } from "../../policies/value.ts";

/** Statements that break each control on policy documents: from its title and the IAM reference, not from the rules. */
export const STATEMENTS: Readonly<Record<string, readonly Value[]>> = {
  "iam-no-full-admin": [allow("*", "*"), allow(["s3:GetObject", "*"], "*"), allow("*:*", "*")],
  "iam-no-wildcard-actions": [allow("s3:*", ARN()), allow("*", ARN()), allow(["s3:GetObject", "ec2:*"], ARN())],
  "iam-no-wildcard-resources": [allow("s3:GetObject", "*"), allow("dynamodb:PutItem", ["*"])],
  "iam-no-not-action-allow": [
    { Effect: "Allow", NotAction: "iam:*", Resource: ARN() },
    { Effect: "Allow", Action: "s3:GetObject", NotResource: ARN() },
  ],
  "iam-no-privilege-escalation": [
    allow("iam:CreatePolicyVersion", "*"),
    allow("iam:AttachRolePolicy", "*"),
    allow("iam:UpdateAssumeRolePolicy", "*"),
    allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*"),
    allow("iam:*", "*"),
  ],
  "iam-passrole-scoped": [
    allow("iam:PassRole", "*"),
    allow("iam:Pass*", "*"),
    allow("iam:*", "*"),
    allow("*", "*"),
    allow("iam:PassRole", "arn:aws:iam::111122223333:role/*"),
  ],
  "iam-no-credential-exposure": [
    allow("iam:CreateAccessKey", "*"),
    allow("redshift:GetClusterCredentials", "*"),
    allow("iam:*", "*"),
  ],
  "iam-no-data-exfiltration": [
    allow("s3:GetObject", "*"),
    allow("secretsmanager:GetSecretValue", "*"),
    allow("ssm:GetParameter*", "*"),
    allow("s3:*", "*"),
  ],
  "iam-no-permissions-management-wildcard": [
    allow("s3:PutBucketPolicy", "*"),
    allow("kms:PutKeyPolicy", "*"),
    allow("lambda:AddPermission", "*"),
    allow("s3:*", "*"),
  ],
  "iam-no-security-service-tampering": [
    allow("cloudtrail:StopLogging", "*"),
    allow("guardduty:DeleteDetector", "*"),
    allow("config:StopConfigurationRecorder", "*"),
    allow("logs:DeleteLogGroup", "*"),
    allow("kms:ScheduleKeyDeletion", "*"),
    allow("cloudtrail:*", "*"),
  ],
  "iam-no-decrypt-on-all-keys": [
    allow("kms:Decrypt", "*"),
    allow("kms:ReEncryptFrom", "*"),
    allow("kms:*", "*"),
    allow("kms:Decrypt", "arn:aws:kms:*:*:key/*"),
  ],
  "iam-trust-no-wildcard-principal": [trust("*"), trust({ AWS: "*" }), trust({ AWS: [ROOT(), "*"] })],
  "iam-oidc-trust-conditions": [
    webIdentity({}),
    webIdentity({ StringEquals: { [`${ISSUER()}:aud`]: "sts.amazonaws.com" } }),
    webIdentity({
      StringEquals: { [`${ISSUER()}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${ISSUER()}:sub`]: "*" },
    }),
  ],
  "iam-irsa-subject-exact": [
    webIdentity({
      StringEquals: { [`${ISSUER()}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${ISSUER()}:sub`]: "system:serviceaccount:shop:*" },
    }),
    webIdentity({
      StringEquals: { [`${ISSUER()}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${ISSUER()}:sub`]: "system:serviceaccount:*:api" },
    }),
  ],
  "iam-no-unconstrained-write": [allow("dynamodb:DeleteItem", "*"), allow("s3:PutObject", "*")],
  "iam-trust-cross-account-external-id": [trust({ AWS: FOREIGN() })],
  "iam-trust-service-confused-deputy": [
    trust({ Service: "vpc-flow-logs.amazonaws.com" }),
    trust({ Service: "scheduler.amazonaws.com" }),
  ],
  "sns-policy-cross-account": [grantTo({ AWS: FOREIGN() }, "sns:Publish")],
  "sns-service-publish-confused-deputy": [grantTo({ Service: "s3.amazonaws.com" }, "sns:Publish")],
  "sqs-service-send-confused-deputy": [grantTo({ Service: "sns.amazonaws.com" }, "sqs:SendMessage")],
  "ecr-policy-pull-only-for-cluster": [grantTo({ AWS: ROOT() }, "ecr:PutImage"), grantTo("*", "ecr:*")],
  "kms-key-policy-no-wildcard-principal": open("kms:*", "kms:Decrypt"),
  "kms-key-policy-separates-admin-and-use": [
    grantTo({ AWS: ROLE() }, "kms:*"),
    grantTo({ AWS: ROLE() }, ["kms:PutKeyPolicy", "kms:Decrypt"]),
  ],
  "kms-service-grants-confused-deputy": [
    grantTo({ Service: "sns.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey*"]),
    grantTo({ Service: "cloudtrail.amazonaws.com" }, "kms:GenerateDataKey*"),
  ],
  "secretsmanager-policy-not-public": open("secretsmanager:GetSecretValue"),
  "s3-policy-no-public-principal": open("s3:GetObject", "s3:*"),
  "s3-policy-cross-account-limited": [
    grantTo({ AWS: FOREIGN() }, "s3:PutBucketPolicy"),
    grantTo({ AWS: FOREIGN() }, "s3:DeleteObject"),
    grantTo({ AWS: FOREIGN() }, "s3:*"),
  ],
  "s3-policy-no-lockout": [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
  "cloudfront-origin-bucket-policy-scoped": [
    grantTo({ Service: "cloudfront.amazonaws.com" }, "s3:GetObject"),
    {
      ...(grantTo({ Service: "cloudfront.amazonaws.com" }, "s3:GetObject") as object),
      Condition: { StringLike: { "AWS:SourceArn": "*" } },
    },
  ],
  "cloudtrail-bucket-protected": [
    grantTo({ Service: "cloudtrail.amazonaws.com" }, "s3:PutObject"),
    grantTo("*", "s3:PutObject"),
  ],
  "vpc-endpoint-policy-restrictive": [grantTo("*", "*"), grantTo({ AWS: "*" }, "s3:*")],
  "sns-policy-not-public": open("sns:Publish", "sns:Subscribe"),
  "sqs-policy-not-public": open("sqs:SendMessage"),
  "sqs-policy-no-wildcard-action": [grantTo({ AWS: ROOT() }, "sqs:*"), grantTo({ AWS: ROOT() }, "*")],
  "lambda-not-public": open("lambda:InvokeFunction"),
  "ecr-policy-not-public": open("ecr:BatchGetImage"),
  "policy-doc-no-public-principal": open("*"),
  "cloudwatch-log-resource-policy-not-public": [
    ...open("logs:PutLogEvents"),
    grantTo({ Service: "route53.amazonaws.com" }, "logs:PutLogEvents"),
  ],
};

/** Documents that break a control by what they lack, so that adding a statement says nothing. */
export const LACKING: Readonly<Record<string, readonly Value[]>> = {
  "s3-tls-only": [
    grantTo({ AWS: ROLE() }, "s3:GetObject"),
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    },
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Effect: "Deny",
      Principal: { AWS: ROLE() },
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
  "sns-tls-only": [grantTo({ AWS: ROLE() }, "sns:Publish")],
  "sqs-tls-only": [grantTo({ AWS: ROLE() }, "sqs:SendMessage")],
  "s3-tls-min-version": [grantTo({ AWS: ROLE() }, "s3:GetObject")],
  "backup-vault-policy-deny-delete": [grantTo({ AWS: ROLE() }, "backup:StartBackupJob")],
  "malware-verdict-tag-protected": [grantTo({ AWS: ROLE() }, "s3:PutObjectTagging")],
  "malware-no-read-before-clean": [grantTo({ AWS: ROLE() }, "s3:GetObject")],
};

export function document(...statements: readonly Value[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function ARN(): string {
  return "arn:aws:s3:::example-bucket/*";
}
function ROOT(): string {
  return "arn:aws:iam::111122223333:root";
}
function ROLE(): string {
  return "arn:aws:iam::111122223333:role/app";
}
function FOREIGN(): string {
  return "arn:aws:iam::999988887777:root";
}
function ISSUER(): string {
  return "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
}

function allow(action: Value, resource: Value): Value {
  return { Effect: "Allow", Action: action, Resource: resource };
}

function grantTo(principal: Value, action: Value): Value {
  return { Effect: "Allow", Principal: principal, Action: action, Resource: "*" };
}

function open(...actions: readonly string[]): Value[] {
  return actions.flatMap((action) => [
    grantTo("*", action),
    grantTo({ AWS: "*" }, action),
    grantTo({ AWS: [ROOT(), "*"] }, action),
  ]);
}

function trust(principal: Value): Value {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" };
}

function webIdentity(conditions: Value): Value {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER()}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: conditions,
  };
}
