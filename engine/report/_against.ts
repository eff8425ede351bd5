import { formatPointer } from "../../policies/pointer.ts";
import type { Value } from "../../policies/value.ts";
import type { Against } from "../against.ts";
import type { Fate } from "../against/fates.ts";
import type { Change } from "../compare.ts";
import { type Concern, byConcern } from "../compare/rank.ts";
import { plural } from "../graph/picture.ts";
import type { StackPreview } from "../preview.ts";

/** What all stacks that were compared have together; undefined in a run without a base. */
export interface Compared {
  readonly base: string;
  readonly findings: Readonly<Record<"new" | "fixed" | "unchanged", number>>;
  readonly resources: Against["resources"];
  readonly newOnly: boolean;
  readonly notCounted: Against["notCounted"];
}

export function compared(previews: readonly StackPreview[]): Compared | undefined {
  const all = previews.flatMap(({ against }) => against ?? []);
  const [first] = all;
  if (first === undefined) return undefined;
  const sum = (read: (one: Against) => number): number => all.reduce((total, one) => total + read(one), 0);
  return {
    base: first.base,
    findings: {
      new: sum(({ findings }) => findings.new),
      fixed: sum(({ fixed }) => fixed.length),
      unchanged: sum(({ findings }) => findings.unchanged),
    },
    resources: {
      added: sum(({ resources }) => resources.added),
      removed: sum(({ resources }) => resources.removed),
      replaced: sum(({ resources }) => resources.replaced),
      changed: sum(({ resources }) => resources.changed),
    },
    newOnly: first.newOnly,
    notCounted: {
      findings: sum(({ notCounted }) => notCounted.findings),
      violations: sum(({ notCounted }) => notCounted.violations),
    },
  };
}

/** Counts in a sentence, the same in every report. */
export function describeCompared({ findings, resources }: Compared): string {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(" · ");
  return `findings: ${list(findings)}; resources: ${list(resources)}`;
}

/** Says what `--new-only` leaves out of the verdict; empty without it. */
export function describeNotCounted({ newOnly, notCounted: { findings, violations } }: Compared): string {
  if (!newOnly) return "";
  return `--new-only: ${plural(findings, "finding")} of the base not counted, ${plural(violations, "violation")} among them`;
}

/** What a change does to data, gravest first. */
export function dataAtRisk({ against }: StackPreview): readonly Fate[] {
  return against?.fates.filter(({ stateful }) => stateful !== undefined) ?? [];
}

/** `replaced: RDS instance shop/shop-db`. */
export function describeFate({ fate, stateful, resource, type }: Fate): string {
  return `${fate}: ${stateful?.name ?? type} ${resource}`;
}

/** Why, what is lost, and what would stop it. */
export function explainFate({ fate, because, stateful, held }: Fate): string {
  const lost = fate === "deleted" ? "lost with it" : "lost with the old one";
  const loss = stateful === undefined ? "" : `; ${lost}: ${stateful.holds}`;
  return `${because}${loss}${held.length === 0 ? "" : ` (${held.join("; ")})`}`;
}

/** What to do about it, once for all. */
export const KEEP_DATA =
  "To keep the data, leave what forces it as it is, give a new name an alias of the old one, or move the data first.";

const SECURITY: ReadonlySet<Concern> = new Set([
  "encryption",
  "exposure",
  "identity",
  "deletion protection",
  "retention",
]);

export interface RankedChange {
  readonly concern: Concern;
  readonly change: Change;
}

/** What is there and differs is easier to overlook than what is new as a whole. */
const KINDS: readonly Change["kind"][] = ["changed", "removed", "renamed", "added"];

/** What changes for security, in the order of the concerns; the rest is counted elsewhere. */
export function securityChanges({ against }: StackPreview): RankedChange[] {
  return [...byConcern(against?.changes ?? [])].flatMap(([concern, own]) =>
    SECURITY.has(concern)
      ? own.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)).map((change) => ({ concern, change }))
      : [],
  );
}

/** What happened to it, where, from what to what. */
export function describeChange(change: Change): { readonly where: string; readonly what: string } {
  const { kind, path, left, right } = change;
  if (kind === "added" || kind === "removed") return { where: "", what: kind };
  if (kind === "renamed") return { where: "", what: `was ${String(left)}` };
  return { where: formatPointer(path), what: `${shownValue(left)} → ${shownValue(right)}` };
}

const ADDRESS_RANGE = /^[0-9a-f.:]+\/\d{1,3}$/i;

/**
 * A value as a report may show it to whoever reads the pull request: switches, numbers and address ranges. Any other
 * text may be a secret that nobody marked as one; the line of the program shows it to who may see that.
 */
export function shownValue(value: Value | undefined): string {
  if (value === undefined) return "(nothing)";
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  return typeof value === "string" && ADDRESS_RANGE.test(value) ? value : "…";
}
