import { Identities } from "../../../policies/identity.ts";
import { parsePointer } from "../../../policies/pointer.ts";
import { decodePlan, encodePlan } from "../../../engine/plan-codec.ts";
import type { Plan } from "../../../engine/plan.ts";

export type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;

/** A resource as it is written in a plan. */
export interface Written {
  urn: string;
  type: string;
  name: string;
  inputs: { [key: string]: Json };
  outputs?: { [key: string]: Json };
  options: { [key: string]: Json };
  dependencies: string[];
  [field: string]: unknown;
}

/** A copy of the plan with one resource changed by hand, as a line of the program would change it. */
export function edited(plan: Plan, identity: string, edit: (resource: Written, all: Written[]) => void): Plan {
  const names = new Identities(plan.resources);
  const index = plan.resources.findIndex(
    ({ urn, type }) => `${names.of(urn)} ${type}` === identity || names.of(urn) === identity,
  );
  if (index === -1) throw new Error(`no resource ${identity}`);
  const copy = JSON.parse(encodePlan(plan, { withSecrets: true })) as { resources: Written[] };
  edit(copy.resources[index] as Written, copy.resources);
  return decodePlan(JSON.stringify(copy), { withSecrets: true });
}

/** Sets what a pointer names; the way to it has to exist. */
export function set(target: Json, pointer: string, value: Json | undefined): void {
  const keys = parsePointer(pointer);
  const last = keys.pop() as string;
  let at = target as Record<string, Json>;
  for (const key of keys) at = at[key] as Record<string, Json>;
  if (at === undefined) throw new Error(`nothing at ${pointer}`);
  if (value === undefined) delete at[last];
  else at[last] = value;
}
