import { Secret, UNKNOWN, Unknown, type Properties, type Value, isObject } from "../../policies/value.ts";

/**
 * The JSON that `aws.iam.getPolicyDocument` returns for these arguments: the provider's own rules for order,
 * for lists of one, for `&{…}` variables and for merging. Unknown when anything in it is.
 */
export function iamPolicyDocument(args: Properties): Value {
  if (holdsUnknown(args)) return UNKNOWN;
  const version = text(args["version"]) ?? "2012-10-17";
  const id = text(args["policyId"]);
  const document: JsonDocument = { Version: version, ...(id !== undefined && { Id: id }), Statement: [] };
  for (const source of list(args["sourcePolicyDocuments"]))
    merge(document, JSON.parse(String(source)) as JsonDocument, "unique");
  merge(
    document,
    { Statement: list(args["statements"]).map((entry) => statement(entry as Properties, version)) },
    "replace",
  );
  for (const source of list(args["overridePolicyDocuments"]))
    merge(document, JSON.parse(String(source)) as JsonDocument, "replace");
  const { Statement, ...head } = document;
  const content = Statement === undefined || Statement.length === 0 ? head : { ...head, Statement };
  // The provider is written in Go, whose encoder writes these three as escapes.
  return JSON.stringify(content, undefined, 2).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

interface JsonStatement {
  readonly Sid?: string;
  readonly [field: string]: unknown;
}

interface JsonDocument {
  Version?: string;
  Id?: string;
  Statement?: JsonStatement[];
}

/** A statement with the `Sid` of an earlier one takes its place, or is an error among source documents. */
function merge(document: JsonDocument, other: JsonDocument, sameSid: "unique" | "replace"): void {
  if (other.Version !== undefined) document.Version = other.Version;
  if (other.Id !== undefined) document.Id = other.Id;
  const statements = (document.Statement ??= []);
  const others = Array.isArray(other.Statement)
    ? other.Statement
    : other.Statement === undefined
      ? []
      : [other.Statement];
  for (const entry of others) {
    const index = entry.Sid ? statements.findIndex(({ Sid }) => Sid === entry.Sid) : -1;
    if (index === -1) statements.push(entry);
    else if (sameSid === "replace") statements[index] = entry;
    else throw new Error(`duplicate Sid (${entry.Sid}) in source_policy_documents; give each statement its own`);
  }
}

function statement(entry: Properties, version: string): JsonStatement {
  const replace = (value: string) => variables(value, version);
  const actions = values(entry["actions"]);
  const notActions = values(entry["notActions"]);
  const resources = values(entry["resources"], replace);
  const notResources = values(entry["notResources"], replace);
  const principals = principalsOf(entry["principals"], replace);
  const notPrincipals = principalsOf(entry["notPrincipals"], replace);
  const conditions = conditionsOf(entry["conditions"], replace);
  const sid = text(entry["sid"]);
  return {
    ...(sid !== undefined && sid !== "" && { Sid: sid }),
    Effect: text(entry["effect"]) ?? "Allow",
    ...(actions !== undefined && { Action: actions }),
    ...(notActions !== undefined && { NotAction: notActions }),
    ...(resources !== undefined && { Resource: resources }),
    ...(notResources !== undefined && { NotResource: notResources }),
    ...(principals !== undefined && { Principal: principals }),
    ...(notPrincipals !== undefined && { NotPrincipal: notPrincipals }),
    ...(conditions !== undefined && { Condition: conditions }),
  };
}

/** `&{aws:username}` stands for `${aws:username}`, which only the newer version of the language knows. */
function variables(value: string, version: string): string {
  if (!value.includes("&{")) return value;
  if (version === "2008-10-17")
    throw new Error(`found &{ sequence in (${value}), which is not supported in document version 2008-10-17`);
  return value.replaceAll("&{", "${");
}

/** Sets are written in descending order, and a set of one as a plain text. */
function values(input: Value | undefined, change = (value: string): string => value): string | string[] | undefined {
  const texts = [...new Set(list(input).map((value) => change(String(open(value)))))].toSorted().toReversed();
  return texts.length <= 1 ? texts[0] : texts;
}

function principalsOf(input: Value | undefined, change: (value: string) => string): unknown {
  const byType: Record<string, string | string[]> = {};
  const principals = list(input) as readonly { readonly type: string; readonly identifiers: Value }[];
  for (const { type, identifiers } of principals) {
    const found = [byType[type] ?? [], values(identifiers, change) ?? []].flat();
    // Everybody is written without a kind; an AWS wildcard keeps it.
    if (principals.length === 1 && type === "*" && found.length === 1 && found[0] === "*") return "*";
    byType[type] = found.length === 1 ? (found[0] as string) : found;
  }
  return Object.keys(byType).length === 0 ? undefined : sortKeys(byType);
}

function conditionsOf(input: Value | undefined, change: (value: string) => string): unknown {
  const byTest: Record<string, Record<string, string | string[]>> = {};
  for (const condition of list(input)) {
    const { test, variable, values: given } = condition as { test: string; variable: string; values: Value };
    const texts = list(given).map((value) => change(String(open(value))));
    const before = [byTest[test]?.[variable] ?? []].flat();
    const all = [...before, ...texts];
    (byTest[test] ??= {})[variable] = all.length === 1 ? (all[0] as string) : all;
  }
  if (Object.keys(byTest).length === 0) return undefined;
  return sortKeys(Object.fromEntries(Object.entries(byTest).map(([test, variables_]) => [test, sortKeys(variables_)])));
}

function sortKeys<T>(object: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function list(value: Value | undefined): readonly Value[] {
  const opened = open(value);
  if (opened === undefined || opened === null) return [];
  return Array.isArray(opened) ? opened : [opened];
}

function text(value: Value | undefined): string | undefined {
  const opened = open(value);
  return typeof opened === "string" ? opened : undefined;
}

function open(value: Value | undefined): Value | undefined {
  return value instanceof Secret ? value.value : value;
}

function holdsUnknown(value: Value | undefined): boolean {
  const opened = open(value);
  if (opened instanceof Unknown) return true;
  if (Array.isArray(opened)) return opened.some((item: Value) => holdsUnknown(item));
  return isObject(opened) && Object.values(opened).some(holdsUnknown);
}
