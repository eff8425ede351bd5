import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Who may sign URLs and cookies of a distribution. */
export interface Signing {
  readonly keyGroupId: pulumi.Output<string>;
  /** Key-pair ids by slot, which signers put into each URL. */
  readonly keyIds: { readonly a?: pulumi.Output<string>; readonly b?: pulumi.Output<string> };
}

/**
 * A group of the public keys. CloudFront refuses to delete a key that a group holds; their names are left to the
 * provider so that a changed key is made before the group lets the old one go.
 */
export function createSigning(
  name: string,
  keys: { readonly a?: string; readonly b?: string } | undefined,
  opts: pulumi.CustomResourceOptions,
): Signing | undefined {
  const slot = (key: "a" | "b"): aws.cloudfront.PublicKey | undefined => {
    const pem = keys?.[key];
    if (pem === undefined) return undefined;
    return new aws.cloudfront.PublicKey(
      `${name}-key-${key}`,
      // CloudFront hands the key back with a line end, and a difference would replace the key.
      { comment: `${name}, slot ${key}`, encodedKey: `${pem.replaceAll("\r\n", "\n").trimEnd()}\n` },
      opts,
    );
  };
  const a = slot("a");
  const b = slot("b");
  const made = [a, b].filter((key) => key !== undefined);
  if (made.length === 0) return undefined;
  const group = new aws.cloudfront.KeyGroup(
    `${name}-keys`,
    { comment: `Signers of ${name}`, items: made.map(({ id }) => id) },
    opts,
  );
  return { keyGroupId: group.id, keyIds: { ...(a && { a: a.id }), ...(b && { b: b.id }) } };
}
