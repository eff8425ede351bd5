import type * as z from "zod";
import { allowedBy, definition, discriminatorOf, oneOf, unwrap, written } from "./_schema.ts";

/** One line of the reference. */
export interface ReferenceRow {
  /** `a.b.<name>.c[]`; a member of a union carries its tag: `endpoint (access: public)`. */
  readonly path: string;
  readonly required: boolean;
  readonly allowed: string;
  /** JSON text. */
  readonly default: string | undefined;
  readonly description: string;
}

/** The settings below `schema`, depth first, in the order in which they are written. */
export function referenceRows(schema: z.ZodType, path: string): ReferenceRow[] {
  return [row(schema, path), ...below(schema, path)];
}

function row(schema: z.ZodType, path: string): ReferenceRow {
  const fallback = fallbackOf(schema);
  return {
    path,
    required: fallback === undefined && definition(schema).type !== "optional" && !path.endsWith("<name>"),
    allowed: allowedBy(schema),
    default: fallback,
    description: written(schema, "description") ?? "",
  };
}

/** The default as text; an object whose fields all have defaults has none of its own. */
function fallbackOf(schema: z.ZodType): string | undefined {
  const { type, defaultValue, innerType } = definition(schema);
  if (type === "default" || type === "prefault") return JSON.stringify(defaultValue);
  return innerType === undefined ? undefined : fallbackOf(innerType);
}

function below(schema: z.ZodType, path: string): ReferenceRow[] {
  const bare = unwrap(schema);
  const { type, shape, valueType, element, options, discriminator } = definition(bare);
  switch (type) {
    case "object":
      return fields(shape ?? {}, path);
    case "record":
      return valueType === undefined ? [] : nested(valueType, `${path}.<name>`);
    case "array":
      return element === undefined ? [] : nested(element, `${path}[]`);
    case "union":
      return members(options ?? [], path, discriminator);
    default:
      return [];
  }
}

function fields(shape: Shape, path: string, except: ReadonlySet<string> = new Set()): ReferenceRow[] {
  return Object.entries(shape).flatMap(([key, field]) =>
    except.has(key) ? [] : referenceRows(field, `${path}.${key}`),
  );
}

/** Items say something only when they are described, or have fields of their own. */
function nested(schema: z.ZodType, path: string): ReferenceRow[] {
  const rows = below(schema, path);
  if (written(schema, "description") !== undefined) return [row(schema, path), ...rows];
  return rows.length === 0 && path.endsWith(".<name>") ? [row(schema, path)] : rows;
}

type Shape = Readonly<Record<string, z.ZodType>>;

/** What every member of a union has is told once, before what only one has. */
function members(options: readonly z.ZodType[], path: string, discriminator: string | undefined): ReferenceRow[] {
  const shapes = options.map((option): Shape => definition(unwrap(option)).shape ?? {});
  const [first = {}, ...others] = shapes;
  const shared = Object.keys(first).filter(
    (key) => others.length > 0 && others.every((shape) => shape[key] === first[key]),
  );
  const sharedShape = Object.fromEntries(Object.entries(first).filter(([key]) => shared.includes(key)));
  return [...fields(sharedShape, path), ...options.flatMap((option) => member(option, path, discriminator, shared))];
}

function member(
  option: z.ZodType,
  path: string,
  discriminator: string | undefined,
  shared: readonly string[],
): ReferenceRow[] {
  const { type, shape = {} } = definition(unwrap(option));
  if (type !== "object") return [];
  if (discriminator === undefined) return fields(shape, path, new Set(shared));
  const tag = oneOf(definition(discriminatorOf(option, discriminator)).values ?? []).replaceAll('"', "");
  const own = `${path} (${discriminator}: ${tag})`;
  const tagField = shape[discriminator];
  const description = [written(option, "description"), tagField && written(tagField, "description")].filter(
    (text) => text !== undefined,
  );
  return [
    { path: own, required: false, allowed: "an object", default: undefined, description: description.join(" ") },
    ...fields(shape, own, new Set([...shared, discriminator])),
  ];
}
