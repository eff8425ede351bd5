import type { Level } from "../policies/levels.ts";
import type { Remediation, Severity } from "../policies/rule.ts";
import type { Waiver } from "../policies/waiver.ts";
import type { SourcePosition } from "./plan.ts";

/** A violation or an undecided verdict: what a person, a report and a baseline need to know of it. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly verdict: "fail" | "undecided";
  readonly level: Exclude<Level, "disabled">;
  readonly severity: Severity;
  readonly urn: string;
  /** Canonical type token of the resource. */
  readonly type: string;
  /** Component names from the outside in, then the resource's own. */
  readonly identity: string;
  /** JSON Pointer below the resource's inputs; empty for the resource as a whole. */
  readonly path: string;
  /** The fact, then the fix. */
  readonly message: string;
  /** Set when the fault lies in another resource of the stack than the one that was judged. */
  readonly fault?: { readonly urn: string; readonly path: string };
  /** Innermost line of the user's code that made the resource. */
  readonly source?: SourcePosition;
  /**
   * What to set at that line, where the rule knows values that mend the violation and nothing is set yet. Not on what a
   * waiver covers: somebody has decided that it stays, and at level `remediate` no engine sets it either.
   */
  readonly suggestion?: readonly Remediation[] | undefined;
  /** The line that makes the outermost component around the resource, else the outermost line of the program. */
  readonly declaredAt?: SourcePosition;
  readonly fingerprint: string;
  /** Set on an undecided verdict that the pack's config makes as grave as a violation. */
  readonly undecidedFails?: true;
  /** Set when the finding is borne: it is shown, and fails nothing. */
  readonly waiver?: Pick<Waiver, "reason" | "owner" | "ticket" | "expires">;
  /** Set when the baseline holds the finding: it was there before the gate, is shown, and fails nothing. */
  readonly baselined?: true;
  /** Whether the base of the comparison has it, too, at least as grave. Only in runs with a base. */
  readonly againstBase?: "new" | "unchanged";
}

/** Whether nobody has taken the finding on: neither a waiver nor the baseline. */
export function isOpen({ waiver, baselined }: Finding): boolean {
  return waiver === undefined && baselined === undefined;
}

/** Counts of rule × resource; each pair is in exactly one of the verdict counts. */
export interface Summary {
  /** Of the plan, components among them. */
  readonly resources: number;
  /** Those of `resources` that are only read (`X.get()`), which no rule judges; left out where there are none. */
  readonly external?: number;
  readonly pass: number;
  /** Passes that rest on a simulated value; not in `pass`. */
  readonly assumed: number;
  readonly fail: number;
  readonly undecided: number;
  readonly notApplicable: number;
  /** Violations and undecided verdicts that a waiver covers; in neither of those counts. */
  readonly waived: number;
  /** What the baseline holds; in none of the other counts. Only in runs with a baseline. */
  readonly baselined?: number;
}

/** A verdict without findings, reported only when every verdict is asked for. */
export interface QuietVerdict {
  readonly rule: string;
  readonly verdict: "pass" | "notApplicable";
  readonly level: Finding["level"];
  readonly severity: Severity;
  readonly urn: string;
  readonly assumed: boolean;
}
