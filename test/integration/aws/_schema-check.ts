import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Json } from "./_models.ts";
import { SIMULATED_TOKEN } from "../../../policies/value.ts";

export interface Judged {
  readonly findings: readonly string[];
  /** Findings about placeholders of the recording, which no vendor has made. */
  readonly placeholders: number;
}

/** A validator with the keywords that the vendor adds to JSON Schema. Patterns that JavaScript cannot read are left out. */
export function compile(schema: Json): ValidateFunction {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
    unicodeRegExp: false,
    code: { regExp },
  });
  ajv.addKeyword({
    keyword: "requiredXor",
    validate: (names: string[], data: Json) => !isRecord(data) || names.filter((name) => name in data).length === 1,
  });
  ajv.addKeyword({
    keyword: "dependentExcluded",
    validate: (table: Record<string, string[]>, data: Json) =>
      !isRecord(data) ||
      Object.entries(table).every(([name, others]) => !(name in data) || !others.some((other) => other in data)),
  });
  return ajv.compile(readable(schema));
}

export function judge(validate: ValidateFunction, value: Json): Judged {
  if (validate(value)) return { findings: [], placeholders: 0 };
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
  const real = errors.filter((error) => !holdsPlaceholder(at(value, error.instancePath)));
  return { findings: real.map((error) => say(error, value)), placeholders: errors.length - real.length };
}

function say({ instancePath, keyword, message, params }: ErrorObject, value: Json): string {
  const found = at(value, instancePath);
  const shown = typeof found === "object" ? "" : ` (${JSON.stringify(found)?.slice(0, 80)})`;
  const more = keyword === "additionalProperties" ? ` ${params["additionalProperty"]}` : "";
  return `${instancePath.replace(/\/\d+/g, "/*")} ${message}${more}${shown}`;
}

function holdsPlaceholder(value: Json): boolean {
  return typeof value === "string" && value.includes(SIMULATED_TOKEN);
}

function at(value: Json, pointer: string): Json {
  return pointer
    .split("/")
    .slice(1)
    .reduce((inner, key) => inner?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], value);
}

function readable(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(readable);
  if (!isRecord(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(
        ([key, item]) =>
          key !== "$id" && key !== "$schema" && (key !== "pattern" || typeof item !== "string" || isPattern(item)),
      )
      .map(([key, item]) => [key, readable(item)]),
  );
}

function isPattern(text: string): boolean {
  try {
    return regExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** The vendor's patterns are Python's. Classes of letters need Unicode mode, in which some of the others are errors. */
function regExp(text: string): RegExp {
  const source = text.replaceAll(String.raw`\Z`, "$").replaceAll(String.raw`\A`, "^");
  return new RegExp(source, source.includes(String.raw`\p{`) ? "u" : "");
}
// How Ajv would write the constructor into code of its own; it writes none here.
regExp.code = "regExp";

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
