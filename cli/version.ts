import { readFileSync } from "node:fs";
import { findPackageRoot } from "./package-root.ts";

/** The version of this package. */
export const version: string = (
  JSON.parse(readFileSync(new URL("package.json", findPackageRoot(import.meta.url)), "utf8")) as { version: string }
).version;
