import { fileURLToPath } from "node:url";
import type { Job } from "./job.ts";
import { ProgramProcess } from "./process.ts";
import { siblingModule } from "./sibling.ts";

/**
 * Room for new objects from the start, in MiB: V8 begins with one, and would move what is new a dozen times before it
 * has grown. It is the size to which it grows by default.
 */
const YOUNG_SPACE = "--min-semi-space-size=16";

/** Starts a process that records ES module programs with our copy of the SDK. */
export function startRecording(job: Job): ProgramProcess {
  return new ProgramProcess({
    args: [YOUNG_SPACE, fileURLToPath(siblingModule("child", import.meta.url))],
    cwd: job.workingDir,
    env: process.env,
  });
}

/**
 * Processes that record one program after another, so that the SDKs are loaded once and their code is warm. They stay
 * until `end` is called.
 */
export class RecordingProcesses {
  readonly #waiting = new Map<string, ProgramProcess[]>();

  /** A process that waits for a program of this folder, if there is one. */
  take({ workingDir }: Job): ProgramProcess | undefined {
    return this.#waiting.get(workingDir)?.pop();
  }

  giveBack({ workingDir }: Job, process: ProgramProcess): void {
    const waiting = this.#waiting.get(workingDir);
    if (waiting === undefined) this.#waiting.set(workingDir, [process]);
    else waiting.push(process);
  }

  end(): void {
    for (const process of [...this.#waiting.values()].flat()) process.end();
    this.#waiting.clear();
  }
}
