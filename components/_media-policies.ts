import * as pulumi from "@pulumi/pulumi";
import type { OneOrMany, Statement } from "./_iam.ts";

/** Object tag with the verdict, and its one value that opens an object. The scan worker writes it. */
export const VERDICT_TAG = { key: "scan-status", value: "clean" } as const;
/** Object tag of an upload that has been brought to the serving bucket. */
export const PROMOTED_TAG = { key: "scan-promoted", value: "yes" } as const;

/** Every way to change the tags of an object, replication included. */
const TAGGING = [
  "s3:PutObjectTagging",
  "s3:PutObjectVersionTagging",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersionTagging",
  "s3:ReplicateTags",
] as const;

export interface UploadPolicyArgs {
  readonly bucketArn: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** The roles that may read what is not yet clean, and write verdicts. */
  readonly scannerRoleArns: OneOrMany;
  readonly maxSignatureAgeSeconds: number;
}

/**
 * Policy of the upload bucket. All statements deny: what is allowed is said by the roles.
 *
 * `ArnNotEquals` on `aws:PrincipalArn` also holds for callers without one (services, nobody), and
 * `StringNotEquals` on a tag also for objects without it, so that whatever is not named is denied.
 */
export function uploadPolicy(args: UploadPolicyArgs): Statement[] {
  const { bucketArn } = args;
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const others = { ArnNotEquals: { "aws:PrincipalArn": args.scannerRoleArns } };
  return [
    ...transportStatements(bucketArn),
    denyUnscannedReads(objects, others),
    {
      // It copies past the tags, which this action knows no condition for.
      sid: "DenyReplication",
      effect: "Deny",
      actions: ["s3:GetObjectVersionForReplication"],
      resources: objects,
      principals: "*",
    },
    denyTagging(objects, others),
    {
      sid: "DenyUploadsButByForm",
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: objects,
      principals: "*",
      // Only a form's policy can bound the size. The roles of the scanner write a test object on set-up.
      conditions: { StringNotEquals: { "s3:authType": "POST" }, ...others },
    },
    {
      sid: "DenyOldSignatures",
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: objects,
      principals: "*",
      conditions: { NumericGreaterThan: { "s3:signatureAge": String(args.maxSignatureAgeSeconds * 1000) } },
    },
    ...encryptionStatements(objects, args.kmsKeyArn),
  ];
}

export interface ServingPolicyArgs {
  readonly bucketArn: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** The one role that puts objects here. */
  readonly scannerRoleArn: pulumi.Input<string>;
  /** Roles that restore backups: they write and tag too. */
  readonly restoreRoleArns: readonly pulumi.Input<string>[];
  /** Distributions that read objects. */
  readonly distributionArns: readonly pulumi.Input<string>[];
}

/** Policy of the serving bucket: only the scanner fills it, and even so nothing is read that is not tagged clean. */
export function servingPolicy(args: ServingPolicyArgs): Statement[] {
  const { bucketArn, distributionArns } = args;
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const others = { ArnNotEquals: { "aws:PrincipalArn": [args.scannerRoleArn, ...args.restoreRoleArns] } };
  return [
    ...transportStatements(bucketArn),
    denyUnscannedReads(objects, {}),
    denyTagging(objects, others),
    {
      sid: "DenyWritesButByScanner",
      effect: "Deny",
      actions: ["s3:PutObject", "s3:ReplicateObject"],
      resources: objects,
      principals: "*",
      conditions: others,
    },
    ...encryptionStatements(objects, args.kmsKeyArn),
    ...(distributionArns.length === 0
      ? []
      : [
          {
            sid: "DistributionsRead",
            actions: ["s3:GetObject"],
            resources: objects,
            principals: { Service: "cloudfront.amazonaws.com" },
            conditions: { StringEquals: { "aws:SourceArn": [...distributionArns] } },
          } satisfies Statement,
        ]),
  ];
}

function denyUnscannedReads(objects: pulumi.Input<string>, others: Statement["conditions"]): Statement {
  return {
    sid: "DenyUnscannedReads",
    effect: "Deny",
    actions: ["s3:GetObject", "s3:GetObjectVersion"],
    resources: objects,
    principals: "*",
    conditions: { StringNotEquals: { [`s3:ExistingObjectTag/${VERDICT_TAG.key}`]: VERDICT_TAG.value }, ...others },
  };
}

function denyTagging(objects: pulumi.Input<string>, others: NonNullable<Statement["conditions"]>): Statement {
  return {
    sid: "DenyTaggingButByScanner",
    effect: "Deny",
    actions: TAGGING,
    resources: objects,
    principals: "*",
    conditions: others,
  };
}

function transportStatements(bucketArn: pulumi.Input<string>): Statement[] {
  const everything = [bucketArn, pulumi.interpolate`${bucketArn}/*`];
  const deny = { effect: "Deny", actions: ["s3:*"], resources: everything, principals: "*" } as const;
  return [
    { sid: "DenyPlainHttp", ...deny, conditions: { Bool: { "aws:SecureTransport": "false" } } },
    { sid: "DenyOldTls", ...deny, conditions: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ];
}

/** A request may leave the encryption to the bucket, but not choose another. `Null` keeps the former out. */
function encryptionStatements(objects: pulumi.Input<string>, kmsKeyArn: pulumi.Input<string>): Statement[] {
  const deny = { effect: "Deny", actions: ["s3:PutObject"], resources: objects, principals: "*" } as const;
  const method = "s3:x-amz-server-side-encryption";
  const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  return [
    {
      sid: "DenyOtherEncryption",
      ...deny,
      conditions: { Null: { [method]: "false" }, StringNotEquals: { [method]: "aws:kms" } },
    },
    {
      sid: "DenyOtherKeys",
      ...deny,
      conditions: { Null: { [key]: "false" }, ArnNotEquals: { [key]: kmsKeyArn } },
    },
  ];
}
