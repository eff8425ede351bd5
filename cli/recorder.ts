import { availableParallelism } from "node:os";
import type { Selection } from "./options.ts";
import type { Progress } from "./progress.ts";
import { type Recorded, recordRun } from "./record-runs.ts";
import type { Run } from "./runs.ts";

/** Records runs as they are asked for, as many at once as there are processors, and each only once. */
export class Recorder {
  readonly #programDir: string;
  readonly #selection: Selection;
  readonly #progress: Progress;
  readonly #known = new Map<string, Promise<Recorded>>();
  readonly #waiting: (() => void)[] = [];
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

  record(run: Run): Promise<Recorded> {
    const key = keyOf(run);
    const recorded = this.#known.get(key) ?? this.#inTurn(run);
    this.#known.set(key, recorded);
    return recorded;
  }

  async #inTurn(run: Run): Promise<Recorded> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await recordRun(this.#programDir, run, this.#selection, this.#progress);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

/** What a program can see of a run: its stack and its configuration. */
function keyOf({ stack, config }: Run): string {
  return JSON.stringify([stack, Object.entries(config).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
