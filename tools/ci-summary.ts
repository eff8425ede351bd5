import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** What this reads of a result that vitest's JSON reporter wrote. */
interface JsonTestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Adds up the test results of a CI run, names every test that failed, and prints the one closing line that CI reads. */
const [folder = ".", ...failedStages] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const result = JSON.parse(readFileSync(join(folder, file), "utf8")) as JsonTestResults;
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests;
  for (const { name, message, assertionResults } of result.testResults) {
    const failures = assertionResults.filter(({ status }) => status === "failed");
    for (const { fullName, failureMessages } of failures) print(name, fullName, failureMessages[0]);
    // It cannot be imported, or what prepares its tests failed.
    if (failures.length === 0 && message !== "") print(name, "the file itself", message);
  }
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

/** One line for a failure, short enough to be read at the end of a long log. */
function print(file: string, test: string, message = ""): void {
  console.log(`FAILED ${relative(process.cwd(), file)}: ${test}: ${message.split("\n", 1)[0]?.slice(0, 200)}`);
}
