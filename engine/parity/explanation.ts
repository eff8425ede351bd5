import { parsePointer } from "../../policies/pointer.ts";
import type { Change } from "../compare.ts";
import type { DeclaredDifference, PairSteps, SettingChange, Step } from "../environments.ts";
import type { UndeclaredChange } from "../parity.ts";
import type { Attribution, Way } from "./attribute.ts";

/** Steps that make a difference, and those without which they would be no valid settings. */
export interface ExplainedWay {
  readonly steps: readonly Step[];
  readonly needs: readonly Step[];
}

export interface ExplainedCause {
  /** Each makes the differences by itself; none where the cause was not found within the bound. */
  readonly ways: readonly ExplainedWay[];
  /** Where it was not found: among which steps it is. */
  readonly among: readonly Step[];
  readonly changes: readonly Change[];
}

/** Why nobody declared a difference. */
export interface ExplainedRest {
  /** Settings that make it. None where no setting does: the program, or what it reads, asks where it is. */
  readonly ways: readonly ExplainedWay[];
  /** Declared differences that may have been meant to cover it, nearest first. */
  readonly near: readonly Step[];
}

/** Why two environments differ. */
export interface Explanation {
  readonly causes: readonly ExplainedCause[];
  /** Declared, and without a trace in what is deployed. */
  readonly idle: readonly Step[];
  readonly identity: readonly DeclaredDifference[];
  /** In the order of the undeclared changes. */
  readonly undeclared: readonly ExplainedRest[];
  /** Declared differences near each undeclared setting, in their order. */
  readonly settings: readonly (readonly Step[])[];
  /** How many recordings it took, the verdict's own not among them. */
  readonly recordings: number;
}

const MOST_NEAR = 3;

export function explain(
  steps: PairSteps,
  { declared, undeclared }: { readonly declared: Attribution; readonly undeclared: Attribution },
  rest: { readonly changes: readonly UndeclaredChange[]; readonly settings: readonly SettingChange[] },
  recordings: number,
): Explanation {
  const causes = declared.causes.map((cause) => ({
    ways: cause.ways.map((way) => named(way, steps.declared.steps)),
    among: (cause.among ?? []).flatMap((position) => steps.declared.steps[position] ?? []),
    changes: cause.changes,
  }));
  return {
    causes,
    idle: declared.idle.flatMap((position) => steps.declared.steps[position] ?? []),
    identity: steps.identity,
    undeclared: rest.changes.map((change) => ({
      ways: waysTo(change, undeclared, steps.undeclared.steps),
      near: nearTo(change, causes),
    })),
    settings: rest.settings.map(({ path }) => nearSettings(path, steps.declared.steps)),
    recordings,
  };
}

function named({ steps, needs }: Way, all: readonly Step[]): ExplainedWay {
  const stepsAt = (positions: readonly number[]) => positions.flatMap((position) => all[position] ?? []);
  return { steps: stepsAt(steps), needs: stepsAt(needs) };
}

/** What a setting does shows in the right environment alone. */
function waysTo(change: UndeclaredChange, { causes }: Attribution, steps: readonly Step[]): ExplainedWay[] {
  if (change.side === "left") return [];
  const cause = causes.find(({ changes }) => changes.some((one) => isSamePlace(one, change)));
  return cause === undefined ? [] : cause.ways.map((way) => named(way, steps));
}

function isSamePlace(one: Change, other: Change): boolean {
  return one.type === other.type && one.resource === other.resource && one.path === other.path;
}

/** Declared differences that change the same resource, by how much of the way to the property they share. */
function nearTo(change: Change, causes: readonly ExplainedCause[]): Step[] {
  const ranked = causes.flatMap(({ ways, changes }) => {
    const own = changes.filter(({ type, resource }) => type === change.type && resource === change.resource);
    const shared = Math.max(-1, ...own.map(({ path }) => sharedKeys(path, change.path)));
    return shared < 0 ? [] : ways.flatMap(({ steps }) => steps.map((step) => ({ step, shared })));
  });
  return nearest(ranked);
}

/** Declared differences of the same part of the settings. */
function nearSettings(path: string, steps: readonly Step[]): Step[] {
  const ranked = steps.map((step) => ({ step, shared: sharedKeys(step.path, path) }));
  return nearest(ranked.filter(({ shared }) => shared > 0));
}

function nearest(ranked: readonly { readonly step: Step; readonly shared: number }[]): Step[] {
  const sorted = ranked.toSorted((a, b) => b.shared - a.shared).map(({ step }) => step);
  return [...new Set(sorted)].filter(({ declared }) => declared.length > 0).slice(0, MOST_NEAR);
}

function sharedKeys(one: string, other: string): number {
  const keys = parsePointer(other);
  const end = parsePointer(one).findIndex((key, index) => key !== keys[index]);
  return end === -1 ? Math.min(parsePointer(one).length, keys.length) : end;
}
