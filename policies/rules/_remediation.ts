import type { PathKey } from "../pointer.ts";
import { type Property, Undecided } from "../property.ts";
import type { Resource } from "../resource.ts";
import type { Remediation } from "../rule.ts";

/** The safe `value` for what is under `keys` where it is not set; nothing where it is set or not known. */
export function whenUnset(
  at: Resource | Property,
  keys: PathKey | readonly PathKey[],
  value: Remediation["value"],
): Remediation[] {
  return whereKnown(() => {
    const property = at.get(...(Array.isArray(keys) ? (keys as readonly PathKey[]) : [keys as PathKey]));
    return property.isSet ? [] : [{ path: property.pointer, value }];
  });
}

/** What is proposed for each of the items; one that is not known hides nothing in the others. */
export function proposeEach<T>(items: readonly T[], propose: (item: T) => readonly Remediation[]): Remediation[] {
  return items.flatMap((item) => whereKnown(() => propose(item)));
}

function whereKnown(propose: () => readonly Remediation[]): Remediation[] {
  try {
    return [...propose()];
  } catch (thrown) {
    if (thrown instanceof Undecided) return [];
    throw thrown;
  }
}
