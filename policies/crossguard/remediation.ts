import { Secret } from "@pulumi/policy";
import { parsePointer } from "../pointer.ts";
import type { Resource } from "../resource.ts";
import type { Remediation, Rule } from "../rule.ts";
import { Asset, type Value, isObject } from "../value.ts";

/** What the rule would set on the resource. Nothing where it cannot tell; what is at fault is rejected all the same. */
export function remediationsOf(rule: Rule, resource: Resource): readonly Remediation[] {
  try {
    return rule.remediate?.(resource) ?? [];
  } catch {
    return [];
  }
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

/**
 * Whether the SDK can hand the inputs back as it got them. Archives of several assets lose their content on the way,
 * and an asset's path is resolved once more, elsewhere: a resource that has any is rejected and not remediated.
 */
export function canBeHandedBack(value: Value): boolean {
  if (value instanceof Asset) return false;
  if (Array.isArray(value)) return value.every(canBeHandedBack);
  return !isObject(value) || Object.values(value).every(canBeHandedBack);
}

/**
 * Sets values on the raw inputs that the SDK handed to a remediation, in place: a copy would lose which values are secret,
 * or stop at the first unknown. What is set stays as it is, whatever a rule says.
 *
 * @returns Whether anything was set.
 */
export function setInPlace(inputs: object, remediations: readonly Remediation[]): boolean {
  // Every one of them, also after the first that set something.
  return remediations.filter(({ path, value }) => setAt(inputs, parsePointer(path), value)).length > 0;
}

function setAt(inputs: unknown, keys: readonly string[], value: Remediation["value"]): boolean {
  let container = inputs;
  for (const [index, key] of keys.entries()) {
    if (container instanceof Secret) container = container.value as unknown;
    // A text is a value that is not known; a list has no place for what is not in it.
    if (typeof container !== "object" || container === null || key === "__proto__") return false;
    const map = container as Record<string, unknown>;
    const isMissing = !Object.hasOwn(map, key) || map[key] === undefined || map[key] === null;
    if (isMissing && Array.isArray(map)) return false;
    if (index === keys.length - 1) {
      if (isMissing) map[key] = structuredClone(value);
      return isMissing;
    }
    if (isMissing) map[key] = {};
    container = map[key];
  }
  return false;
}
