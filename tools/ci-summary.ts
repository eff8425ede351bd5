import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Adds up the test results of a CI run and prints the one closing line that CI reads. */
const SUITES = ["unit", "integration"];

const [folder = ".", ...failedStages] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const suite of SUITES) {
  const file = join(folder, `${suite}.json`);
  if (!existsSync(file)) {
    console.log(`no result of the ${suite} tests: they did not run to their end`);
    totals.failed += 1;
    continue;
  }
  const result = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
  totals.passed += result["numPassedTests"] ?? 0;
  totals.failed += result["numFailedTests"] ?? 0;
  totals.skipped += result["numPendingTests"] ?? 0;
}
for (const stage of failedStages) console.log(`failed: ${stage}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 || failedStages.length > 0 ? 1 : 0;
