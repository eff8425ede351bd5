import type { Resource } from "./resource.ts";
import type { Remediation, Rule } from "./rule.ts";

/** How the rule proposes values, whether an engine may set them or they are only shown; undefined where it proposes none. */
export function proposing({ remediate, suggest }: Rule): ((resource: Resource) => readonly Remediation[]) | undefined {
  return remediate ?? suggest;
}

/** What the rule would have set on the resource, applied or only shown. Nothing where it cannot tell. */
export function proposalsOf(rule: Rule, resource: Resource): readonly Remediation[] {
  try {
    return proposing(rule)?.(resource) ?? [];
  } catch {
    return [];
  }
}

/** What an engine may set on the resource. Nothing where the rule cannot tell; what is at fault is rejected all the same. */
export function remediationsOf(rule: Rule, resource: Resource): readonly Remediation[] {
  return rule.remediate === undefined ? [] : proposalsOf(rule, resource);
}

/**
 * Those that are needed: without any other of them a violation would stay. A rule may propose safe values for several
 * inputs of which one only is at fault, and what is not at fault is the program's own.
 *
 * @param failuresWith The number of violations once these are set.
 */
export function neededOf(
  proposals: readonly Remediation[],
  failuresWith: (set: readonly Remediation[]) => number,
): readonly Remediation[] {
  let needed = proposals;
  let failures = failuresWith(needed);
  for (const proposal of proposals) {
    const others = needed.filter((one) => one !== proposal);
    const without = failuresWith(others);
    if (without > failures) continue;
    needed = others;
    failures = without;
  }
  return needed;
}
