import { canonicalType, listItemType } from "../../policies/types.ts";
import type { Example } from "../../policies/rule.ts";
import { Asset, type Properties, Reference, Secret, Unknown, type Value, isObject } from "../../policies/value.ts";

const INDENT = "  ";
/** A list or map that is no longer than this stays on its line; less at the top, where the constructor is in front. */
const LONGEST_INLINE = 80;
const LONGEST_INLINE_AT_TOP = 50;

/** An example as the program that makes its resources, each after those that it refers to. */
export function exampleCode(example: Example, defaultType: string): string {
  const subject = resourceCode(example.type ?? defaultType, "subject", example.inputs, example.options ?? {});
  const around = (example.stack ?? []).map(({ type, name, inputs }) => resourceCode(type, name, inputs, {}));
  const isAfter = (code: string): boolean => /\bsubject\.\w/.test(code);
  return [
    ...remarks(example),
    ...around.filter((code) => !isAfter(code)),
    subject,
    ...around.filter((code) => isAfter(code)),
  ].join("\n");
}

/** What the example rests on beside its resources. */
function remarks({ config, tier }: Example): string[] {
  return [
    ...(config === undefined ? [] : [`// With the settings ${JSON.stringify(config)}`]),
    ...(tier === undefined ? [] : [`// In an environment of tier ${tier}`]),
  ];
}

function resourceCode(
  type: string,
  name: string,
  inputs: Properties,
  options: NonNullable<Example["options"]>,
): string {
  const { className, given } = constructorOf(type, inputs);
  const args = valueCode(given, 0);
  const opts = Object.keys(options).length === 0 ? "" : `, ${valueCode(options, 0)}`;
  return `const ${identifier(name)} = new ${className}("${name}", ${args}${opts});`;
}

function constructorOf(type: string, inputs: Properties): { readonly className: string; readonly given: Properties } {
  const [provider = "", module = "", className = ""] = type.split(":");
  if (type === "*") return { className: "AnyResource", given: inputs };
  if (provider === "kubernetes" && isCustomKind(type)) {
    return {
      className: "kubernetes.apiextensions.CustomResource",
      given: { apiVersion: module, kind: className, ...inputs },
    };
  }
  const [group = "", version] = module.split("/");
  // The SDK drops the domain of a group, and AWS the file of a class.
  const path = provider === "kubernetes" ? [group.split(".")[0], version] : [group === "index" ? "" : group];
  return { className: [provider, ...path, className].filter(Boolean).join("."), given: inputs };
}

/** Kinds that the SDK has no class for. */
function isCustomKind(type: string): boolean {
  const group = (listItemType(type) ?? canonicalType(type)).split(":")[1]?.split("/")[0] ?? "";
  return group.includes(".") && !BUILT_IN_GROUPS.has(group);
}

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "helm.sh",
  "networking.k8s.io",
  "rbac.authorization.k8s.io",
  "storage.k8s.io",
]);

function valueCode(value: Value, depth: number): string {
  if (value instanceof Unknown) return "notKnownYet";
  if (value instanceof Secret)
    return `pulumi.secret(${value.value === undefined ? "…" : valueCode(value.value, depth)})`;
  if (value instanceof Asset)
    return `new pulumi.asset.${value.kind === "asset" ? "FileAsset" : "FileArchive"}("${value.path ?? "…"}")`;
  if (value instanceof Reference) return referenceCode(value);
  if (typeof value === "string") return textCode(value, depth);
  if (Array.isArray(value))
    return block(
      "[",
      value.map((item: Value) => valueCode(item, depth + 1)),
      "]",
      depth,
    );
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${keyCode(key)}: ${valueCode(item, depth + 1)}`);
  return entries.length === 0 ? "{}" : block("{ ", entries, " }", depth);
}

/** A reference of an example: to an output of another resource in it. */
function referenceCode({ urn }: Reference): string {
  const [, name, output] = /^rampart:example:([^#]+)#(.+)$/.exec(urn) ?? [];
  return name === undefined ? JSON.stringify(urn) : `${identifier(name)}.${output}`;
}

/** A policy document is easier to read as what it was made from. */
function textCode(text: string, depth: number): string {
  if (/^\s*\{/.test(text)) {
    try {
      return `JSON.stringify(${valueCode(JSON.parse(text) as Value, depth)})`;
    } catch {
      return JSON.stringify(text);
    }
  }
  return text.includes("\n") ? `\`${text.replaceAll(/[\\`$]/g, "\\$&")}\`` : JSON.stringify(text);
}

function block(open: string, items: readonly string[], close: string, depth: number): string {
  const inline = `${open}${items.join(", ")}${close}`;
  const longest = depth === 0 ? LONGEST_INLINE_AT_TOP : LONGEST_INLINE;
  if (inline.length <= longest && !inline.includes("\n")) return inline;
  const indent = INDENT.repeat(depth + 1);
  return `${open.trim()}\n${items.map((item) => `${indent}${item},`).join("\n")}\n${INDENT.repeat(depth)}${close.trim()}`;
}

function keyCode(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** Words of the language that resources are called by. */
const RESERVED: ReadonlySet<string> = new Set([
  "default",
  "delete",
  "export",
  "import",
  "package",
  "private",
  "public",
]);

function identifier(name: string): string {
  const camel = name.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "");
  if (RESERVED.has(camel)) return `${camel}Resource`;
  return /^[A-Za-z_$]/.test(camel) ? camel : `_${camel}`;
}
