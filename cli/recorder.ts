import { availableParallelism } from "node:os";
import { RecordingProcesses } from "../engine/record/recording-processes.ts";
import type { Selection } from "./options.ts";
import type { Progress } from "./progress.ts";
import { type Recorded, startRun } from "./record-runs.ts";
import type { Run } from "./runs.ts";

interface Waiting {
  readonly series: string;
  readonly begin: () => void;
}

/** What the first recording of a process costs, in later ones: so many may wait for a process that is at work. */
const WORTH_A_PROCESS = 3;

/** Records runs as they are asked for, as many at once as there are processors, and each only once. */
export class Recorder {
  readonly #programDir: string;
  readonly #selection: Selection;
  readonly #progress: Progress;
  readonly #known = new Map<string, Promise<Recorded>>();
  readonly #waiting: Waiting[] = [];
  readonly #processes = new Map<string, RecordingProcesses>();
  /** The series of every run that is being recorded. */
  readonly #atWork: string[] = [];
  #free = availableParallelism();

  constructor(programDir: string, selection: Selection, progress: Progress) {
    this.#programDir = programDir;
    this.#selection = selection;
    this.#progress = progress;
  }

  /** Whether it was asked for already. */
  has(run: Run): boolean {
    return this.#known.has(keyOf(run));
  }

  /**
   * Runs of one series may follow each other in one process. What is compared as a proof belongs into different series, so
   * that neither can be what it is because the other came before it.
   */
  record(run: Run, series: string): Promise<Recorded> {
    const key = keyOf(run);
    const recorded = this.#known.get(key) ?? this.#inTurn(run, series);
    this.#known.set(key, recorded);
    return recorded;
  }

  /** Lets the processes come to their end; nothing is recorded afterwards. */
  end(): void {
    for (const processes of this.#processes.values()) processes.end();
  }

  async #inTurn(run: Run, series: string): Promise<Recorded> {
    if (this.#free === 0) await new Promise<void>((begin) => this.#waiting.push({ series, begin }));
    else this.#free -= 1;
    this.#atWork.push(series);
    const processes = this.#processesOf(series);
    const { ended, recorded } = startRun(this.#programDir, run, this.#selection, this.#progress, processes);
    await ended;
    this.#atWork.splice(this.#atWork.indexOf(series), 1);
    this.#beginNext(series);
    return recorded;
  }

  /** Of the same series, if one waits: its process is there. Of another one where a process more is worth its start. */
  #beginNext(series: string): void {
    const same = this.#waiting.findIndex((one) => one.series === series);
    const at = same === -1 ? this.#waiting.findIndex((one) => this.#isWorthAProcess(one.series)) : same;
    const next = this.#waiting[at];
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.splice(at, 1);
    next.begin();
  }

  #isWorthAProcess(series: string): boolean {
    if (!this.#atWork.includes(series)) return true;
    return this.#waiting.filter((one) => one.series === series).length >= WORTH_A_PROCESS;
  }

  #processesOf(series: string): RecordingProcesses {
    const processes = this.#processes.get(series) ?? new RecordingProcesses();
    this.#processes.set(series, processes);
    return processes;
  }
}

/** What a program can see of a run: its stack and its configuration. */
function keyOf({ stack, config }: Run): string {
  return JSON.stringify([stack, Object.entries(config).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
