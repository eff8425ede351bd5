import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Eight hexadecimal digits that change when anything in the value does. */
export function pulumiHash(value: pulumi.Input<unknown>): pulumi.Output<string> {
  return pulumi.jsonStringify(value).apply(shortHash);
}

export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Ten hexadecimal digits that change with the text, for the names of objects that are replaced and never edited. */
export function nameHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}
