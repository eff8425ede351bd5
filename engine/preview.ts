import type { Rule, Tier } from "../policies/rule.ts";
import type { Waiver } from "../policies/waiver.ts";
import { type Capacity, capacityOf } from "./capacity.ts";
import { type ComponentRow, groupByComponent } from "./components.ts";
import { type EvaluateOptions, type Evaluation, type RuleSettings, evaluate } from "./evaluate.ts";
import { isOpen } from "./finding.ts";
import type { Plan } from "./plan.ts";

/** One stack as a preview shows it. */
export interface StackPreview {
  readonly stack: string;
  readonly environment: string | undefined;
  readonly tier: Tier;
  readonly plan: Plan;
  /** The file that the plan was read from, as the user named it; none where a program was recorded. */
  readonly input?: string;
  readonly evaluation: Evaluation;
  readonly components: readonly (ComponentRow & { readonly fail: number; readonly undecided: number })[];
  readonly capacity: readonly Capacity[];
  /** What the program describes and does not make yet, as its stack output `waiting` says. */
  readonly waiting: readonly Waiting[];
}

/** One entry of a stack output `waiting`. */
export interface Waiting {
  readonly workload: string;
  readonly for: readonly string[];
}

export interface PreviewOptions {
  readonly rules: readonly Rule[];
  readonly settings: Readonly<Record<string, RuleSettings>>;
  readonly waivers: readonly Waiver[];
  readonly today: string;
  readonly all?: boolean;
  readonly inBaseline?: NonNullable<EvaluateOptions["inBaseline"]>;
}

/** Evaluates a plan and gathers what a person wants to see of it. */
export function previewOf(plan: Plan, options: PreviewOptions): StackPreview {
  return describeEvaluation(plan, evaluate(plan, options));
}

export function describeEvaluation(plan: Plan, evaluation: Evaluation): StackPreview {
  const { rows, rowOf } = groupByComponent(plan);
  const counts = new Map(rows.map(({ name }) => [name, { fail: 0, undecided: 0 }]));
  for (const { urn, verdict } of evaluation.findings.filter(isOpen)) {
    const row = counts.get(rowOf.get(urn) ?? "");
    if (row !== undefined) row[verdict] += 1;
  }
  const components = rows.map((row) => ({ ...row, ...(counts.get(row.name) ?? { fail: 0, undecided: 0 }) }));
  return {
    stack: plan.stack,
    environment: plan.environment,
    tier: plan.tier ?? "unknown",
    plan,
    evaluation,
    components,
    capacity: capacityOf(plan),
    waiting: waitingOf(plan),
  };
}

function waitingOf(plan: Plan): Waiting[] {
  const stack = plan.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const list: unknown = stack?.outputs?.["waiting"];
  return Array.isArray(list) ? list.filter(isWaiting) : [];
}

function isWaiting(entry: unknown): entry is Waiting {
  if (typeof entry !== "object" || entry === null || !("workload" in entry) || !("for" in entry)) return false;
  return (
    typeof entry.workload === "string" && Array.isArray(entry.for) && entry.for.every((one) => typeof one === "string")
  );
}
