import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

/** The version of this package: the checkout, or the installed package whose code lies in dist/. */
export const version: string = (
  JSON.parse(readFileSync(findPackageJSON(import.meta.url) as string, "utf8")) as { version: string }
).version;
