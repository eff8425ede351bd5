import type { Statement } from "./_iam.ts";
import { type StateOwner, stateBucketName, statePrefix } from "./account-state.ts";

interface PipelinePlace {
  readonly accountId: string;
  readonly stateRegions: readonly string[];
}

/** The folders of the stacks in the bucket of each region, and the key of the bucket through S3. */
export function stateAccess(
  { accountId, stateRegions }: PipelinePlace,
  stacks: readonly StateOwner[],
  writes: boolean,
): Statement[] {
  if (stacks.length === 0) return [];
  const buckets = stateRegions.map((region) => `arn:aws:s3:::${stateBucketName(accountId, region)}`);
  const folders = stacks.map(statePrefix);
  return [
    {
      sid: "ListStates",
      actions: ["s3:ListBucket"],
      resources: buckets,
      conditions: { StringLike: { "s3:prefix": folders.map((folder) => `${folder}/*`) } },
    },
    {
      sid: writes ? "WriteStates" : "ReadStates",
      actions: ["s3:GetObject", ...(writes ? ["s3:PutObject", "s3:DeleteObject"] : [])],
      resources: stateObjects(buckets, folders),
    },
    {
      sid: "UseStateKey",
      actions: ["kms:Decrypt", ...(writes ? ["kms:GenerateDataKey"] : [])],
      resources: stateRegions.map((region) => `arn:aws:kms:${region}:${accountId}:key/*`),
      conditions: {
        StringEquals: { "kms:ViaService": stateRegions.map((region) => `s3.${region}.amazonaws.com`) },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-state" },
      },
    },
  ];
}

function stateObjects(buckets: readonly string[], folders: readonly string[]): string[] {
  return buckets.flatMap((bucket) => folders.map((folder) => `${bucket}/${folder}/*`));
}

/** What whoever opens a pull request must not learn. The states it may read are the exception, under their own key. */
export function noContents({ accountId, stateRegions }: PipelinePlace, readable: readonly StateOwner[]): Statement[] {
  const buckets = stateRegions.map((region) => `arn:aws:s3:::${stateBucketName(accountId, region)}`);
  const states = stateObjects(buckets, readable.map(statePrefix));
  const objects = ["s3:GetObject", "s3:GetObjectVersion"];
  return [
    {
      sid: "NoValues",
      effect: "Deny",
      actions: [
        "secretsmanager:GetSecretValue",
        "secretsmanager:BatchGetSecretValue",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
        "ssm:GetParameterHistory",
        "lambda:GetFunction",
        "logs:GetLogEvents",
        "logs:FilterLogEvents",
        "logs:StartQuery",
        "sqs:ReceiveMessage",
        "ec2:GetConsoleOutput",
        "ec2:GetPasswordData",
        "rds-db:connect",
        "elasticache:Connect",
        "sts:AssumeRole",
      ],
      resources: "*",
    },
    states.length === 0
      ? { sid: "NoObjects", effect: "Deny", actions: objects, resources: "*" }
      : { sid: "NoObjects", effect: "Deny", actions: objects, notResources: states },
  ];
}

/** What no deployment does, whatever its policies allow. */
export function guardRails(accountId: string, issuers: readonly string[]): Statement[] {
  const deny = (sid: string, actions: readonly string[], resources: string | readonly string[]): Statement => ({
    sid,
    effect: "Deny",
    actions,
    resources,
  });
  return [
    deny(
      "KeepSensors",
      [
        "cloudtrail:StopLogging",
        "cloudtrail:DeleteTrail",
        "cloudtrail:UpdateTrail",
        "cloudtrail:PutEventSelectors",
        "guardduty:DeleteDetector",
        "guardduty:UpdateDetector",
        "guardduty:DisassociateFromAdministratorAccount",
        "securityhub:DisableSecurityHub",
        "access-analyzer:DeleteAnalyzer",
        "config:StopConfigurationRecorder",
        "config:DeleteConfigurationRecorder",
        "ec2:DisableEbsEncryptionByDefault",
        "s3:PutAccountPublicAccessBlock",
        "organizations:LeaveOrganization",
      ],
      "*",
    ),
    deny(
      "KeepEvidence",
      [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketPolicy",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      ["audit", "state", "access"].map((kind) => `arn:aws:s3:::rampart-${kind}-${accountId}-*`),
    ),
    deny(
      "KeepTrailLog",
      ["logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy"],
      `arn:aws:logs:*:${accountId}:log-group:/rampart/account/*`,
    ),
    deny(
      "KeepTrust",
      [
        "iam:AttachRolePolicy",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      `arn:aws:iam::${accountId}:role/rampart-*`,
    ),
    deny(
      "KeepLongLivedCredentialsOut",
      ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateSAMLProvider"],
      "*",
    ),
    deny(
      "KeepIssuers",
      [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      issuers.map((issuer) => `arn:aws:iam::${accountId}:oidc-provider/${issuer}`),
    ),
  ];
}
