import type { Rule } from "../../policies/rule.ts";
import { knownTypes, typesWithoutRule } from "../coverage.ts";
import type { Against } from "../against.ts";
import { concernOf } from "../compare/rank.ts";
import type { StackPreview } from "../preview.ts";
import { jsonPieces } from "./_json-pieces.ts";
import { notesOf } from "./_notes.ts";
import { shownValue } from "./_against.ts";
import { type Problem, countStates } from "./_report.ts";

/** Bumped when a reader would have to change. */
export const PREVIEW_SCHEMA_VERSION = 1;

/**
 * A preview for machines, in pieces. Counts equal those of the terminal report; no input value is in it, only what rules would set. With the pack's
 * `rules` it says which types of resources none of them knows, and what else the verdict says nothing about.
 */
export function* renderJson(
  previews: readonly StackPreview[],
  problems: readonly Problem[] = [],
  rules?: ReadonlyMap<string, Rule>,
): Generator<string> {
  const knows = rules && knownTypes(rules.values());
  const stacks = previews.map(
    ({ stack, environment, tier, plan, evaluation, components, capacity, waiting, against }) => ({
      stack,
      environment,
      tier,
      mode: plan.mode,
      summary: evaluation.summary,
      counts: countStates(evaluation.findings),
      components,
      capacity,
      waiting,
      findings: evaluation.findings,
      ...(evaluation.verdicts.length > 0 && { verdicts: evaluation.verdicts }),
      waiverProblems: evaluation.waiverProblems,
      invokes: plan.invokes.map(({ token, answer }) => ({ token, answer })),
      opaque: plan.resources.filter((resource) => resource.opaque === true).map(({ urn }) => urn),
      ...(knows && { typesWithoutRule: typesWithoutRule(plan, knows) }),
      ...(against && { against: againstJson(against) }),
    }),
  );
  const notes = rules && { notes: notesOf({ previews, problems, rules }) };
  yield* jsonPieces({ schemaVersion: PREVIEW_SCHEMA_VERSION, problems, ...notes, stacks });
  yield "\n";
}

function againstJson({ findings, fixed, changes, ...rest }: Against): object {
  return {
    ...rest,
    counts: { new: findings.new, fixed: fixed.length, unchanged: findings.unchanged },
    fixed,
    changes: changes.map(({ left, right, leftUrn: _leftUrn, ...change }) => ({
      ...change,
      concern: concernOf({ ...change, left, right }),
      ...(change.kind === "changed" && { before: shownValue(left), after: shownValue(right) }),
    })),
  };
}
