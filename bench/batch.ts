/** A batch of 5,000 small plans, and a fifth of it: time within five seconds, memory the same for both. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { estate } from "./_estates.ts";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const PLANS = 5_000;
const RESOURCES = 8;
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rampart-batch-"));

/** A file of `count` lines, one plan each. */
function batch(count: number): string {
  const file = join(folder, `${count}.jsonl`);
  const all = estate(RESOURCES * 100);
  const lines = Array.from({ length: count }, (_, index) => {
    const from = (index % 100) * RESOURCES;
    return JSON.stringify({ stack: "prod", resources: all.slice(from, from + RESOURCES) });
  });
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const check = (file: string) => () =>
  measureProcess({
    command: [process.execPath, join(root, "cli/rampart.js"), "check", "--plan", file, "--format", "json"],
    cwd: folder,
    expectedCodes: [0, 1],
  });

await pair({
  title: `batch of ${PLANS} plans of ${RESOURCES} resources against a fifth of it`,
  target: "≤ 5 s; memory ratio about 1",
  a: { name: `${PLANS} plans`, run: check(batch(PLANS)) },
  b: { name: `${PLANS / 5} plans`, run: check(batch(PLANS / 5)) },
});
rmSync(folder, { recursive: true });
