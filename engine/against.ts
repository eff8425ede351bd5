import { Identities } from "../policies/identity.ts";
import { toPointer } from "../policies/pointer.ts";
import { BaseFindings, type Grade, type Graded, gradeOf } from "./against/findings.ts";
import { type Fate, fatesOf, isManaged } from "./against/fates.ts";
import { type Change, OPTIONS, comparePlans } from "./compare.ts";
import { matchResources } from "./compare/match.ts";
import type { Finding } from "./finding.ts";
import type { Plan } from "./plan.ts";
import { type PreviewOptions, type StackPreview, previewOf } from "./preview.ts";

/** What a stack is compared with. */
export interface Base {
  /** What the user called it, and the commit where it is one. */
  readonly name: string;
  /** The stack as it was, judged; undefined where the base has no such stack. */
  readonly preview: StackPreview | undefined;
}

/** What became of a stack since its base. */
export interface Against {
  readonly base: string;
  /** Whether the base has no such stack: everything is new. */
  readonly isNewStack: boolean;
  readonly changes: readonly Change[];
  /** What does not survive the change, what holds data first. */
  readonly fates: readonly Fate[];
  /** Resources of the cloud; each is in one count at most. */
  readonly resources: Readonly<Record<"added" | "removed" | "replaced" | "changed", number>>;
  /** Findings of now; every one is in one of the two. */
  readonly findings: Readonly<Record<"new" | "unchanged", number>>;
  /** What the base had and is gone. */
  readonly fixed: readonly Finding[];
  /** Whether only what is new fails: what the base has too counts as in the baseline. */
  readonly newOnly: boolean;
  /** What that leaves out of the verdict, and how many of it would be violations. */
  readonly notCounted: Readonly<Record<"findings" | "violations", number>>;
}

export interface AgainstOptions extends PreviewOptions {
  readonly newOnly: boolean;
  /** Whether an undecided mandatory finding fails a stack of this tier. */
  readonly failsUndecided: (tier: StackPreview["tier"]) => boolean;
}

/** Judges a plan, and says of every finding whether its base has it, too. */
export function previewAgainst(plan: Plan, base: Base, options: AgainstOptions): StackPreview {
  const gradedBase = base.preview === undefined ? [] : grade(base.preview, options);
  const before = new BaseFindings(gradedBase);
  const fails = options.failsUndecided(plan.tier ?? "unknown");
  const unchanged = new Map<Finding, boolean>();
  const ask = (finding: Finding, own: Grade): boolean => {
    const known = unchanged.get(finding) ?? before.has(finding, own);
    unchanged.set(finding, known);
    return known;
  };
  const { newOnly, inBaseline } = options;
  const notCounted = { findings: 0, violations: 0 };
  const bears = (finding: Finding): boolean => {
    if (inBaseline?.(finding) === true) return true;
    if (!newOnly || !ask(finding, gradeOf(finding, fails))) return false;
    notCounted.findings += 1;
    if (finding.verdict === "fail" && finding.level === "mandatory") notCounted.violations += 1;
    return true;
  };
  const judged = previewOf(plan, {
    ...options,
    ...((newOnly || inBaseline !== undefined) && { inBaseline: bears }),
  });
  // The gravest first: they are the hardest to account for.
  const { findings } = judged.evaluation;
  for (const finding of findings.toSorted((a, b) => gradeOf(b, fails) - gradeOf(a, fails))) {
    ask(finding, gradeOf(finding, fails));
  }
  const compared = findings.map((finding): Finding => {
    return { ...finding, againstBase: unchanged.get(finding) === true ? "unchanged" : "new" };
  });
  const count = compared.filter(({ againstBase }) => againstBase === "unchanged").length;
  const empty: Plan = { ...plan, resources: [] };
  const left = base.preview?.plan ?? empty;
  const changes = comparePlans(left, plan);
  const fates = fatesOf(left, plan);
  return {
    ...judged,
    evaluation: { ...judged.evaluation, findings: compared },
    against: {
      base: base.name,
      isNewStack: base.preview === undefined,
      changes,
      fates,
      resources: countResources(left, plan, changes, fates),
      findings: { new: compared.length - count, unchanged: count },
      // Nothing is left to be set.
      fixed: before.fixed().map(({ suggestion: _suggestion, ...finding }) => finding),
      newOnly,
      notCounted,
    },
  };
}

function grade({ evaluation, tier }: StackPreview, { failsUndecided }: AgainstOptions): Graded[] {
  const fails = failsUndecided(tier);
  return evaluation.findings.map((finding) => ({ finding, grade: gradeOf(finding, fails) }));
}

/** Components are no resources of the cloud: what is made of them is counted. What only its order changed is not. */
function countResources(
  left: Plan,
  right: Plan,
  changes: readonly Change[],
  fates: readonly Fate[],
): Against["resources"] {
  const names = { left: new Identities(left.resources), right: new Identities(right.resources) };
  const { pairs, removed, added } = matchResources(left, right, names);
  const differing = new Set(changes.filter((change) => !isOrdering(change)).map(({ leftUrn }) => leftUrn));
  const replaced = new Set(fates.filter(({ fate }) => fate === "replaced").map(({ urn }) => urn));
  const changed = pairs.filter(
    ([from, to]) => isManaged(from) && isManaged(to) && differing.has(from.urn) && !replaced.has(to.urn),
  );
  return {
    added: added.filter(isManaged).length,
    removed: removed.filter(isManaged).length,
    replaced: replaced.size,
    changed: changed.length,
  };
}

function isOrdering({ path }: Change): boolean {
  return path.startsWith(toPointer([OPTIONS, "dependsOn"]));
}
