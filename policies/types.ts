import catalogue from "./catalogue.json" with { type: "json" };
import type { ResourceData } from "./resource.ts";
import { type Properties, Secret, Unknown, type Value, isObject } from "./value.ts";

/**
 * One kind of resource may have several type tokens: `aws:alb/*` for `aws:lb/*`, the `V2` bucket
 * tokens, `*Patch` for a server-side apply and `*List` for many objects in one. Rules name the
 * canonical token only, so that none of the others slips past them.
 */
const canonicalTypes = new Map<string, string>();
/** Canonical type of the items of each `…List` token. */
const listItemTypes = new Map<string, string>();

for (const [canonical, aliases] of Object.entries<readonly string[]>(catalogue.typeAliases)) {
  for (const alias of aliases) {
    if (alias === `${canonical}List`) listItemTypes.set(alias, canonical);
    else canonicalTypes.set(alias, canonical);
  }
}

/** The token that rules use for `type`; a `…List` token stays, because its items are the resources. */
export function canonicalType(type: string): string {
  return canonicalTypes.get(type) ?? type;
}

/** The canonical type of the items of a `…List` token; undefined for any other token. */
export function listItemType(type: string): string | undefined {
  return listItemTypes.get(type);
}

/** The tokens of one kind: the canonical token, then its aliases and its list. For adapters that subscribe by token. */
export function tokensOf(canonical: string): readonly string[] {
  const aliases: Readonly<Record<string, readonly string[]>> = catalogue.typeAliases;
  return [canonical, ...(aliases[canonical] ?? [])];
}

/** The resource with its canonical type or, for a `…List`, each of its items as a resource whose paths start at the item. */
export function expandList(data: ResourceData): readonly ResourceData[] {
  const itemType = listItemTypes.get(data.type);
  if (itemType === undefined) {
    const type = canonicalType(data.type);
    return [type === data.type ? data : { ...data, type }];
  }
  const list = open(data.inputs["items"]);
  const redacted = list instanceof Secret || list instanceof Unknown;
  // Items that nobody can see are judged as one unknown item: every rule of the type becomes undecided at `items`.
  if (redacted) return [item(data, itemType, ["items"], list)];
  if (!Array.isArray(list)) return [];
  const secret = data.inputs["items"] instanceof Secret;
  return list.map((entry: Value, index) => {
    const name = isObject(entry) && isObject(entry["metadata"]) ? entry["metadata"]["name"] : undefined;
    const named = typeof name === "string" ? `${data.name}/${name}` : data.name;
    return { ...item(data, itemType, ["items", index], secret ? new Secret(entry) : entry), name: named };
  });
}

function item(data: ResourceData, type: string, base: readonly (string | number)[], inputs: Value): ResourceData {
  const outputs = base.length === 1 ? undefined : outputAt(data.outputs, base[1]);
  // A property root reads any value; `inputs` that is no object makes every read undecided at `base`.
  return { ...data, type, base, inputs: (inputs ?? {}) as Properties, outputs };
}

function outputAt(outputs: Properties | undefined, index: string | number | undefined): Properties | undefined {
  const items = open(outputs?.["items"]);
  const output = Array.isArray(items) && typeof index === "number" ? open(items[index] as Value) : undefined;
  return isObject(output) ? output : undefined;
}

/** The value with a secret opened; a redacted secret stays closed. */
function open(value: Value | undefined): Value | undefined {
  return value instanceof Secret && value.value !== undefined ? value.value : value;
}
