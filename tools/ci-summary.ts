import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Adds up the test results of a CI run and prints the one closing line that CI reads. */
const [folder = ".", ...failedStages] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const result = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, number>;
  totals.passed += result["numPassedTests"] ?? 0;
  totals.failed += result["numFailedTests"] ?? 0;
  totals.skipped += result["numPendingTests"] ?? 0;
}
if (!existsSync(join(folder, "unit.json"))) {
  console.log("no result of the unit tests: they did not run to their end");
  totals.failed += 1;
}
const notRun = join(folder, "not-run.txt");
if (!existsSync(notRun)) {
  console.log("no result of the wider suite: it did not run to its end");
  totals.failed += 1;
} else {
  const files = readFileSync(notRun, "utf8").split("\n").filter(Boolean);
  if (files.length > 0) console.log(`not run, for lack of time: ${files.join(", ")}`);
}
for (const stage of failedStages) console.log(`failed: ${stage}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 || failedStages.length > 0 ? 1 : 0;
