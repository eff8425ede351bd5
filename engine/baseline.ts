import type { BaselineEntry, BaselineFile, Recordable, RecordableStack } from "./baseline-file.ts";
import type { Finding } from "./finding.ts";

/** What the baseline still holds and the run no longer found. */
export interface FixedEntry {
  readonly entry: BaselineEntry;
  readonly stack: string;
  /** How many of the recorded ones are gone. */
  readonly count: number;
}

/** What a run looks at; what it did not look at is neither new nor fixed. */
export interface BaselineRun {
  /** The stacks that are judged. */
  readonly stacks: readonly string[];
  /** Whether these are all that there are: a recorded stack that is missing is then gone, or renamed. */
  readonly complete: boolean;
  /** Whether a rule is judged. Rules that no longer exist count as judged: they find nothing any more. */
  readonly judges: (rule: string) => boolean;
}

/**
 * A ratchet. What was recorded of a stack is borne in that stack, as often as it was recorded and no more; one
 * that was undecided does not bear a violation. A new finding never finds room.
 */
export class Baseline {
  readonly #file: BaselineFile;
  readonly #run: BaselineRun;
  /** What is left, by recorded stack, then by fingerprint and verdict. */
  readonly #left = new Map<string, Map<string, number>>();
  readonly #renamedFrom: ReadonlyMap<string, string>;

  constructor(file: BaselineFile, run: BaselineRun) {
    this.#file = file;
    this.#run = run;
    for (const stack of file.stacks) this.#left.set(stack, new Map());
    for (const { fingerprint, verdict, stacks } of file.entries) {
      for (const [stack, count] of Object.entries(stacks)) {
        const own = this.#left.get(stack) ?? new Map<string, number>();
        const key = `${fingerprint} ${verdict}`;
        own.set(key, (own.get(key) ?? 0) + count);
        this.#left.set(stack, own);
      }
    }
    this.#renamedFrom = this.#findRename();
  }

  /** One stack gone and one that nobody knew, in a run that saw them all: a rename. With more, nobody can tell. */
  #findRename(): ReadonlyMap<string, string> {
    const unknown = this.#run.stacks.filter((stack) => !this.#left.has(stack));
    const gone = [...this.#left.keys()].filter((stack) => !this.#run.stacks.includes(stack));
    const [to] = unknown;
    const [from] = gone;
    const isRename = this.#run.complete && unknown.length === 1 && gone.length === 1;
    return new Map(isRename && to !== undefined && from !== undefined ? [[to, from]] : []);
  }

  /** Asked once for each finding of the stack that no waiver covers; takes it off what is left. */
  holderFor(stack: string): (finding: Pick<Finding, "fingerprint" | "verdict">) => boolean {
    const left = this.#left.get(this.#renamedFrom.get(stack) ?? stack);
    return ({ fingerprint, verdict }) => {
      const verdicts = verdict === "fail" ? ["fail"] : ["undecided", "fail"];
      const key = verdicts.map((one) => `${fingerprint} ${one}`).find((one) => (left?.get(one) ?? 0) > 0);
      if (left === undefined || key === undefined) return false;
      left.set(key, (left.get(key) ?? 0) - 1);
      return true;
    };
  }

  /** What is left of the stacks that were judged; complete once every finding was asked for. */
  fixed(judged: readonly string[]): FixedEntry[] {
    const seen = new Set(judged.map((stack) => this.#renamedFrom.get(stack) ?? stack));
    const present = new Set(this.#run.stacks.map((stack) => this.#renamedFrom.get(stack) ?? stack));
    return this.#file.entries.flatMap((entry) =>
      Object.keys(entry.stacks).flatMap((stack) => {
        const count = this.#left.get(stack)?.get(`${entry.fingerprint} ${entry.verdict}`) ?? 0;
        const isGone = this.#run.complete && !present.has(stack);
        const wasJudged = (seen.has(stack) || isGone) && this.#run.judges(entry.rule);
        return count > 0 && wasJudged ? [{ entry, stack, count }] : [];
      }),
    );
  }
}

/**
 * A baseline that is written again: what it recorded and the stacks still have, and `added`, which it does not
 * take up. What it says of stacks that were not judged stays.
 */
export function lowerBaseline(
  old: BaselineFile,
  stacks: readonly RecordableStack[],
  complete: boolean,
): {
  readonly stacks: readonly RecordableStack[];
  readonly added: readonly (Recordable & { readonly stack: string })[];
} {
  const names = stacks.map(({ stack }) => stack);
  const baseline = new Baseline(old, { stacks: names, complete, judges: () => true });
  const added: (Recordable & { stack: string })[] = [];
  const lowered = stacks.map(({ stack, findings }) => {
    const isHeld = baseline.holderFor(stack);
    const kept: Recordable[] = [];
    for (const finding of findings.filter(({ waiver }) => waiver === undefined)) {
      if (isHeld(finding)) kept.push(finding);
      else added.push({ ...finding, stack });
    }
    return { stack, findings: kept };
  });
  const others = complete ? [] : old.stacks.filter((stack) => !names.includes(stack));
  return { stacks: [...lowered, ...others.map((stack) => recordedOf(old, stack))], added };
}

function recordedOf({ entries }: BaselineFile, stack: string): RecordableStack {
  const findings = entries.flatMap(({ stacks, resource, ...entry }) =>
    Array.from({ length: stacks[stack] ?? 0 }, () => ({ ...entry, identity: resource })),
  );
  return { stack, findings };
}
