import type { Identities } from "../../policies/identity.ts";
import { canonicalType } from "../../policies/types.ts";
import type { Plan, PlanResource } from "../plan.ts";
import { STACK_TYPE } from "../urn.ts";
import { compareValues } from "./values.ts";

export interface Matched {
  readonly pairs: readonly (readonly [PlanResource, PlanResource])[];
  readonly removed: readonly PlanResource[];
  readonly added: readonly PlanResource[];
}

interface Names {
  readonly left: Identities;
  readonly right: Identities;
}

/**
 * Which resource of one plan is which of the other: by type and logical identity, then by alias, and for what is
 * left by likeness, so that a rename is called one.
 */
export function matchResources(left: Plan, right: Plan, names: Names): Matched {
  const rest = new Map<string, PlanResource[]>();
  for (const resource of left.resources) push(rest, keyOf(resource, names.left), resource);
  const pairs: (readonly [PlanResource, PlanResource])[] = [];
  const unmatched: PlanResource[] = [];
  for (const resource of right.resources) {
    const partner = rest.get(keyOf(resource, names.right))?.shift();
    if (partner === undefined) unmatched.push(resource);
    else pairs.push([partner, resource]);
  }
  const removed = [...rest.values()].flat();
  const renames = findRenames(removed, unmatched, names);
  const gone = new Set(renames.map(([from]) => from));
  const come = new Set(renames.map(([, to]) => to));
  return {
    pairs: [...pairs, ...renames],
    removed: removed.filter((resource) => !gone.has(resource)),
    added: unmatched.filter((resource) => !come.has(resource)),
  };
}

function keyOf(resource: PlanResource, names: Identities): string {
  return resource.type === STACK_TYPE ? STACK_TYPE : `${canonicalType(resource.type)} ${names.of(resource.urn)}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** At most a quarter of the properties may differ, and no other may be as like. */
const MOST_DIFFERENCES = 0.25;

function findRenames(
  removed: readonly PlanResource[],
  added: readonly PlanResource[],
  names: Names,
): (readonly [PlanResource, PlanResource])[] {
  const open = new Set(removed);
  return added.flatMap((to) => {
    const candidates = [...open].filter((from) => canonicalType(from.type) === canonicalType(to.type));
    const aliased = candidates.find(
      (from) => to.options.aliases?.includes(from.urn) || from.options.aliases?.includes(to.urn),
    );
    const from = aliased ?? likest(candidates, to, names);
    if (from === undefined) return [];
    open.delete(from);
    return [[from, to] as const];
  });
}

function likest(candidates: readonly PlanResource[], to: PlanResource, names: Names): PlanResource | undefined {
  const ranked = candidates
    .map((from) => ({ from, distance: distanceOf(from, to, names) }))
    .filter(({ distance }) => distance <= MOST_DIFFERENCES)
    .toSorted((a, b) => a.distance - b.distance);
  const [best, second] = ranked;
  return best !== undefined && best.distance !== second?.distance ? best.from : undefined;
}

function distanceOf(from: PlanResource, to: PlanResource, names: Names): number {
  const refer = { left: (urn: string) => names.left.of(urn), right: (urn: string) => names.right.of(urn) };
  const size = Math.max(1, Object.keys(from.inputs).length, Object.keys(to.inputs).length);
  const keys = new Set(compareValues(from.inputs, to.inputs, refer).map(({ keys: [first] }) => first));
  return keys.size / size;
}
