/** Runs every benchmark, one after the other. `--runs N` sets the number of paired runs. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const scripts = readdirSync(folder).filter(
  (name) => name.endsWith(".ts") && !name.startsWith("_") && name !== "run.ts",
);
let failed = false;
for (const script of scripts.toSorted()) {
  const run = spawnSync(process.execPath, [`${folder}${script}`, ...process.argv.slice(2)], { stdio: "inherit" });
  failed ||= run.status !== 0;
}
process.exitCode = failed ? 1 : 0;
