import type * as pulumi from "@pulumi/pulumi";
import { type Conditions, type OneOrMany, type Statement, policyDocument } from "./_iam.ts";

/**
 * What a key protects. `data`: databases, caches and volumes. `content`: what is uploaded and served, a key of its own
 * because it waits for the distributions that its policy names. `logs`: log groups and alarm topics.
 */
export type KeyPurpose = "data" | "content" | "secrets" | "logs" | "backup";

/** What fills the placeholders of the table. */
export interface KeyPolicyContext {
  readonly accountId: string;
  /** Region of the key. */
  readonly region: string;
  /** Distributions that read objects under the key. @default none */
  readonly cloudFrontDistributionArns?: OneOrMany;
  /** Roles that may call KMS themselves, for envelope encryption in an application. @default none */
  readonly directUserRoleArns?: OneOrMany;
  /** Purposes for which identities of the account may ask for data keys, where IAM allows it. @default none */
  readonly dataKeyPurposes?: readonly string[];
  /** Whether sessions of operators (Systems Manager, ECS Exec) encrypt their channel under the key. @default false */
  readonly operatorSessions?: boolean;
}

/**
 * One row of the table: who may use the key, and under which condition.
 *
 * - `via`: identities of the account that IAM allows it, and only through these services on their behalf.
 * - `viaAnyone`: the same for identities whose own policies do not speak of the key, because AWS wrote them
 *   (the roles of Auto Mode and of Backup). This is the form of the keys that AWS manages in an account.
 * - `service`: the service itself, for a resource of the account where the service says for which it calls.
 */
type Row =
  | { readonly kind: "via"; readonly sid: string; readonly services: readonly string[] }
  | { readonly kind: "viaAnyone"; readonly sid: string; readonly services: readonly string[] }
  | {
      readonly kind: "service";
      readonly sid: string;
      readonly service: string;
      readonly actions: readonly string[];
      readonly conditions: (context: KeyPolicyContext) => Conditions | undefined;
    };

const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"] as const;
const GRANT = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"] as const;
/** What a publisher to an encrypted queue or topic needs. */
const PUBLISH = ["kms:Decrypt", "kms:GenerateDataKey*"] as const;

/**
 * Service names are those of https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (ElastiCache
 * appears there under two). RDS stands for DocumentDB and Performance Insights too.
 */
