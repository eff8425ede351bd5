import type { Rule } from "../../policies/rule.ts";
import { knownTypes, typesWithoutRule } from "../coverage.ts";
import { plural } from "../graph/picture.ts";
import type { StackPreview } from "../preview.ts";

/** Longer lists are scrolled over; `rampart coverage` has them whole. */
const MOST_TYPES = 10;

/** A sentence on the resources that the verdict says nothing about; empty where there are none. */
export function describeUnknownTypes(
  previews: readonly StackPreview[],
  rules: ReadonlyMap<string, Rule>,
  show: (type: string) => string,
): string {
  const knows = knownTypes(rules.values());
  const counts = new Map<string, number>();
  for (const { plan } of previews) {
    for (const { type, resources } of typesWithoutRule(plan, knows))
      counts.set(type, (counts.get(type) ?? 0) + resources);
  }
  if (counts.size === 0) return "";
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shown = [...counts].slice(0, MOST_TYPES).map(([type, count]) => `${show(type)} (${count})`);
  const left = counts.size - shown.length;
  const list = [...shown, ...(left > 0 ? [`${left} more`] : [])].join(", ");
  return `${plural(total, "resource")} of types that no rule knows: ${list}; see \`rampart coverage\``;
}
