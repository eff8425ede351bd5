import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Statement, policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";

export interface ScannerPermissions {
  readonly region: string;
  readonly uploadArn: pulumi.Input<string>;
  readonly servingArn: pulumi.Input<string>;
  readonly queueArn: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
}

/** What the scan worker may do: read and tag uploads, put objects into the serving bucket, take messages. */
export function scannerStatements(args: ScannerPermissions): Statement[] {
  const { region, uploadArn, servingArn, queueArn, kmsKeyArn } = args;
  const objectsOf = (bucketArn: pulumi.Input<string>) => pulumi.interpolate`${bucketArn}/*`;
  return [
    {
      sid: "Uploads",
      actions: [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
      ],
      resources: objectsOf(uploadArn),
    },
    {
      // Without it S3 answers 403 for an object that is gone, which would look like a fault. It takes no prefix
      // condition there.
      sid: "UploadsKnown",
      actions: ["s3:ListBucket", "s3:ListBucketVersions"],
      resources: uploadArn,
    },
    { sid: "Promotion", actions: ["s3:PutObject", "s3:PutObjectTagging"], resources: objectsOf(servingArn) },
    bucketKey("Key", [uploadArn, servingArn], { region, kmsKeyArn, actions: ["kms:Decrypt", "kms:GenerateDataKey"] }),
    {
      sid: "Messages",
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      resources: queueArn,
    },
    {
      sid: "MessagesKey",
      actions: ["kms:Decrypt"],
      resources: kmsKeyArn,
      conditions: { StringEquals: { "kms:ViaService": `sqs.${region}.amazonaws.com` } },
    },
  ];
}

/** The key by way of S3, for objects of these buckets only. With bucket keys S3 names the bucket, else the object. */
export function bucketKey(
  sid: string,
  bucketArns: readonly pulumi.Input<string>[],
  key: { readonly region: string; readonly kmsKeyArn: pulumi.Input<string>; readonly actions: readonly string[] },
): Statement {
  return {
    sid,
    actions: key.actions,
    resources: key.kmsKeyArn,
    conditions: {
      StringEquals: { "kms:ViaService": `s3.${key.region}.amazonaws.com` },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": bucketArns.flatMap((arn) => [arn, pulumi.interpolate`${arn}/*`]),
      },
    },
  };
}

export interface GuardDutyRoleArgs {
  readonly region: string;
  readonly accountId: string;
  readonly uploadArn: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly tags: Tags;
}

const PLAN_SERVICE = "malware-protection-plan.guardduty.amazonaws.com";

/**
 * The role in which GuardDuty reads and tags uploads, as its guide asks for it:
 * https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html
 */
export function guardDutyRole(
  name: string,
  args: GuardDutyRoleArgs,
  parent: pulumi.Resource,
): { readonly role: aws.iam.Role; readonly ready: pulumi.Resource[] } {
  const { region, accountId, uploadArn, kmsKeyArn } = args;
  const role = new aws.iam.Role(
    `${name}-guardduty-role`,
    {
      description: "GuardDuty scans uploads",
      // Without source conditions: GuardDuty documents none and tries the role before there is a plan. Whoever makes a
      // plan must be allowed to pass the role, which nobody of another account is.
      assumeRolePolicy: policyDocument([
        {
          sid: "AssumeByPlan",
          actions: ["sts:AssumeRole"],
          principals: { Service: PLAN_SERVICE },
        },
      ]),
      tags: tagsFor("media", args.tags),
    },
    { parent },
  );
  const managedRule = `arn:aws:events:${region}:${accountId}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`;
  const objects = pulumi.interpolate`${uploadArn}/*`;
  const policy = new aws.iam.RolePolicy(
    `${name}-guardduty-role-policy`,
    {
      role: role.name,
      name: "malware-protection",
      policy: policyDocument([
        {
          sid: "ManagedRule",
          actions: ["events:PutRule", "events:DeleteRule", "events:PutTargets", "events:RemoveTargets"],
          resources: managedRule,
          conditions: { StringLike: { "events:ManagedBy": PLAN_SERVICE } },
        },
        {
          sid: "ManagedRuleState",
          actions: ["events:DescribeRule", "events:ListTargetsByRule"],
          resources: managedRule,
        },
        {
          sid: "Verdicts",
          actions: [
            "s3:PutObjectTagging",
            "s3:GetObjectTagging",
            "s3:PutObjectVersionTagging",
            "s3:GetObjectVersionTagging",
          ],
          resources: objects,
        },
        {
          sid: "Events",
          actions: ["s3:PutBucketNotification", "s3:GetBucketNotification"],
          resources: uploadArn,
        },
        {
          sid: "TestObject",
          actions: ["s3:PutObject"],
          resources: pulumi.interpolate`${uploadArn}/malware-protection-resource-validation-object`,
        },
        { sid: "BucketKnown", actions: ["s3:ListBucket"], resources: uploadArn },
        { sid: "Uploads", actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: objects },
        {
          sid: "Key",
          actions: ["kms:GenerateDataKey", "kms:Decrypt"],
          resources: kmsKeyArn,
          conditions: { StringLike: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
        },
      ]),
    },
    { parent },
  );
  return { role, ready: [policy] };
}