export const keyTable: Readonly<Record<KeyPurpose, readonly Row[]>> = {
  data: [
    {
      kind: "via",
      sid: "DataServices",
      services: ["rds", "elasticache", "dax", "s3", "sqs", "sns", "eks", "lambda", "backup", "secretsmanager"],
    },
    { kind: "viaAnyone", sid: "NodeVolumes", services: ["ec2"] },
    {
      kind: "service",
      sid: "EventsToQueues",
      service: "events.amazonaws.com",
      actions: PUBLISH,
      conditions: noSourceKeys,
    },
  ],
  content: [
    { kind: "via", sid: "ContentServices", services: ["s3", "sqs", "backup"] },
    {
      kind: "service",
      sid: "EventsToQueues",
      service: "events.amazonaws.com",
      actions: PUBLISH,
      conditions: noSourceKeys,
    },
  ],
  secrets: [{ kind: "via", sid: "SecretServices", services: ["secretsmanager", "rds", "eks", "lambda", "ssm"] }],
  logs: [
    {
      kind: "service",
      sid: "LogGroups",
      service: "logs.{region}.amazonaws.com",
      actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      conditions: ({ region, accountId }) => ({
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:*` },
      }),
    },
    { kind: "via", sid: "TopicServices", services: ["sns", "sqs", "aps", "lambda", "s3"] },
    {
      kind: "service",
      sid: "AlarmsToTopics",
      service: "cloudwatch.amazonaws.com",
      actions: PUBLISH,
      conditions: from(({ region, accountId }) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:*`),
    },
    {
      kind: "service",
      sid: "EventsToTopics",
      service: "events.amazonaws.com",
      actions: PUBLISH,
      conditions: noSourceKeys,
    },
    {
      kind: "service",
      sid: "BudgetsToTopics",
      service: "budgets.amazonaws.com",
      actions: PUBLISH,
      conditions: from(({ accountId }) => `arn:aws:budgets::${accountId}:*`),
    },
    {
      kind: "service",
      sid: "PrometheusToTopics",
      service: "aps.amazonaws.com",
      actions: PUBLISH,
      // AWS shows these conditions for the topic, and this statement without any. That SNS hands on what the topic is told is how
      // it goes with alarms, and is not written down for Managed Prometheus: an alert that does not arrive is looked for here first.
      conditions: from(({ region, accountId }) => `arn:aws:aps:${region}:${accountId}:workspace/*`),
    },
  ],
  backup: [
    { kind: "via", sid: "BackedUpServices", services: ["rds", "ec2", "s3", "elasticache", "dax"] },
    { kind: "viaAnyone", sid: "Backup", services: ["backup"] },
  ],
};

/**
 * Administration, without use: whoever IAM allows it may look after the key and change this policy, so nobody is
 * locked out, but may not decrypt with it. `kms:CreateGrant` is missing because a grant would be a way to use.
 */
export const ADMINISTER = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/** The policy of one key: administration for the account, the rows of its purpose, and the grants of the context. */
export function keyPolicy(purpose: KeyPurpose, context: KeyPolicyContext): pulumi.Output<string> {
  const account = `arn:aws:iam::${context.accountId}:root`;
  const statements: Statement[] = [
    { sid: "Administration", actions: ADMINISTER, resources: "*", principals: { AWS: account } },
    ...keyTable[purpose].flatMap((row) => renderRow(row, context, account)),
  ];
  if (context.cloudFrontDistributionArns !== undefined) {
    statements.push({
      sid: "DistributionsReadObjects",
      actions: ["kms:Decrypt"],
      resources: "*",
      principals: { Service: "cloudfront.amazonaws.com" },
      conditions: { StringEquals: { "aws:SourceArn": context.cloudFrontDistributionArns } },
    });
  }
  if (context.directUserRoleArns !== undefined) {
    statements.push({
      sid: "DirectUse",
      actions: USE,
      resources: "*",
      principals: { AWS: context.directUserRoleArns },
    });
  }
  if (context.dataKeyPurposes !== undefined) {
    // Nothing that AWS's services encrypt bears this context, so it opens nothing but what applications wrote themselves.
    statements.push({
      sid: "ApplicationDataKeys",
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      resources: "*",
      principals: { AWS: account },
      conditions: {
        StringEquals: {
          "kms:CallerAccount": context.accountId,
          "kms:EncryptionContext:purpose": context.dataKeyPurposes,
        },
      },
    });
  }
  if (context.operatorSessions === true) {
    // Of both ends: the operator's client makes the data key, and the agent in the container decrypts it.
    statements.push({
      sid: "SessionDataKeys",
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      resources: "*",
      principals: { AWS: account },
      conditions: {
        StringEquals: { "kms:CallerAccount": context.accountId },
        Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" },
      },
    });
  }
  return policyDocument(statements);
}

function renderRow(row: Row, context: KeyPolicyContext, account: string): Statement[] {
  const { accountId, region } = context;
  if (row.kind === "service") {
    const conditions = row.conditions(context);
    return [
      {
        sid: row.sid,
        actions: row.actions,
        resources: "*",
        principals: { Service: row.service.replace("{region}", region) },
        ...(conditions === undefined ? {} : { conditions }),
      },
    ];
  }
  const via = {
    "kms:CallerAccount": accountId,
    "kms:ViaService": row.services.map((service) => `${service}.${region}.amazonaws.com`),
  };
  if (row.kind === "via") {
    const actions = [...USE, ...GRANT];
    return [{ sid: row.sid, actions, resources: "*", principals: { AWS: account }, conditions: { StringEquals: via } }];
  }
  const anyone: Statement["principals"] = { AWS: "*" };
  return [
    { sid: row.sid, actions: USE, resources: "*", principals: anyone, conditions: { StringEquals: via } },
    {
      sid: `${row.sid}Grants`,
      actions: GRANT,
      resources: "*",
      principals: anyone,
      // Only a service may be the grantee, so that no identity lends itself the key.
      conditions: { StringEquals: via, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** Only on behalf of resources of this account whose ARN matches. */
function from(sourceArn: (context: KeyPolicyContext) => string): (context: KeyPolicyContext) => Conditions {
  return (context) => ({
    StringEquals: { "aws:SourceAccount": context.accountId },
    ArnLike: { "aws:SourceArn": sourceArn(context) },
  });
}

/** EventBridge sends KMS neither the source account nor the source ARN: a condition on them drops every event. */
function noSourceKeys(): undefined {
  return undefined;
}
