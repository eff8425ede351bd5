import type { Rule, Tier } from "../policies/rule.ts";
import { type Capacity, capacityOf } from "./capacity.ts";
import { type ComponentRow, groupByComponent } from "./components.ts";
import { type Evaluation, type RuleSettings, evaluate } from "./evaluate.ts";
import type { Plan } from "./plan.ts";

/** One stack as a preview shows it. */
export interface StackPreview {
  readonly stack: string;
  readonly environment: string | undefined;
  readonly tier: Tier;
  readonly plan: Plan;
  readonly evaluation: Evaluation;
  readonly components: readonly (ComponentRow & { readonly fail: number; readonly undecided: number })[];
  readonly capacity: readonly Capacity[];
}

export interface PreviewOptions {
  readonly rules: readonly Rule[];
  readonly settings: Readonly<Record<string, RuleSettings>>;
}

/** Evaluates a recorded plan and gathers what a person wants to see of it. */
export function previewOf(plan: Plan, { rules, settings }: PreviewOptions): StackPreview {
  const evaluation = evaluate(plan, { rules, settings });
  const { rows, rowOf } = groupByComponent(plan);
  const components = rows.map((row) => {
    const own = evaluation.findings.filter(({ urn }) => rowOf.get(urn) === row.name);
    const count = (verdict: "fail" | "undecided"): number => own.filter((one) => one.verdict === verdict).length;
    return { ...row, fail: count("fail"), undecided: count("undecided") };
  });
  return {
    stack: plan.stack,
    environment: plan.environment,
    tier: plan.tier ?? "unknown",
    plan,
    evaluation,
    components,
    capacity: capacityOf(plan),
  };
}
