import { readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/;
const known = new Map<string, boolean>();

/** Whether a file is of Pulumi's own package, or of one that is generated of a provider's schema. */
export function isSdkFile(file: string): boolean {
  const folder = PACKAGE.exec(file)?.[0];
  if (folder === undefined) return false;
  const isSdk = known.get(folder) ?? isSdkPackage(folder);
  known.set(folder, isSdk);
  return isSdk;
}

function isSdkPackage(folder: string): boolean {
  try {
    const { name, pulumi } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly name?: unknown;
      readonly pulumi?: { readonly resource?: unknown };
    };
    return name === "@pulumi/pulumi" || pulumi?.resource === true;
  } catch {
    return false;
  }
}
