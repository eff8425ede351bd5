import { hash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SIMULATED_TOKEN } from "../../policies/value.ts";
import { RecordError } from "./errors.ts";
import { type Project, readYaml } from "./project.ts";
import { describe, isMap } from "./shape.ts";

/** Configuration as a program receives it: texts by `namespace:name`, and which of them are secret. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** Values given on the command line; they win over both files. */
export interface ConfigOverrides {
  readonly config?: Readonly<Record<string, string>>;
  readonly configSecrets?: Readonly<Record<string, string>>;
}

/**
 * The configuration of one stack: defaults and values of Pulumi.yaml, then Pulumi.<stack>.yaml, then the
 * overrides. A `secure:` value is encrypted and cannot be read without its key, so the program gets a secret
 * text that says so (`simulated-51a7ed…`, the same on every run); a program that parses the value needs a
 * stand-in through an override. Throws a `RecordError` that names file and key.
 */
export function readConfig(project: Project, stack: string, overrides: ConfigOverrides = {}): StackConfig {
  const values: Record<string, string> = {};
  const secretKeys = new Set<string>();
  const declared = declarations(project);
  const set = (key: string, value: unknown): void => {
    const { text, secret } = toText(key, value);
    values[key] = text;
    if (secret || declared.get(key)?.secret === true) secretKeys.add(key);
    else secretKeys.delete(key);
  };
  for (const [key, { value }] of declared) if (value !== undefined) set(key, value);
  for (const [key, value] of stackValues(project, stack)) set(key, value);
  for (const [key, value] of Object.entries(overrides.config ?? {})) {
    // A stand-in for an encrypted value is as secret as what it stands for.
    const wasSecret = secretKeys.has(fullKey(project, key));
    set(fullKey(project, key), value);
    if (wasSecret) secretKeys.add(fullKey(project, key));
  }
  for (const [key, value] of Object.entries(overrides.configSecrets ?? {})) {
    set(fullKey(project, key), value);
    secretKeys.add(fullKey(project, key));
  }
  checkDeclared(project, stack, declared, values, secretKeys);
  return { values: sorted(values), secretKeys: [...secretKeys].toSorted() };
}

interface Declaration {
  readonly type: string | undefined;
  readonly secret: boolean;
  /** The value of every stack that does not set its own. */
  readonly value: unknown;
  /** Declared with a type: a stack without a value is an error. */
  readonly required: boolean;
}

/** The `config` section of Pulumi.yaml: either a bare value, or a map with `type`, `default`, `value`, `secret`. */
function declarations(project: Project): Map<string, Declaration> {
  const declared = new Map<string, Declaration>();
  for (const [key, raw] of Object.entries(project.config)) {
    const isDeclaration =
      isMap(raw) && ["type", "default", "value", "description", "secret", "items"].some((field) => field in raw);
    if (!isDeclaration) {
      declared.set(fullKey(project, key), { type: undefined, secret: false, value: raw, required: false });
      continue;
    }
    const value = raw["value"] ?? raw["default"] ?? undefined;
    const type = typeof raw["type"] === "string" ? raw["type"] : undefined;
    const own = !key.includes(":") || key.startsWith(`${project.name}:`);
    declared.set(fullKey(project, key), {
      type,
      secret: raw["secret"] === true,
      value,
      required: own && value === undefined,
    });
  }
  return declared;
}

function stackValues(project: Project, stack: string): [string, unknown][] {
  const name = ["yaml", "yml"]
    .map((ending) => `Pulumi.${stack}.${ending}`)
    .find((file) => existsSync(join(project.stackConfigDir, file)));
  // The real engine runs a stack without a file too: its configuration is empty.
  if (name === undefined) return [];
  const file = join(project.stackConfigDir, name);
  const config = readYaml(file, "bad-config")["config"] ?? {};
  if (!isMap(config)) throw new RecordError("bad-config", `${file}: "config" must be a map, given ${describe(config)}`);
  return Object.entries(config).map(([key, value]) => {
    if (!key.includes(":")) {
      throw new RecordError("bad-config", `${file}: the key "${key}" has no namespace; write "${project.name}:${key}"`);
    }
    return [fullKey(project, key), value];
  });
}

/** `name` is short for `project:name`, and `project:config:name` is an old way to write `project:name`. */
function fullKey(project: Project, key: string): string {
  return key.includes(":") ? key.replace(/^([^:]+):config:/, "$1:") : `${project.name}:${key}`;
}

function toText(key: string, value: unknown): { readonly text: string; readonly secret: boolean } {
  if (isSecure(value)) return { text: standIn(key), secret: true };
  if (typeof value === "string") return { text: value, secret: false };
  if (typeof value !== "object" || value === null) return { text: value === null ? "" : String(value), secret: false };
  let secret = false;
  const open = (inner: unknown, path: string): unknown => {
    if (isSecure(inner)) {
      secret = true;
      return standIn(path);
    }
    if (Array.isArray(inner)) return inner.map((item, index) => open(item, `${path}[${index}]`));
    if (isMap(inner))
      return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, open(item, `${path}.${name}`)]));
    return typeof inner === "bigint" ? Number(inner) : inner;
  };
  const text = JSON.stringify(open(value, key));
  return { text, secret };
}

function isSecure(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

function standIn(key: string): string {
  return `simulated-${SIMULATED_TOKEN}${hash("sha256", `config ${key}`, "hex").slice(0, 26)}`;
}

function checkDeclared(
  project: Project,
  stack: string,
  declared: ReadonlyMap<string, Declaration>,
  values: Readonly<Record<string, string>>,
  secretKeys: ReadonlySet<string>,
): void {
  for (const [key, { type, required }] of declared) {
    const text = values[key];
    if (text === undefined) {
      if (!required) continue;
      throw new RecordError(
        "missing-config",
        `stack ${stack} has no value for "${key}", which Pulumi.yaml declares without a default. ` +
          `Set it: \`pulumi config set ${key} <value> --stack ${stack}\`, or pass --config ${key}=<value>${existingStacks(project, stack)}`,
      );
    }
    // An encrypted value cannot be judged; a wrong one is found by whoever can read it.
    if (secretKeys.has(key) || type === undefined || isOfType(text, type)) continue;
    throw new RecordError(
      "bad-config",
      `stack ${stack}: "${key}" must be of type ${type} (Pulumi.yaml says so), given ${JSON.stringify(text)}`,
    );
  }
}

function existingStacks(project: Project, stack: string): string {
  const names = existsSync(project.stackConfigDir) ? readdirSync(project.stackConfigDir) : [];
  const stacks = names.flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? []);
  if (stacks.includes(stack)) return "";
  const others = stacks.length === 0 ? "none" : stacks.toSorted().join(", ");
  return ` (there is no file Pulumi.${stack}.yaml; stacks with one: ${others})`;
}

function isOfType(text: string, type: string): boolean {
  switch (type) {
    case "boolean":
      return text === "true" || text === "false";
    case "integer":
      return /^[+-]?\d+$/.test(text);
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text));
    case "array":
      return Array.isArray(parsed(text));
    case "object":
      return isMap(parsed(text));
    default:
      return true;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sorted(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
