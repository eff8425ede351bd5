import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./_connections.ts";
import type { Statement } from "./_iam.ts";
import { type UploadBinding, uploadStatements } from "./_media-bindings.ts";

/** Objects in a bucket, below prefixes. */
export interface BucketBinding {
  readonly kind: "bucket";
  /** Letters and digits; part of the statements' names. */
  readonly name: string;
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
  /** `list` shows names below the prefixes. */
  readonly access: readonly ("read" | "write" | "delete" | "list")[];
  /** Such as `uploads/`; ends in "/". `""` is the whole bucket. */
  readonly prefixes: readonly string[];
  /** Key of the bucket. */
  readonly keyArn: pulumi.Input<string>;
}

/** Messages of an SQS queue. */
export interface QueueBinding {
  readonly kind: "queue";
  readonly name: string;
  readonly queueArn: pulumi.Input<string>;
  readonly access: "send" | "receive";
  readonly keyArn: pulumi.Input<string>;
}

/** Messages to an SNS topic. */
export interface TopicBinding {
  readonly kind: "topic";
  readonly name: string;
  readonly topicArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

/** Data keys for encryption by the application itself, tied to a purpose. */
export interface DataKeyBinding {
  readonly kind: "dataKey";
  readonly name: string;
  readonly keyArn: pulumi.Input<string>;
  /** The application must pass it as encryption context `purpose`; nothing else decrypts. */
  readonly purpose: string;
}

/** One AWS resource that a workload uses. Its permissions and its egress follow from it. */
export type Binding = BucketBinding | QueueBinding | TopicBinding | DataKeyBinding | UploadBinding;

export function assertBindings(where: string, bindings: readonly Binding[]): void {
  const seen = new Set<string>();
  for (const binding of bindings) {
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(binding.name)) {
      throw new Error(`${where}: a binding is named "${binding.name}"; allowed are letters and digits. Rename it.`);
    }
    if (seen.has(binding.name.toLowerCase())) {
      throw new Error(`${where}: two bindings are named "${binding.name}"; give each its own name.`);
    }
    seen.add(binding.name.toLowerCase());
    if (binding.kind !== "bucket") continue;
    if (binding.access.length === 0 || binding.prefixes.length === 0) {
      throw new Error(`${where}: binding "${binding.name}" grants nothing: list access and prefixes or remove it.`);
    }
    for (const prefix of binding.prefixes) {
      if (prefix === "" || (/^[\w!.'()/-]+\/$/.test(prefix) && !prefix.startsWith("/"))) continue;
      throw new Error(
        `${where}: binding "${binding.name}" has prefix "${prefix}"; allowed is text that ends in "/" and holds no ` +
          `wildcard, such as "uploads/", or "" for the whole bucket.`,
      );
    }
  }
}

/** What the bindings allow, resource by resource; the keys only by way of the service that uses them. */
export function bindingStatements(bindings: readonly Binding[], region: string): Statement[] {
  return bindings.flatMap((binding) => statementsOf(binding, region));
}

function statementsOf(binding: Binding, region: string): Statement[] {
  const sid = binding.name.charAt(0).toUpperCase() + binding.name.slice(1);
  switch (binding.kind) {
    case "upload":
      return uploadStatements(binding, region);
    case "bucket":
      return bucketStatements(sid, binding, region);
    case "queue": {
      const receive = binding.access === "receive";
      return [
        {
          sid: `${sid}Messages`,
          actions: [
            ...(receive
              ? ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"]
              : ["sqs:SendMessage"]),
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
          ],
          resources: binding.queueArn,
        },
        keyStatement(sid, binding.keyArn, `sqs.${region}.amazonaws.com`, !receive),
      ];
    }
    case "topic":
      return [
        { sid: `${sid}Publish`, actions: ["sns:Publish"], resources: binding.topicArn },
        keyStatement(sid, binding.keyArn, `sns.${region}.amazonaws.com`, true),
      ];
    case "dataKey":
      return [
        {
          sid: `${sid}DataKeys`,
          actions: ["kms:GenerateDataKey", "kms:Decrypt"],
          resources: binding.keyArn,
          conditions: { StringEquals: { "kms:EncryptionContext:purpose": binding.purpose } },
        },
      ];
  }
}

function bucketStatements(sid: string, binding: BucketBinding, region: string): Statement[] {
  const { access, bucketArn, prefixes } = binding;
  const actions = [
    ...(access.includes("read") ? ["s3:GetObject"] : []),
    ...(access.includes("write") ? ["s3:PutObject", "s3:AbortMultipartUpload"] : []),
    ...(access.includes("delete") ? ["s3:DeleteObject"] : []),
  ];
  const statements: Statement[] = [];
  if (actions.length > 0) {
    statements.push({
      sid: `${sid}Objects`,
      actions,
      resources: prefixes.map((prefix) => pulumi.interpolate`${bucketArn}/${prefix}*`),
    });
  }
  if (access.includes("list")) {
    statements.push({
      sid: `${sid}List`,
      actions: ["s3:ListBucket"],
      resources: bucketArn,
      conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } },
    });
  }
  if (access.includes("read") || access.includes("write")) {
    const key = keyStatement(sid, binding.keyArn, `s3.${region}.amazonaws.com`, access.includes("write"));
    statements.push({
      ...key,
      conditions: {
        ...key.conditions,
        // With bucket keys S3 names the bucket, without them the object.
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, pulumi.interpolate`${bucketArn}/*`] },
      },
    });
  }
  return statements;
}

/** Uploads in parts decrypt, too, so that writing without decrypting is not to be had. */
function keyStatement(sid: string, keyArn: pulumi.Input<string>, service: string, encrypt: boolean): Statement {
  return {
    sid: `${sid}Key`,
    actions: encrypt ? ["kms:GenerateDataKey", "kms:Decrypt"] : ["kms:Decrypt"],
    resources: keyArn,
    conditions: { StringEquals: { "kms:ViaService": service } },
  };
}

/** The AWS hosts that the bindings talk to. Of S3 only the bucket's own host, so that no other bucket is a way out. */
export function bindingConnections(bindings: readonly Binding[], region: string): Connection[] {
  const hosts = new Map<string, pulumi.Input<string>>();
  for (const binding of bindings) {
    switch (binding.kind) {
      case "bucket":
        hosts.set(`bucket-${binding.name}`, pulumi.interpolate`${binding.bucketName}.s3.${region}.amazonaws.com`);
        break;
      case "upload":
        // Forms are signed without a call, and sent by others.
        break;
      case "queue":
        hosts.set("sqs", `sqs.${region}.amazonaws.com`);
        break;
      case "topic":
        hosts.set("sns", `sns.${region}.amazonaws.com`);
        break;
      case "dataKey":
        hosts.set("kms", `kms.${region}.amazonaws.com`);
        break;
    }
  }
  return [...hosts].map(([host, domain]) => ({
    name: `aws-${host.toLowerCase()}`,
    to: { kind: "domain", names: [domain] },
    port: 443,
  }));
}
