import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./_iam.ts";
import { bucketKey } from "./_media-roles.ts";
import type { BucketBinding } from "./_workload-bindings.ts";

/**
 * Uploads that a workload signs and others send: forms (presigned POST) for keys below a prefix, and nothing else.
 * How large a file may be is said in each form's own policy (`content-length-range`).
 */
export interface UploadBinding {
  readonly kind: "upload";
  /** Letters and digits; part of the statements' names. */
  readonly name: string;
  readonly bucketArn: pulumi.Input<string>;
  /** Such as `uploads/`. */
  readonly prefix: string;
  /** Age at which a signature is refused, whatever the form says. */
  readonly maxSignatureAgeSeconds: number;
  /** Key of the bucket. */
  readonly keyArn: pulumi.Input<string>;
}

/** What may be done with media; the words of the settings. */
export type MediaAccess = "presign-upload" | "read" | "delete";

/** S3 judges a form by the signer's rights, so they are the signer's: this action, below this prefix, by form, in time. */
export function uploadStatements(binding: UploadBinding, region: string): Statement[] {
  const sid = binding.name.charAt(0).toUpperCase() + binding.name.slice(1);
  const { bucketArn } = binding;
  return [
    {
      sid: `${sid}Forms`,
      actions: ["s3:PutObject"],
      resources: pulumi.interpolate`${bucketArn}/${binding.prefix}*`,
      conditions: {
        StringEquals: { "s3:authType": "POST" },
        NumericLessThanEquals: { "s3:signatureAge": String(binding.maxSignatureAgeSeconds * 1000) },
      },
    },
    bucketKey(`${sid}Key`, [bucketArn], { region, kmsKeyArn: binding.keyArn, actions: ["kms:GenerateDataKey"] }),
  ];
}

export interface MediaBindingArgs {
  readonly upload: { readonly name: pulumi.Input<string>; readonly arn: pulumi.Input<string> };
  readonly serving: { readonly name: pulumi.Input<string>; readonly arn: pulumi.Input<string> };
  readonly prefix: string;
  readonly maxSignatureAgeSeconds: number;
  readonly keyArn: pulumi.Input<string>;
}

/** Reading is of the serving bucket; deleting is of both, so that what is deleted before its scan is never served. */
export function mediaBindings(
  access: readonly MediaAccess[],
  args: MediaBindingArgs,
): (BucketBinding | UploadBinding)[] {
  const { upload, serving, prefix, keyArn } = args;
  const bucket = (name: string, on: MediaBindingArgs["upload"], rights: BucketBinding["access"]): BucketBinding => ({
    kind: "bucket",
    name,
    bucketName: on.name,
    bucketArn: on.arn,
    access: rights,
    prefixes: [prefix],
    keyArn,
  });
  const served = access.filter((right) => right !== "presign-upload");
  return [
    ...(access.includes("presign-upload")
      ? [
          {
            kind: "upload" as const,
            name: "mediaUploads",
            bucketArn: upload.arn,
            prefix,
            maxSignatureAgeSeconds: args.maxSignatureAgeSeconds,
            keyArn,
          },
        ]
      : []),
    ...(served.length > 0 ? [bucket("media", serving, served)] : []),
    ...(access.includes("delete") ? [bucket("mediaUnscanned", upload, ["delete"])] : []),
  ];
}
