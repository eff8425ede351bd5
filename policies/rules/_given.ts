import type { Property } from "../property.ts";
import type { Resource } from "../resource.ts";
import { isObject } from "../value.ts";

/**
 * Whether an input has a value. One that is not known yet counts when the engine recorded what it is
 * computed from: which resource that is does not matter to a rule that only asks for a value.
 */
export function isGiven(resource: Resource, property: Property): boolean {
  if (isComputed(resource, property)) return true;
  if (!property.isSet || property.raw === "") return false;
  refuseStructure(property);
  return true;
}

/**
 * The items of a list of references. A list that is not known as a whole, but of which the engine recorded
 * what it is computed from, stands for one item that points at all of that.
 */
export function referencesIn(resource: Resource, list: Property): readonly Property[] {
  if (isComputed(resource, list)) return [list];
  const items = list.items();
  items.forEach(refuseStructure);
  return items;
}

/** A list or an object is no reference: read as a text, it leaves the rule undecided and says what is wrong. */
function refuseStructure(property: Property): void {
  if (Array.isArray(property.raw) || isObject(property.raw)) property.string();
}

function isComputed(resource: Resource, property: Property): boolean {
  if (!property.isUnknown) return false;
  const input = property.keys[0];
  const sources = input === undefined ? undefined : resource.data.propertyDependencies?.[input];
  return sources !== undefined && sources.length > 0;
}
