import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { RecordError } from "./errors.ts";
import type { Fixtures } from "./fixtures.ts";
import { describe, isMap } from "./shape.ts";

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
