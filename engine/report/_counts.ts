import type { State } from "./_report.ts";

/** Counts in a sentence, the same in every report. */
export function describeCounts(counts: Readonly<Record<State, number>>): string {
  return [
    `${counts.violation} violations`,
    `${counts.advisory} advisory`,
    `${counts.undecided} undecided`,
    `${counts.baselined} in the baseline`,
    `${counts.waived} waived`,
  ].join(" · ");
}
