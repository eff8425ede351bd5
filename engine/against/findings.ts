import { type Finding, isOpen } from "../finding.ts";

/** How much a finding keeps its stack from being accepted. */
export type Grade = 0 | 1 | 2 | 3 | 4;

/** `fails`: whether an undecided mandatory finding fails in this stack. */
export function gradeOf(finding: Finding, fails: boolean): Grade {
  if (!isOpen(finding)) return 0;
  if (finding.level === "advisory") return finding.verdict === "undecided" ? 1 : 2;
  if (finding.verdict === "fail") return 4;
  return fails || finding.undecidedFails === true ? 3 : 1;
}

/** A finding of the base, and how grave it was there. */
export interface Graded {
  readonly finding: Finding;
  readonly grade: Grade;
}

/**
 * The findings of a base, each of which accounts for one of now at most. It accounts for one that is as grave or
 * milder: what was advice, undecided or waived at the base does not excuse a violation.
 */
export class BaseFindings {
  readonly #all: readonly Graded[];
  readonly #left = new Map<string, Graded[]>();
  /** How many of now were asked for, by fingerprint. */
  readonly #seen = new Map<string, number>();

  constructor(findings: readonly Graded[]) {
    this.#all = findings;
    for (const one of findings) {
      const own = this.#left.get(one.finding.fingerprint) ?? [];
      own.push(one);
      this.#left.set(one.finding.fingerprint, own);
    }
  }

  /** Whether the base has this one, too; asked once for each finding of now. */
  has({ fingerprint }: Pick<Finding, "fingerprint">, grade: Grade): boolean {
    this.#seen.set(fingerprint, (this.#seen.get(fingerprint) ?? 0) + 1);
    const left = this.#left.get(fingerprint) ?? [];
    // The mildest that is grave enough: a graver one may be needed still.
    const [match] = left.filter((one) => one.grade >= grade).toSorted((a, b) => a.grade - b.grade);
    if (match === undefined) return false;
    left.splice(left.indexOf(match), 1);
    return true;
  }

  /** What is gone: one that became graver is still there. Complete once every finding was asked for. */
  fixed(): Finding[] {
    const kept = new Map(this.#seen);
    return this.#all
      .filter(({ finding: { fingerprint } }) => {
        const count = kept.get(fingerprint) ?? 0;
        kept.set(fingerprint, count - 1);
        return count <= 0;
      })
      .map(({ finding }) => finding);
  }
}
