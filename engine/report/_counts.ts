import type { Summary } from "../finding.ts";
import { plural } from "../graph/picture.ts";
import type { State } from "./_report.ts";

/** Counts in a sentence, the same in every report. */
export function describeCounts(counts: Readonly<Record<State, number>>, problems: number): string {
  return [
    plural(counts.violation, "violation"),
    `${counts.advisory} advisory`,
    `${counts.undecided} undecided`,
    `${counts.baselined} in the baseline`,
    `${counts.waived} waived`,
    ...(problems > 0 ? [plural(problems, "problem")] : []),
  ].join(" · ");
}

/** How much a stack holds, and how much of that is no rule's to judge: `12 resources, 2 of them only read`. */
export function describeResources({ resources, external = 0 }: Pick<Summary, "resources" | "external">): string {
  const read = external === 0 ? "" : `, ${external === resources ? "all" : external} of them only read`;
  return `${plural(resources, "resource")}${read}`;
}

/** The same for a cell of a table that says what it counts. */
export function resourceCell({ resources, external = 0 }: Pick<Summary, "resources" | "external">): string {
  return external === 0 ? String(resources) : `${resources}, ${external} only read`;
}
