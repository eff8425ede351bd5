/** One plan of 100,000 resources against one of 10,000: time and memory grow no faster than the plan does. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { estate } from "./_estates.ts";
import { pair, runsFromArguments } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const SMALL = 10_000;
const LARGE = 100_000;
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rampart-growth-"));

function plan(count: number): string {
  const file = join(folder, `${count}.json`);
  writeFileSync(file, JSON.stringify({ stack: "prod", resources: estate(count) }));
  return file;
}

const check = (file: string) => () =>
  measureProcess({
    command: [
      process.execPath,
      join(root, "cli/rampart.js"),
      "check",
      "--plan",
      file,
      "--format",
      "json",
      "--out",
      "/dev/null",
    ],
    cwd: folder,
    expectedCodes: [0, 1],
  });

await pair(
  {
    title: `a plan of ${LARGE} resources against one of ${SMALL}`,
    target: "≤ 11 × the time and the memory; below 1,536 MiB",
    a: { name: `${LARGE} resources`, run: check(plan(LARGE)) },
    b: { name: `${SMALL} resources`, run: check(plan(SMALL)) },
  },
  // Each takes its time.
  Math.min(runsFromArguments(), 3),
);
rmSync(folder, { recursive: true });
