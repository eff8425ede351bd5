import { decodePlan } from "../../../engine/plan-codec.ts";
import type { Plan } from "../../../engine/plan.ts";

export interface Given {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: object;
  readonly options?: object;
  readonly [field: string]: unknown;
}

/** A plan of the stack `dev` with these resources; URNs are as the engine builds them, unless they are given. */
export function planOf(...resources: readonly Given[]): Plan {
  const whole = resources.map((one) => ({ name: "it", inputs: {}, ...one }));
  return decodePlan(JSON.stringify({ stack: "dev", tier: "nonprod", mode: "simulate", resources: whole }));
}
