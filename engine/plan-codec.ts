import { formatPath, parsePointer, toPointer, type PathKey } from "../policies/pointer.ts";
import {
  Asset,
  Reference,
  Secret,
  UNKNOWN,
  Unknown,
  type Properties,
  type Value,
  isObject,
} from "../policies/value.ts";
import { parentFault } from "./parents.ts";
import { PLAN_SCHEMA_VERSION, type Plan, type PlanInvoke, type PlanResource } from "./plan.ts";
import { Reader } from "./plan-reader.ts";
import { setKey } from "./set-key.ts";
import { makeUrn } from "./urn.ts";

const MARKERS: ReadonlySet<string> = new Set(["$unknown", "$secret", "$asset", "$ref", "$literal"]);

interface EncodeOptions {
  /** Two spaces of indentation instead of one line. */
  readonly pretty?: boolean;
  /**
   * Writes secret values beside their markers. Only for the pipe between a recording process and the one that
   * started it, never for a file.
   */
  readonly withSecrets?: boolean;
}

/** A plan as JSON. Equal plans give equal bytes; secrets are redacted. One line, unless `pretty`. */
export function encodePlan(plan: Plan, options: EncodeOptions = {}): string {
  const withSecrets = options.withSecrets === true;
  const encoded = {
    schemaVersion: plan.schemaVersion,
    program: { project: plan.program.project, folder: plan.program.folder },
    stack: plan.stack,
    ...(plan.environment !== undefined && { environment: plan.environment }),
    ...(plan.tier !== undefined && { tier: plan.tier }),
    mode: plan.mode,
    resources: plan.resources.map((resource) => encodeResource(resource, withSecrets)),
    invokes: plan.invokes.map(({ token, args, answer }) => ({ token, args: encodeMap(args, withSecrets), answer })),
  };
  return JSON.stringify(encoded, undefined, options.pretty === true ? 2 : undefined);
}

function encodeResource(resource: PlanResource, withSecrets: boolean): object {
  const { urn, type, name, custom, external, opaque, parent, provider, inputs, outputs, source, declaredAt } = resource;
  const { dependencies, propertyDependencies, options, unknown, secret, simulated } = resource;
  return {
    urn,
    type,
    name,
    custom,
    external,
    opaque,
    parent,
    provider,
    inputs: encodeMap(inputs, withSecrets),
    outputs: outputs === undefined ? undefined : encodeMap(outputs, withSecrets),
    dependencies,
    propertyDependencies: sortedCopy(propertyDependencies),
    options: sortedCopy(options),
    unknown,
    secret,
    simulated,
    source: source === undefined ? undefined : { file: source.file, line: source.line, column: source.column },
    declaredAt:
      declaredAt === undefined
        ? undefined
        : { file: declaredAt.file, line: declaredAt.line, column: declaredAt.column },
  };
}

function sortedCopy(object: object): object {
  const copy = {};
  for (const key of Object.keys(object).toSorted()) setKey(copy, key, (object as Record<string, unknown>)[key]);
  return copy;
}

/** A value with its markers, keys sorted. */
export function encodeValue(value: Value, withSecrets = false): unknown {
  if (value instanceof Unknown) return { $unknown: true };
  if (value instanceof Secret) {
    return withSecrets && value.value !== undefined
      ? { $secret: true, value: encodeValue(value.value, true) }
      : { $secret: true };
  }
  if (value instanceof Asset) return { $asset: { kind: value.kind, sha256: value.sha256, path: value.path } };
  if (value instanceof Reference) return { $ref: value.urn };
  if (Array.isArray(value)) return value.map((item: Value) => encodeValue(item, withSecrets));
  return isObject(value) ? encodeMap(value, withSecrets) : value;
}

function encodeMap(map: Properties, withSecrets: boolean): object {
  const encoded = {};
  let isLiteral = false;
  for (const key of Object.keys(map).toSorted()) {
    if (MARKERS.has(key)) isLiteral = true;
    setKey(encoded, key, encodeValue(map[key] as Value, withSecrets));
  }
  return isLiteral ? { $literal: encoded } : encoded;
}

interface DecodeOptions {
  /** What to call the text in errors: a file name, with the line for `*.jsonl`. */
  readonly source?: string;
  /** Accepts the secret values that `withSecrets` wrote. */
  readonly withSecrets?: boolean;
}

