import { availableParallelism } from "node:os";
import type { Plan } from "../engine/plan.ts";
import { RecordError } from "../engine/record/errors.ts";
import { recordProgram } from "../engine/record/index.ts";
import { RecordingProcesses } from "../engine/record/recording-processes.ts";
import { type Selection, parsePairs } from "./options.ts";
import type { Progress } from "./progress.ts";
import type { Run } from "./runs.ts";

/** A run that was recorded, or why it was not. */
export type Recorded = { readonly run: Run; readonly plan: Plan } | { readonly run: Run; readonly error: RecordError };

/** Records every run, as many at once as there are processors, and keeps their order. */
export async function recordRuns(
  programDir: string,
  runs: readonly Run[],
  selection: Selection,
  progress: Progress,
): Promise<Recorded[]> {
  const recorded: Promise<Recorded>[] = [];
  const queue = [...runs.entries()];
  const atOnce = Math.min(availableParallelism(), runs.length);
  const processes = runs.length > atOnce ? new RecordingProcesses() : undefined;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const recording = startRun(programDir, next[1], selection, progress, processes);
      recorded[next[0]] = recording.recorded;
      await recording.ended;
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
    return await Promise.all(recorded);
  } finally {
    processes?.end();
  }
}

export interface Recording {
  /** When the program has ended, whatever came of it: another may begin, though its plan is not read yet. */
  readonly ended: Promise<void>;
  readonly recorded: Promise<Recorded>;
}

export function startRun(
  programDir: string,
  run: Run,
  selection: Selection,
  progress: Progress,
  processes: RecordingProcesses | undefined,
): Recording {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const recorded = recordRun(programDir, run, selection, progress, { processes, onEnd: resolve }).finally(resolve);
  // Who waits for the end first would hear of a failure too late.
  recorded.catch(() => {});
  return { ended, recorded };
}

async function recordRun(
  programDir: string,
  run: Run,
  selection: Selection,
  progress: Progress,
  { processes, onEnd }: { readonly processes: RecordingProcesses | undefined; readonly onEnd: () => void },
): Promise<Recorded> {
  const task = `recording ${run.name}`;
  progress.start(task);
  try {
    const plan = await recordProgram({
      programDir: run.folder ?? programDir,
      stack: run.stack,
      mode: selection.mode,
      timeoutSeconds: selection.timeout,
      config: { ...run.config, ...parsePairs("--config", selection.config ?? []) },
      ...(selection.fixtures !== undefined && { fixtures: selection.fixtures }),
      ...(run.environment !== undefined && { environment: run.environment }),
      ...(run.tier !== undefined && { tier: run.tier }),
      ...(processes !== undefined && { processes }),
      onEnd,
      onOutput: (line) => process.stderr.write(`${run.name} | ${line}\n`),
    });
    return { run, plan };
  } catch (error) {
    if (error instanceof RecordError) return { run, error };
    throw error;
  } finally {
    progress.done(task);
  }
}
