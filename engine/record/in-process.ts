import { fileURLToPath } from "node:url";
import type { Plan } from "../plan.ts";
import { decodePlan } from "../plan-codec.ts";
import { exitedEarly } from "./endings.ts";
import { RecordError, fromReport } from "./errors.ts";
import type { Job } from "./job.ts";
import { runProgram } from "./process.ts";
import { siblingModule } from "./sibling.ts";

export interface FrontEndOptions {
  readonly timeoutSeconds: number;
  readonly onOutput: (line: string) => void;
}

/**
 * Room for new objects from the start, in MiB: V8 begins with one, and would move what is new a dozen times before it
 * has grown. It is the size to which it grows by default.
 */
const YOUNG_SPACE = "--min-semi-space-size=16";

/**
 * Records an ES module program that uses our copy of the SDK, without a wire between the two. Each recording
 * has a process of its own: ES modules are evaluated once for the life of a process.
 */
export async function recordInProcess(job: Job, options: FrontEndOptions): Promise<Plan> {
  const { code, reports, errorLines } = await runProgram({
    args: [YOUNG_SPACE, fileURLToPath(siblingModule("child", import.meta.url))],
    cwd: job.workingDir,
    env: process.env,
    input: JSON.stringify(job),
    ...options,
  });
  for (const report of reports) {
    if ("plan" in report) return decodePlan(report.plan, { source: "the recorded plan", withSecrets: true });
    if ("failure" in report) throw fromReport(report.failure);
    if ("exit" in report) throw exitedEarly(report.exit.code, report.exit.frame);
  }
  const last = errorLines.length === 0 ? "" : `\n${errorLines.join("\n")}`;
  if (code === 0) throw exitedEarly(code);
  throw new RecordError("program-threw", `the program's process died with code ${code ?? "unknown"}${last}`);
}
