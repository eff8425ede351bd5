#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";
import { findPackageRoot } from "./package-root.ts";

const OLDEST_NODE = 24;
if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  process.stderr.write(`rampart: needs Node ${OLDEST_NODE} or newer and was started with ${process.versions.node}\n`);
  process.exit(3);
}

// Node keeps compiled code, and TypeScript with its types stripped, between runs, by content. Enabled before
// anything large is imported, and by the environment for the processes in which programs are recorded.
const folder = fileURLToPath(new URL("node_modules/.cache/rampart/compile", findPackageRoot(import.meta.url)));
module.enableCompileCache(process.env["NODE_COMPILE_CACHE"] ?? folder);
process.env["NODE_COMPILE_CACHE"] ??= folder;

await import("./main.ts");
