import type { PathKey } from "../pointer.ts";
import { Undecided } from "../property.ts";
import type { Resource } from "../resource.ts";
import type { Remediation } from "../rule.ts";

/** The safe `value` for the input under `keys` where it is not set; nothing where it is set or not known. */
export function whenUnset(
  resource: Resource,
  keys: PathKey | readonly PathKey[],
  value: Remediation["value"],
): Remediation[] {
  try {
    const property = resource.get(...(Array.isArray(keys) ? (keys as readonly PathKey[]) : [keys as PathKey]));
    return property.isSet ? [] : [{ path: property.pointer, value }];
  } catch (thrown) {
    if (thrown instanceof Undecided) return [];
    throw thrown;
  }
}
