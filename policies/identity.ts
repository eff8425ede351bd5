import { hash } from "node:crypto";
import { type PathKey, parsePointer } from "./pointer.ts";
import { canonicalType } from "./types.ts";
import { Secret, type Value, isObject } from "./value.ts";

/** What a logical identity is made of. */
export interface Named {
  readonly urn: string;
  readonly name: string;
  readonly parent?: string | undefined;
}

/**
 * The logical identity of a resource: the names of the components around it and its own, without project,
 * stack or environment. It survives a move between stacks, and a move between types that are aliases. One
 * notion serves findings, waivers, baselines and comparisons.
 */
export class Identities {
  readonly #byUrn = new Map<string, Named>();
  readonly #paths = new Map<string, string>();

  constructor(resources: Iterable<Named> = []) {
    for (const resource of resources) this.add(resource);
  }

  add(resource: Named): void {
    this.#byUrn.set(resource.urn, resource);
  }

  /** `database/database-instance`: component names from the outside in, then the resource's own. */
  of(urn: string): string {
    const known = this.#paths.get(urn);
    if (known !== undefined) return known;
    const resource = this.#byUrn.get(urn);
    const path = resource === undefined ? nameInUrn(urn) : this.#pathOf(resource);
    this.#paths.set(urn, path);
    return path;
  }

  #pathOf({ name: rawName, parent }: Named): string {
    const name = escapeName(rawName);
    return parent === undefined || parent === "" || isStackUrn(parent) ? name : `${this.of(parent)}/${name}`;
  }
}

/** Names may hold slashes; written as in a JSON Pointer, so that two paths never read the same. */
function escapeName(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function nameInUrn(urn: string): string {
  return escapeName(urn.split("::").slice(3).join("::"));
}

function isStackUrn(urn: string): boolean {
  return urn.split("::")[2] === "pulumi:pulumi:Stack";
}

/**
 * The name of a finding, stable under renames of project, stack and environment and under reordering of
 * lists: rule, type, logical identity and path, with list items named by their `name`, `sid` or `id`.
 */
export function fingerprint(rule: string, type: string, identity: string, inputs: Value, pointer: string): string {
  const path = stablePath(inputs, parsePointer(pointer));
  return hash("sha256", [rule, canonicalType(type), identity, path.join("/")].join("\n"), "hex").slice(0, 16);
}

const ITEM_KEYS = ["name", "sid", "Sid", "id", "Id"];

function stablePath(inputs: Value, keys: readonly string[]): PathKey[] {
  const path: PathKey[] = [];
  let value: Value | undefined = inputs;
  for (const key of keys) {
    const opened: Value | undefined = value instanceof Secret ? value.value : value;
    if (Array.isArray(opened)) {
      const item: Value | undefined = opened[Number(key)];
      path.push(itemName(item) ?? key);
      value = item;
    } else {
      path.push(key);
      value = isObject(opened) && Object.hasOwn(opened, key) ? opened[key] : undefined;
    }
  }
  return path;
}

function itemName(item: Value | undefined): string | undefined {
  if (!isObject(item)) return undefined;
  for (const key of ITEM_KEYS) {
    const name = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof name === "string" && name !== "") return `${key}=${name}`;
  }
  return undefined;
}
