import module from "node:module";
import { fileURLToPath } from "node:url";
import { findPackageRoot } from "./package-root.ts";

// Node keeps compiled code, and TypeScript with its types stripped, between runs, by content. Enabled before
// anything large is imported, and by the environment for the processes in which programs are recorded.
const folder = fileURLToPath(new URL("node_modules/.cache/rampart/compile", findPackageRoot(import.meta.url)));
module.enableCompileCache(process.env["NODE_COMPILE_CACHE"] ?? folder);
process.env["NODE_COMPILE_CACHE"] ??= folder;

await import("./main.ts");
