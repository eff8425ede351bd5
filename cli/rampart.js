#!/usr/bin/env node
// Plain JavaScript with a check of its own first: an older Node dies on TypeScript with a loader error that names
// neither the cause nor the cure.
import module from "node:module";
import { join } from "node:path";

const OLDEST_NODE = 24;
if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  process.stderr.write(
    `rampart: needs Node ${OLDEST_NODE} or newer and was started with ${process.versions.node}; ` +
      `put Node ${OLDEST_NODE} first on PATH, or run it through npm where the project pins one\n`,
  );
  process.exit(3);
}

// Node keeps compiled code, and TypeScript with its types stripped, between runs, by content. Enabled before any TypeScript
// is imported, so that what strips it need not be loaded, and by the environment for the processes that record programs.
const folder = join(module.findPackageJSON(import.meta.url), "../node_modules/.cache/rampart/compile");
module.enableCompileCache(process.env["NODE_COMPILE_CACHE"] ?? folder);
process.env["NODE_COMPILE_CACHE"] ??= folder;

// Not a static import, which would be resolved before the check runs.
await import("./main.ts");
