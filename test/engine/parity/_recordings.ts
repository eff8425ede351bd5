import { fileURLToPath } from "node:url";
import type { ConfigValues, Pair } from "../../../engine/environments.ts";
import { STAND_IN } from "../../../engine/normalise.ts";
import type { Plan } from "../../../engine/plan.ts";
import { recordProgram } from "../../../engine/record/index.ts";
import { pairOf } from "../../../stacks/comparison.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const TODAY = "2026-11-21";
export const SYSTEM = "flask-app";

export function pair(overrides: { readonly left?: unknown; readonly right?: unknown } = {}, system = SYSTEM): Pair {
  return pairOf({ system, left: "prod", right: "staging", overrides, today: TODAY });
}

export function record(stack: string, config: ConfigValues): Promise<Plan> {
  return recordProgram({ programDir: ROOT, stack, config });
}

/** Both environments under the stand-in, as a comparison of states needs them. */
export async function recordDeclared({ plain }: Pair): Promise<{ left: Plan; right: Plan }> {
  const [left, right] = await Promise.all([record(STAND_IN, plain.left), record(STAND_IN, plain.right)]);
  return { left, right };
}

export async function recordPair(of: Pair): Promise<{ template: Plan; left: Plan; right: Plan }> {
  const [template, left, right] = await Promise.all([
    record(STAND_IN, of.template),
    record("prod", of.left),
    record("staging", of.right),
  ]);
  return { template, left, right };
}