/**
 * Reads a plan. Of a resource only `type`, `name` and `inputs` are required; fields that are not known are
 * ignored, so that plans of other tools and later versions can be read. Throws a `PlanError` that says where.
 */
export function decodePlan(text: string, options: DecodeOptions = {}): Plan {
  return readPlan(Reader.parse(text, options.source ?? "the plan"), options);
}

/** The same for a plan whose JSON was parsed already. */
export function decodeParsedPlan(json: unknown, options: DecodeOptions = {}): Plan {
  return readPlan(Reader.of(json, options.source ?? "the plan"), options);
}

function readPlan(reader: Reader, options: DecodeOptions): Plan {
  const schemaVersion = reader.get("schemaVersion").number() ?? PLAN_SCHEMA_VERSION;
  if (schemaVersion !== PLAN_SCHEMA_VERSION) {
    throw reader
      .get("schemaVersion")
      .error(`is ${schemaVersion}, and this version reads ${PLAN_SCHEMA_VERSION}; record the plan again`);
  }
  const program = reader.get("program");
  const project = program.get("project").text() ?? "project";
  const stack = reader.get("stack").text() ?? "stack";
  const environment = reader.get("environment").text();
  const tier = reader.get("tier").oneOf(["prod", "nonprod"]);
  const withSecrets = options.withSecrets === true;
  const items = reader.get("resources").required().items();
  const resources = items.map((item) => decodeResource(item, stack, project, withSecrets));
  const fault = parentFault(resources);
  if (fault !== undefined) throw items[fault.index]?.get("parent").error(fault.complaint);
  return {
    schemaVersion,
    program: { project, folder: program.get("folder").text() ?? "." },
    stack,
    ...(environment !== undefined && { environment }),
    ...(tier !== undefined && { tier }),
    mode: reader.get("mode").oneOf(["simulate", "preview", "state"]) ?? "preview",
    resources,
    invokes: reader
      .get("invokes")
      .items()
      .map((item) => decodeInvoke(item, withSecrets)),
  };
}

function decodeResource(reader: Reader, stack: string, project: string, withSecrets: boolean): PlanResource {
  const type = reader.get("type").required().text() as string;
  const name = reader.get("name").required().text() as string;
  const parent = reader.get("parent").text();
  const inputsReader = reader.get("inputs").required();
  const inputs = decodeMap(inputsReader, withSecrets);
  for (const pointer of reader.get("unknown").items()) replace(inputs, pointer, () => UNKNOWN);
  for (const pointer of reader.get("secret").items()) {
    replace(inputs, pointer, (value) => (value instanceof Secret ? value : new Secret(value)));
  }
  const outputs = reader.get("outputs");
  const provider = reader.get("provider").text();
  const opaque = reader.get("opaque").boolean();
  const source = decodePosition(reader.get("source"));
  const declaredAt = decodePosition(reader.get("declaredAt"));
  const urn = reader.get("urn").text() ?? makeUrnOf(reader, stack, project, type, name, parent);
  const simulated = reader.get("simulated").texts();
  return {
    urn,
    type,
    name,
    custom: reader.get("custom").boolean() ?? true,
    external: reader.get("external").boolean() ?? false,
    ...(opaque !== undefined && { opaque }),
    ...(parent !== undefined && { parent }),
    ...(provider !== undefined && { provider }),
    inputs,
    ...(outputs.isSet && { outputs: decodeMap(outputs, withSecrets) }),
    dependencies: reader.get("dependencies").texts(),
    propertyDependencies: Object.fromEntries(
      reader
        .get("propertyDependencies")
        .entries()
        .map(([property, urns]) => [property, urns.texts()]),
    ),
    options: reader.get("options").map() ?? {},
    ...markedPaths(inputs),
    simulated,
    ...(source !== undefined && { source }),
    ...(declaredAt !== undefined && { declaredAt }),
  };
}

function makeUrnOf(
  reader: Reader,
  stack: string,
  project: string,
  type: string,
  name: string,
  parent?: string,
): string {
  try {
    return makeUrn(stack, project, type, name, parent);
  } catch (error) {
    throw reader.get("parent").error((error as Error).message);
  }
}

