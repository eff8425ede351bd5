import type { Property } from "../property.ts";
import type { Resource } from "../resource.ts";

/**
 * Whether an input has a value. One that is not known yet counts when the engine recorded what it is
 * computed from: which resource that is does not matter to a rule that only asks for a value.
 */
export function isGiven(resource: Resource, property: Property): boolean {
  const input = property.keys[0];
  const sources = input === undefined ? undefined : resource.data.propertyDependencies?.[input];
  if (property.isUnknown && sources !== undefined && sources.length > 0) return true;
  return property.isSet && property.raw !== "";
}
