/** Reads what the schema knows about itself: for error messages, for the reference and for nothing else. */
import * as z from "zod";
import type { PathKey } from "../../policies/pointer.ts";

declare module "zod" {
  interface GlobalMeta {
    /** What the field accepts, as the end of the sentence "allowed: …". */
    allowed?: string;
  }
}

/** A schema as data. zod's own union type of all definitions is not exported, so fields are read as they come. */
export interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly defaultValue?: unknown;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly checks?: readonly { readonly _zod: { readonly def: object } }[];
}

export function definition(schema: z.ZodType): Definition {
  return schema.def;
}

const WRAPPERS: ReadonlySet<string> = new Set(["optional", "default", "prefault", "nullable", "readonly"]);

/** The schema below defaults and optionality. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const { type, innerType } = definition(schema);
  return WRAPPERS.has(type) && innerType !== undefined ? unwrap(innerType) : schema;
}

/** What is written about a field, however deep inside wrappers it was written. The outermost wins. */
export function written(schema: z.ZodType, key: "allowed" | "description"): string | undefined {
  const own = z.globalRegistry.get(schema)?.[key];
  if (own !== undefined) return own;
  const { type, innerType } = definition(schema);
  return WRAPPERS.has(type) && innerType !== undefined ? written(innerType, key) : undefined;
}

/** The member of a discriminated union that the data chose. */
function chosen(schema: z.ZodType, data: unknown): z.ZodType | undefined {
  const { options = [], discriminator } = definition(schema);
  if (discriminator === undefined) return options.find((option) => definition(unwrap(option)).type === "object");
  const tag = isPlain(data) ? data[discriminator] : undefined;
  return options.find((option) => definition(discriminatorOf(option, discriminator)).values?.includes(tag));
}

export function discriminatorOf(option: z.ZodType, discriminator: string): z.ZodType {
  return unwrap(definition(unwrap(option)).shape?.[discriminator] as z.ZodType);
}

/** The schema of the setting at `path`, following `data` through unions; `undefined` where there is none. */
export function schemaAt(root: z.ZodType, path: readonly PathKey[], data: unknown): z.ZodType | undefined {
  let schema: z.ZodType | undefined = root;
  let value = data;
  for (const key of path) {
    schema = childOf(schema, key, value);
    if (schema === undefined) return undefined;
    value = childValue(value, key);
  }
  return schema;
}

function childOf(schema: z.ZodType, key: PathKey, data: unknown): z.ZodType | undefined {
  const bare = unwrap(schema);
  const { type, shape, valueType, element, discriminator } = definition(bare);
  switch (type) {
    case "object":
      return shape?.[key];
    case "record":
      return valueType;
    case "array":
      return element;
    case "union": {
      const member = chosen(bare, data);
      if (member !== undefined) return childOf(member, key, data);
      // The discriminator itself is wrong or missing: any member tells what it may be.
      return key === discriminator ? bare : undefined;
    }
    default:
      return undefined;
  }
}

/** The keys that an object at this place may have; `undefined` where any key is allowed. */
export function keysOf(schema: z.ZodType, data: unknown): string[] | undefined {
  const bare = unwrap(schema);
  const { type, shape, keyType } = definition(bare);
  if (type === "object" && shape !== undefined) return Object.keys(shape);
  if (type === "record" && keyType !== undefined) return choicesOf(keyType)?.map(String);
  if (type === "union") {
    const member = chosen(bare, data);
    return member && keysOf(member, data);
  }
  return undefined;
}

/** The values of an enumeration, literal or discriminator. */
export function choicesOf(schema: z.ZodType): unknown[] | undefined {
  const bare = unwrap(schema);
  const { type, entries, values, options, discriminator } = definition(bare);
  if (type === "enum" && entries !== undefined) return Object.values(entries);
  if (type === "literal" && values !== undefined) return [...values];
  if (type === "union" && discriminator !== undefined) {
    return options?.flatMap((option) => [...(definition(discriminatorOf(option, discriminator)).values ?? [])]);
  }
  return undefined;
}

/** What a field accepts, as the end of the sentence "allowed: …". */
export function allowedBy(schema: z.ZodType): string {
  const text = written(schema, "allowed");
  if (text !== undefined) return text;
  const bare = unwrap(schema);
  const { type, element, options, discriminator } = definition(bare);
  const choices = choicesOf(bare);
  if (type === "union" && discriminator !== undefined)
    return `an object whose ${discriminator} is ${oneOf(choices ?? [])}`;
  if (choices !== undefined) return oneOf(choices);
  switch (type) {
    case "boolean":
      return "true or false";
    case "string":
      return "text";
    case "number":
      return "a number";
    case "object":
    case "record":
      return "an object";
    case "array":
      return `a list${element === undefined ? "" : ` of${countOf(bare)}: ${allowedBy(element)}`}`;
    case "union":
      return (options ?? []).map(allowedBy).join(", or ");
    default:
      return type;
  }
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** How many items a list may have, where that is bounded. */
function countOf(list: z.ZodType): string {
  const { minimum, maximum }: Bounds = Object.assign(
    {},
    ...(definition(list).checks ?? []).map(({ _zod: { def } }) => def),
  );
  if (maximum !== undefined) return minimum === undefined ? ` at most ${maximum}` : ` ${minimum} to ${maximum}`;
  if (minimum === undefined) return "";
  return ` at least ${minimum === 1 ? "one" : minimum}`;
}

export function oneOf(choices: readonly unknown[]): string {
  const texts = choices.map((choice) => JSON.stringify(choice));
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function childValue(value: unknown, key: PathKey): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function valueAt(value: unknown, path: readonly PathKey[]): unknown {
  return path.reduce(childValue, value);
}
