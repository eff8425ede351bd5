import { isDeepStrictEqual } from "node:util";
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { type Properties, Secret, UNKNOWN, type Value } from "../../policies/value.ts";
import { setKey } from "../set-key.ts";
import { RecordError } from "./errors.ts";
import { describe, isMap } from "./project.ts";

/**
 * Answers that a user gives to what only the cloud knows. A file in YAML or JSON: either the list of invokes
 * alone, or a map with these keys. In any result, `{"$secret": value}` is a secret and `{"$unknown": true}` is unknown.
 */
export interface Fixtures {
  /** The account that simulated ARNs and `getCallerIdentity` name. */
  readonly accountId?: string;
  /** The region where neither the configuration nor a provider names one. */
  readonly region?: string;
  readonly invokes?: readonly InvokeFixture[];
  /** Outputs by full stack name, `organization/project/stack`. */
  readonly stackReferences?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface InvokeFixture {
  /** Such as `aws:ec2/getVpc:getVpc`. */
  readonly token: string;
  /** Arguments that a call must have to be answered by this one; others are not compared. Default: any call. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

const KEYS = ["accountId", "region", "invokes", "stackReferences"];

/** Reads a fixtures file. Throws a `RecordError` that names the file and the entry. */
export function readFixtures(file: string): Fixtures {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new RecordError("bad-fixtures", `${file}: cannot be read; --fixtures names a YAML or JSON file`);
  }
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new RecordError("bad-fixtures", `${file}: ${error.message.trim()}`);
  const content: unknown = document.toJS() ?? {};
  const fixtures = Array.isArray(content) ? { invokes: content } : content;
  const fail = (where: string, what: string): never => {
    throw new RecordError("bad-fixtures", `${file}: ${where} ${what}`);
  };
  if (!isMap(fixtures)) return fail("the file", `must hold a list of invokes or a map, given ${describe(fixtures)}`);
  for (const key of Object.keys(fixtures))
    if (!KEYS.includes(key)) fail(`"${key}"`, `is not a key; keys are ${KEYS.join(", ")}`);
  checkTexts(fixtures, fail);
  const invokes: unknown = fixtures["invokes"] ?? [];
  if (!Array.isArray(invokes)) return fail("invokes", `must be a list, given ${describe(invokes)}`);
  invokes.forEach((invoke: unknown, index) => {
    const where = `invokes[${index}]`;
    if (!isMap(invoke)) return fail(where, `must be a map with token and result, given ${describe(invoke)}`);
    if (typeof invoke["token"] !== "string") fail(`${where}.token`, `must be a token such as "aws:ec2/getVpc:getVpc"`);
    if (invoke["args"] !== undefined && !isMap(invoke["args"])) fail(`${where}.args`, "must be a map of arguments");
    if (!isMap(invoke["result"])) fail(`${where}.result`, "must be a map of the function's results");
  });
  const references: unknown = fixtures["stackReferences"] ?? {};
  if (!isMap(references)) return fail("stackReferences", `must be a map by stack name, given ${describe(references)}`);
  for (const [name, outputs] of Object.entries(references)) {
    if (!isMap(outputs)) fail(`stackReferences["${name}"]`, `must be a map of outputs, given ${describe(outputs)}`);
  }
  return fixtures;
}

function checkTexts(fixtures: Record<string, unknown>, fail: (where: string, what: string) => never): void {
  for (const key of ["accountId", "region"]) {
    const value = fixtures[key];
    if (value !== undefined && typeof value !== "string")
      fail(key, `must be a text in quotes, given ${describe(value)}`);
  }
}

/** Results as values, with their markers read. */
export function fixtureValues(results: Readonly<Record<string, unknown>>): Properties {
  const values = {};
  for (const key of Object.keys(results)) setKey(values, key, fixtureValue(results[key]));
  return values;
}

function fixtureValue(result: unknown): Value {
  if (Array.isArray(result)) return result.map(fixtureValue);
  if (!isMap(result)) return result as Value;
  if (Object.keys(result).length === 1) {
    if (result["$unknown"] === true) return UNKNOWN;
    if (result["$secret"] !== undefined) return new Secret(fixtureValue(result["$secret"]));
  }
  return fixtureValues(result);
}

/** The first fixture for a call whose arguments are among the call's. */
export function findInvoke(
  fixtures: Fixtures,
  token: string,
  args: Readonly<Record<string, unknown>>,
): InvokeFixture | undefined {
  return fixtures.invokes?.find(
    (invoke) =>
      invoke.token === token &&
      Object.entries(invoke.args ?? {}).every(([key, expected]) => isDeepStrictEqual(args[key], expected)),
  );
}

/** Outputs of another stack: those of a fixture, or none, which leaves them unknown. */
export function stackOutputs(fixtures: Fixtures, name: string | undefined): Properties | undefined {
  const outputs = name === undefined ? undefined : fixtures.stackReferences?.[name];
  if (outputs === undefined) return undefined;
  const values = fixtureValues(outputs);
  const secretNames = Object.keys(values).filter((key) => values[key] instanceof Secret);
  return { name: name as string, outputs: values, secretOutputNames: secretNames };
}
