import type { Property } from "../property.ts";
import type { Resource } from "../resource.ts";

/**
 * Whether an input has a value. One that is not known yet counts when the engine recorded what it is
 * computed from: which resource that is does not matter to a rule that only asks for a value.
 */
export function isGiven(resource: Resource, property: Property): boolean {
  return isComputed(resource, property) || (property.isSet && property.raw !== "");
}

/**
 * The items of a list of references. A list that is not known as a whole, but of which the engine recorded
 * what it is computed from, stands for one item that points at all of that.
 */
export function referencesIn(resource: Resource, list: Property): readonly Property[] {
  return isComputed(resource, list) ? [list] : list.items();
}

function isComputed(resource: Resource, property: Property): boolean {
  if (!property.isUnknown) return false;
  const input = property.keys[0];
  const sources = input === undefined ? undefined : resource.data.propertyDependencies?.[input];
  return sources !== undefined && sources.length > 0;
}
