import type { Property } from "../../property.ts";
import { type Issue, anyOf } from "../../rule.ts";

/** A violation of `subnets` unless it, or the list that may stand in its place, names at least two. */
export function mustSpanZones(subnets: Property, instead: Property, what: string): Issue[] {
  const enough = anyOf(
    () => subnets.items().length >= 2,
    () => instead.items().length >= 2,
  );
  return enough ? [] : [subnets.fail(`${what} in one zone; list subnets of at least two zones`)];
}
