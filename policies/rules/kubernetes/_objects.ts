import { type Property, Undecided } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import type { Issue } from "../../rule.ts";

/** Whether the object is a server-side apply of some fields only (`DeploymentPatch`). Its canonical type hides that. */
export function isPatch(resource: Resource): boolean {
  return (resource.urn.split("::")[2] ?? resource.type).endsWith("Patch");
}

/** The kind in a canonical type token, such as `Deployment`. */
export function kindOf(resource: Resource): string {
  return resource.type.slice(resource.type.lastIndexOf(":") + 1).replace(/Patch$/, "");
}

/**
 * The issue for a field that is not set and should be. In a patch the patched object may set it, so that
 * nobody can tell.
 */
export function lacks(resource: Resource, property: Property, message: string): Issue {
  if (!isPatch(resource)) return property.fail(message);
  return {
    verdict: "undecided",
    property,
    message: `${property.display} is not set by this patch; the patched object decides. ${message}`,
  };
}

/** The annotation or label `name`; not set where the object has none. */
export function annotation(resource: Resource, name: string): Property {
  return resource.get("metadata", "annotations", name);
}

/** The text of a property where it is plainly known, without counting as a read; for names in messages and indexes. */
export function plainText(property: () => Property): string | undefined {
  try {
    const found = property();
    return !found.isSecret && typeof found.raw === "string" ? found.raw : undefined;
  } catch (thrown) {
    if (thrown instanceof Undecided) return undefined;
    throw thrown;
  }
}

/**
 * The text of a property as it stands, a placeholder included. For rules on text that a program writes
 * itself: which registry or host a computed part of it names does not matter to them.
 */
export function writtenText(property: Property): string | undefined {
  return typeof property.raw === "string" ? property.raw : property.string();
}

/** `"name"` where it is known, else the position in its list: names an item in a message. */
export function itemName(item: Property, key = "name"): string {
  const name = plainText(() => item.get(key));
  if (name !== undefined && name !== "") return `"${name}"`;
  return typeof item.key === "number" ? `#${item.key + 1}` : "without a name";
}
