import { Secret } from "@pulumi/policy";
import { parsePointer } from "../pointer.ts";
import type { Remediation } from "../rule.ts";
import { Asset, type Value, isObject } from "../value.ts";

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
