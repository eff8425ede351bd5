import type { Json } from "./_models.ts";

/** How a resource of the provider is said in the vendor's own terms. */
export interface Counterpart {
  /** Type of the vendor's model. */
  readonly model: string;
  /** The property of the model that holds all the provider's, where it nests them. */
  readonly below?: string;
  /** Our property, by its path without list positions, to the model's name at the same place; dots nest. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Properties that the provider has and the model does not say. They are counted, not judged. */
  readonly own?: readonly string[];
  /** Said first, in the provider's spelling, where the two differ in more than names. */
  readonly shape?: (inputs: Record<string, Json>) => Record<string, Json>;
}

/**
 * The inputs as the model would have them: names by their spelling without regard to case, or as the counterpart says;
 * text and numbers as the model types them, for the provider writes some as the other; JSON text as what it says.
 */
export function inVendorShape(inputs: Record<string, Json>, counterpart: Counterpart, schema: Json): Json {
  const { region: _, tagsAll: __, ...own } = inputs;
  const { below, shape } = counterpart;
  const shaped = without((shape ?? ((same) => same))(own), counterpart.own ?? []);
  const said = below === undefined ? shaped : nest(below.split("."), shaped);
  return translate(said, schema, "", counterpart.rename ?? {}, schema);
}

function nest(path: readonly string[], value: Json): Json {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value);
}

/** Leaves out what stands at the paths, at any depth. */
function without(value: Json, paths: readonly string[], at = ""): Json {
  if (Array.isArray(value)) return value.map((item) => without(item, paths, at));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, at === "" ? key : `${at}.${key}`, item] as const)
      .filter(([, path, item]) => !paths.includes(path) && item !== undefined)
      .map(([key, path, item]) => [key, without(item, paths, path)]),
  );
}

function translate(value: Json, given: Json, path: string, rename: Readonly<Record<string, string>>, root: Json): Json {
  const schema = resolve(given, root, value);
  const types: string[] = [schema.type ?? []].flat();
  const { Items, Quantity } = schema.properties ?? {};
  if (Items !== undefined && Quantity !== undefined && Array.isArray(value)) {
    return { Quantity: value.length, Items: translate(value, Items, path, rename, root) };
  }
  if (types.includes("array") && !Array.isArray(value)) {
    return isTagList(schema, root) && isRecord(value)
      ? Object.entries(value).map(([Key, Value]) => ({ Key, Value }))
      : [translate(value, schema.items ?? {}, path, rename, root)];
  }
  if (Array.isArray(value)) {
    // The provider makes a list of some parts that the vendor has once.
    if (value.length === 1 && types.includes("object")) return translate(value[0], schema, path, rename, root);
    return value.map((item) => translate(item, schema.items ?? {}, path, rename, root));
  }
  if (isRecord(value)) return translateRecord(value, schema, path, rename, root);
  return scalar(value, types);
}

function translateRecord(
  value: Record<string, Json>,
  schema: Json,
  path: string,
  rename: Readonly<Record<string, string>>,
  root: Json,
): Json {
  const properties: Record<string, Json> = schema.properties ?? {};
  const byLowerCase = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    const isMap = schema.properties === undefined;
    const found = rename[here] ?? byLowerCase.get(key.toLowerCase()) ?? (isMap ? key : pascal(key));
    const names = found.split(".");
    const target = names.reduce((at, name) => resolve(at, root, item).properties?.[name] ?? rest(at) ?? {}, schema);
    merge(result, nest(names, translate(item, target, here, rename, root)));
  }
  return result;
}

/** What a map holds under any key. */
function rest(schema: Json): Json {
  return Object.values(schema.patternProperties ?? {})[0] ?? (schema.additionalProperties || undefined);
}

function merge(into: Record<string, Json>, from: Record<string, Json>): void {
  for (const [key, item] of Object.entries(from)) {
    if (isRecord(into[key]) && isRecord(item)) merge(into[key], item);
    else into[key] = item;
  }
}

/** Follows references, and takes of several forms the one that lists properties. */
function resolve(schema: Json, root: Json, value: Json): Json {
  if (typeof schema?.$ref === "string") {
    const found = schema.$ref
      .slice(2)
      .split("/")
      .reduce((at: Json, key: string) => at?.[key], root);
    return resolve(found, root, value);
  }
  if (schema?.properties !== undefined || schema?.items !== undefined) return schema;
  const forms = ((schema?.oneOf ?? schema?.anyOf ?? []) as Json[])
    .map((one) => resolve(one, root, value))
    .filter((one) => one.properties !== undefined);
  return forms.find((one) => knows(one, value)) ?? forms[0] ?? schema ?? {};
}

function knows({ properties }: Json, value: Json): boolean {
  const names = new Set(Object.keys(properties).map((name) => name.toLowerCase()));
  return isRecord(value) && Object.keys(value).every((key) => names.has(key.toLowerCase()));
}

function isTagList(schema: Json, root: Json): boolean {
  return resolve(schema.items ?? {}, root, {}).properties?.Key !== undefined;
}

function scalar(value: Json, types: readonly string[]): Json {
  if (types.length === 0) return value;
  if (
    typeof value === "string" &&
    types.some((type) => type === "integer" || type === "number") &&
    /^-?\d+$/.test(value)
  ) {
    return Number(value);
  }
  if (typeof value === "string" && types.includes("boolean") && /^(true|false)$/.test(value)) return value === "true";
  if (typeof value === "string" && types.includes("object") && value.startsWith("{")) return JSON.parse(value);
  if (typeof value !== "string" && value !== null && types.length === 1 && types[0] === "string") return String(value);
  return value;
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pascal(key: string): string {
  return key.slice(0, 1).toUpperCase() + key.slice(1);
}
