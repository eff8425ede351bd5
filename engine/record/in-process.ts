import { setImmediate } from "node:timers/promises";
import type { Plan } from "../plan.ts";
import { decodeParsedPlan } from "../plan-codec.ts";
import { exitedEarly } from "./endings.ts";
import { RecordError, fromReport } from "./errors.ts";
import type { Job } from "./job.ts";
import type { ProgramProcess, RunResult } from "./process.ts";
import { type RecordingProcesses, startRecording } from "./recording-processes.ts";

export interface FrontEndOptions {
  readonly timeoutSeconds: number;
  readonly onOutput: (line: string) => void;
  readonly processes?: RecordingProcesses;
  /** Called when the program has come to its end, before its plan is read. */
  readonly onEnd?: () => void;
}

/** Records an ES module program that uses our copy of the SDK, without a wire between the two. */
export async function recordInProcess(job: Job, options: FrontEndOptions): Promise<Plan> {
  const waiting = options.processes?.take(job);
  return (waiting && (await recordAgain(waiting, job, options))) ?? recordIn(startRecording(job), job, options);
}

/**
 * Records in a process that recorded before. Whatever goes wrong there is tried once more in a process of its own, whose
 * word counts; until then nothing of it is shown.
 */
async function recordAgain(process: ProgramProcess, job: Job, options: FrontEndOptions): Promise<Plan | undefined> {
  const lines: string[] = [];
  try {
    const plan = await recordIn(process, job, { ...options, onOutput: (line) => lines.push(line) });
    for (const line of lines) options.onOutput(line);
    return plan;
  } catch (error) {
    if (error instanceof RecordError && error.kind !== "timed-out") return undefined;
    throw error;
  }
}

async function recordIn(process: ProgramProcess, job: Job, options: FrontEndOptions): Promise<Plan> {
  const result = await process.run({ ...options, input: JSON.stringify(job) });
  for (const report of result.reports) {
    if ("plan" in report) {
      if (report.waits === true) options.processes?.giveBack(job, process);
      options.onEnd?.();
      // What that began has its process at work by the time this one reads.
      await setImmediate();
      return decodeParsedPlan(report.plan, { source: "the recorded plan", withSecrets: true });
    }
    if ("failure" in report) throw fromReport(report.failure);
    if ("exit" in report) throw exitedEarly(report.exit.code, report.exit.frame);
  }
  throw died(result);
}

function died({ code, errorLines }: RunResult): RecordError {
  if (code === 0) return exitedEarly(code);
  const last = errorLines.length === 0 ? "" : `\n${errorLines.join("\n")}`;
  return new RecordError("program-threw", `the program's process died with code ${code ?? "unknown"}${last}`);
}
