import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { report } from "./report.ts";
import { killRate, run } from "./run.ts";

/** Writes `docs/mutation.md`, or with `--check` fails where it says something else than a run does. */
const PAGE = fileURLToPath(new URL("../../docs/mutation.md", import.meta.url));
const TARGET = 98;

const result = run();
const text = report(result);
const rate = killRate(result.counted);
console.log(
  `${result.counted.length} mutants of ${result.controls.length} controls count, ${rate.toFixed(2)} % are caught, ${result.survivors.length} survive`,
);
if (process.argv.includes("--check")) {
  if (readFileSync(PAGE, "utf8") !== text) {
    console.error("docs/mutation.md is out of date; run npm run test:mutation");
    process.exitCode = 1;
  }
} else {
  writeFileSync(PAGE, text);
}
for (const key of result.stale) console.error(`matches nothing any more: ${key}`);
for (const key of result.gaps) console.error(`nothing to start from: ${key}`);
if (rate < TARGET) process.exitCode = 1;