function decodeInvoke(reader: Reader, withSecrets: boolean): PlanInvoke {
  return {
    token: reader.get("token").required().text() as string,
    args: decodeMap(reader.get("args"), withSecrets),
    answer: reader.get("answer").oneOf(["fixture", "built-in", "unknown"]) ?? "unknown",
  };
}

function decodePosition(reader: Reader): PlanResource["source"] {
  if (!reader.isSet) return undefined;
  return {
    file: reader.get("file").required().text() as string,
    line: reader.get("line").required().number() as number,
    column: reader.get("column").number() ?? 1,
  };
}

function decodeMap(reader: Reader, withSecrets: boolean): Properties {
  const map = {};
  const entries = reader.entries();
  const literal = entries.length === 1 && entries[0]?.[0] === "$literal" ? entries[0][1].entries() : entries;
  for (const [key, item] of literal) setKey(map, key, decodeValue(item, withSecrets));
  return map;
}

function decodeValue(reader: Reader, withSecrets: boolean): Value {
  const { raw } = reader;
  if (Array.isArray(raw)) return reader.items().map((item) => decodeValue(item, withSecrets));
  if (typeof raw !== "object" || raw === null) return raw as Value;
  const keys = Object.keys(raw);
  const marker = keys.find((key) => MARKERS.has(key));
  if (marker === undefined) return decodeMap(reader, withSecrets);
  if (marker === "$secret" && withSecrets && "value" in raw) return new Secret(decodeValue(reader.get("value"), true));
  if (keys.length > 1) {
    throw reader.error(
      `has other keys beside the marker "${marker}"; data with such a key is written {"$literal": {…}}`,
    );
  }
  const content = reader.get(marker);
  switch (marker) {
    case "$unknown":
    case "$secret":
      if (content.raw !== true) throw content.error(`must be true; data with such a key is written {"$literal": {…}}`);
      return marker === "$unknown" ? UNKNOWN : new Secret(undefined);
    case "$ref":
      return new Reference(content.text() as string);
    case "$asset":
      return new Asset(
        content.get("kind").required().oneOf(["asset", "archive"]) as "asset" | "archive",
        content.get("sha256").required().text() as string,
        content.get("path").text(),
      );
    default:
      return decodeMap(reader, withSecrets);
  }
}

/** Changes the value at a pointer; the pointer may name a key that its map does not have yet. */
function replace(inputs: Properties, pointer: Reader, change: (value: Value | undefined) => Value): void {
  const keys = parseOrThrow(pointer);
  const last = keys.pop();
  if (last === undefined) throw pointer.error("must point below the inputs");
  let container: Value | undefined = inputs;
  for (const key of keys) container = stepInto(container, key);
  if (Array.isArray(container) ? Number(last) < container.length : isObject(container)) {
    setKey(container as object, last, change(stepInto(container, last)));
  } else if (!(container instanceof Unknown)) {
    throw pointer.error(`points at ${formatPath([...keys, last])}, which is not in the inputs`);
  }
}

function stepInto(container: Value | undefined, key: string): Value | undefined {
  const opened = container instanceof Secret ? container.value : container;
  if (Array.isArray(opened)) return opened[Number(key)];
  // Below what is not known or redacted everything is so, too.
  if (opened === undefined && container instanceof Secret) return UNKNOWN;
  if (opened instanceof Unknown) return UNKNOWN;
  return isObject(opened) && Object.hasOwn(opened, key) ? opened[key] : undefined;
}

function parseOrThrow(pointer: Reader): string[] {
  try {
    return parsePointer(pointer.required().text() as string);
  } catch (error) {
    throw pointer.error((error as Error).message);
  }
}

/** Pointers of what is unknown and what is secret, for a resource of a plan. */
export function markedPaths(inputs: Properties): { readonly unknown: string[]; readonly secret: string[] } {
  const found = { unknown: [] as string[], secret: [] as string[] };
  const visit = (value: Value, keys: readonly PathKey[]): void => {
    if (value instanceof Secret) {
      found.secret.push(toPointer(keys));
      if (value.value !== undefined) visit(value.value, keys);
    } else if (value instanceof Unknown) found.unknown.push(toPointer(keys));
    else if (Array.isArray(value)) value.forEach((item: Value, index) => visit(item, [...keys, index]));
    else if (isObject(value)) for (const key of Object.keys(value)) visit(value[key] as Value, [...keys, key]);
  };
  visit(inputs, []);
  return found;
}
