import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How the provider's SDK declares one input: the independent word on what a program can pass. */
export interface Declared {
  readonly kind: "boolean" | "number" | "string" | "list" | "object" | "map" | "any";
  /** The SDK refuses a program that leaves it out. */
  readonly required: boolean;
  /** The default that the SDK's documentation states, as its text; undefined where it states none. */
  readonly fallback: string | undefined;
  /** For a list: what its items are. */
  readonly item: Declared["kind"] | undefined;
}

interface Field extends Declared {
  /** The interface of an object, or of the items of a list. */
  readonly of: string | undefined;
}

/**
 * What the SDK says of the input under `names` (list indexes left out) of a resource type; undefined when the
 * type has no such input. Custom resources have no declaration: anything goes there.
 */
export function declared(type: string, names: readonly string[]): Declared | undefined {
  if (isCustomResource(type)) return { kind: "any", required: false, fallback: undefined, item: undefined };
  let fields = argumentsOf(type);
  let field: Field | undefined;
  for (const name of names) {
    if (field?.kind === "map" || field?.kind === "any") return { ...field, kind: "any", required: false };
    if (field !== undefined) fields = field.of === undefined ? new Map() : nested(type).interface(field.of);
    field = fields.get(name);
    if (field === undefined) return undefined;
  }
  return field;
}

export function isCustomResource(type: string): boolean {
  return /^kubernetes:[^:]*(gateway\.networking|external-secrets|secrets-store)/.test(type);
}

const packages = fileURLToPath(new URL("../../node_modules/@pulumi", import.meta.url));
const ofType = new Map<string, ReadonlyMap<string, Field>>();

function argumentsOf(type: string): ReadonlyMap<string, Field> {
  const known = ofType.get(type);
  if (known !== undefined) return known;
  const fields = type.startsWith("kubernetes:") ? kubernetesArguments(type) : awsArguments(type);
  ofType.set(type, fields);
  return fields;
}

function kubernetesArguments(type: string): ReadonlyMap<string, Field> {
  const [, api = "", kind = ""] = type.split(":");
  const [group = "", version = ""] = api.split("/");
  const short = group.split(".")[0] ?? "";
  return nested(type).interface(`${short}.${version}.${kind}`);
}

function awsArguments(type: string): ReadonlyMap<string, Field> {
  const [, module = "", name = ""] = type.split(":");
  const file = module === "providers" ? "provider" : module;
  const path = `${packages}/aws/${file}.d.ts`;
  if (!existsSync(path)) throw new Error(`The SDK declares no ${type}: ${path} is not there`);
  const text = readFileSync(path, "utf8");
  const start = text.indexOf(`export interface ${module === "providers" ? "Provider" : name}Args {`);
  return parseFields(text, text.indexOf("\n", start) + 1, "");
}

/** The nested input types of one SDK, by qualified name such as `rds.ProxyAuth`. */
class NestedTypes {
  readonly #text: string;
  readonly #starts = new Map<string, number>();
  readonly #parsed = new Map<string, ReadonlyMap<string, Field>>();

  constructor(text: string) {
    this.#text = text;
    const spaces: string[] = [];
    for (const match of text.matchAll(/^( *)(?:export (?:declare )?)?(namespace|interface) (\w+)/gm)) {
      const [whole, indent = "", keyword, name = ""] = match;
      const depth = indent.length / 4;
      spaces.length = depth;
      if (keyword === "namespace") spaces.push(name);
      else this.#starts.set([...spaces, name].join("."), text.indexOf("\n", match.index + whole.length) + 1);
    }
  }

  interface(name: string): ReadonlyMap<string, Field> {
    const known = this.#parsed.get(name);
    if (known !== undefined) return known;
    const start = this.#starts.get(name);
    const fields = start === undefined ? new Map<string, Field>() : parseFields(this.#text, start, indentOf(name));
    this.#parsed.set(name, fields);
    return fields;
  }
}

const indentOf = (name: string): string => "    ".repeat(name.split(".").length - 1);
const nestedTypes = new Map<string, NestedTypes>();

function nested(type: string): NestedTypes {
  const sdk = type.startsWith("kubernetes:") ? "kubernetes" : "aws";
  let types = nestedTypes.get(sdk);
  if (types === undefined) {
    types = new NestedTypes(readFileSync(`${packages}/${sdk}/types/input.d.ts`, "utf8"));
    nestedTypes.set(sdk, types);
  }
  return types;
}

/** Fields stand one level deeper than `indent`; what is deeper still belongs to the field above, a comment to the one below. */
function parseFields(text: string, start: number, indent: string): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const end = text.indexOf(`\n${indent}}`, start - 1);
  let comment = "";
  for (const line of text.slice(start, end).split("\n")) {
    const own = line.slice(indent.length + 4);
    const [, name, optional, written = ""] = /^(\w+)(\?)?: (.*)$/.exec(own) ?? [];
    if (name !== undefined) {
      fields.set(name, { ...kindOf(written), required: optional === undefined, fallback: defaultIn(comment) });
    }
    comment = /^(\/\*\*| \*)/.test(own) ? comment + own : "";
  }
  return fields;
}

function kindOf(written: string): Pick<Field, "kind" | "of" | "item"> {
  const plain = written
    .replaceAll("pulumi.Input<", "")
    .replaceAll("pulumi.asset.", "")
    .replace(/^enums\./, "string");
  const of = /inputs\.([\w.]+)/.exec(plain)?.[1];
  if (/\[\]/.test(plain) && !plain.startsWith("{")) return { kind: "list", of, item: scalar(plain, of) };
  if (plain.trimStart().startsWith("{")) return { kind: "map", of, item: undefined };
  return { kind: scalar(plain, of), of, item: undefined };
}

function scalar(plain: string, of: string | undefined): Declared["kind"] {
  if (of !== undefined) return "object";
  const [, word] = /^(boolean|number|string|any)/.exec(plain.trimStart()) ?? [];
  return word === undefined ? "string" : (word as Declared["kind"]);
}

function defaultIn(comment: string): string | undefined {
  const [, value] = /[Dd]efaults?(?: value)?(?: is| to|:) `?"?([\w.:-]+)"?`?/.exec(comment) ?? [];
  return value?.replace(/\.$/, "");
}
