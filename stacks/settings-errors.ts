import type * as z from "zod";
import { type PathKey, formatPath } from "../policies/pointer.ts";
import { nearest } from "../engine/suggest.ts";
import { display } from "./settings/_redact.ts";
import {
  allowedBy,
  childValue,
  choicesOf,
  definition,
  keysOf,
  oneOf,
  schemaAt,
  unwrap,
  valueAt,
} from "./settings/_schema.ts";

/** One thing that is wrong with settings. Texts never hold a value that may be secret. */
export interface SettingsIssue {
  readonly path: readonly PathKey[];
  /** What is wrong, continuing the path: "is out of range". */
  readonly problem: string;
  /** The value given, as it may be shown. */
  readonly given: string;
  /** What would be accepted, or what to do. */
  readonly allowed: string;
  /** The key or value that was most likely meant. */
  readonly nearest?: string;
  /** Where the value was written. */
  readonly from: string;
}

/** Settings that cannot be used, with everything that is wrong with them. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly issues: readonly SettingsIssue[];

  constructor(subject: string, issues: readonly SettingsIssue[]) {
    const count = issues.length === 1 ? "1 error" : `${issues.length} errors`;
    super([`${subject}: ${count}. Nothing was registered.`, ...issues.map(formatIssue)].join("\n\n"));
    this.issues = issues;
  }
}

function formatIssue(issue: SettingsIssue): string {
  const lines = [`${printed(issue.path)} ${issue.problem}`, `  given:   ${issue.given}`, `  allowed: ${issue.allowed}`];
  if (issue.nearest !== undefined) lines.push(`  nearest: ${issue.nearest}`);
  return [...lines, `  from:    ${issue.from}`].join("\n");
}

/** Keys of the stack's configuration have a colon and are printed as they are written. */
function printed(path: readonly PathKey[]): string {
  const [first] = path;
  return typeof first === "string" && first.includes(":") ? first : formatPath(path);
}

/** The problem of a key that the schema does not have. */
export const UNKNOWN_KEY = "is not a setting";

/** What a value is before anybody knows where it was written. */
export type Finding = Omit<SettingsIssue, "from">;

/** Turns zod's issues into findings: one each, with unions resolved to the member that was meant. */
export function findingsOf(root: z.ZodType, data: unknown, error: z.ZodError): Finding[] {
  return error.issues.flatMap((issue) => fromIssue(root, data, issue, []));
}

function fromIssue(root: z.ZodType, data: unknown, issue: z.core.$ZodIssue, above: readonly PathKey[]): Finding[] {
  const path = [...above, ...(issue.path as PathKey[])];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(root, data, path, key));
  if (issue.code === "invalid_key") return [badKey(root, data, path)];
  const member = issue.code === "invalid_union" ? likeliest(issue.errors) : undefined;
  if (member !== undefined) return member.flatMap((inner) => fromIssue(root, data, inner, path));
  return [badValue(root, data, path, issue)];
}

/** The member of an untagged union that got furthest: its errors lie inside the value, not at it. */
function likeliest(errors: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const inside = errors.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys"),
  );
  return inside.length === 1 ? inside[0] : undefined;
}

function unknownKey(root: z.ZodType, data: unknown, path: readonly PathKey[], key: string): Finding {
  const at = schemaAt(root, path, data);
  const known = (at && keysOf(at, valueAt(data, path))) ?? [];
  const used = valueAt(data, path);
  const unused = known.filter((candidate) => childValue(used, candidate) === undefined);
  // A key that is not there yet is likelier to be the one that was meant.
  const best = nearest(key, unused) ?? nearest(key, known);
  const full = [...path, key];
  return {
    path: full,
    problem: UNKNOWN_KEY,
    given: display(valueAt(data, full), full),
    allowed: `one of the keys ${known.join(", ")}`,
    ...(best !== undefined && { nearest: formatPath([...path, best]) }),
  };
}

function badKey(root: z.ZodType, data: unknown, path: readonly PathKey[]): Finding {
  const record = schemaAt(root, path.slice(0, -1), data);
  const keyType = record && definition(unwrap(record)).keyType;
  const key = String(path.at(-1));
  const choices = keyType && choicesOf(keyType)?.map(String);
  const best = choices && nearest(key, choices);
  return {
    path,
    problem: "has a key that is not allowed",
    given: JSON.stringify(key),
    allowed: keyType === undefined ? "another key" : allowedBy(keyType),
    ...(best !== undefined && { nearest: formatPath([...path.slice(0, -1), best]) }),
  };
}

function badValue(root: z.ZodType, data: unknown, path: readonly PathKey[], issue: z.core.$ZodIssue): Finding {
  const schema = schemaAt(root, path, data);
  const value = valueAt(data, path);
  const choices = schema && choicesOf(schema);
  const best = choices && meant(value, choices);
  return {
    path,
    problem: problemOf(issue, value, choices !== undefined),
    // A slip of a public word is shown even where values are hidden.
    given: best !== undefined ? JSON.stringify(value) : display(value, path),
    allowed:
      issue.code === "invalid_union" && choices !== undefined
        ? oneOf(choices)
        : schema === undefined
          ? "nothing"
          : allowedBy(schema),
    ...(best !== undefined && { nearest: JSON.stringify(best) }),
  };
}

/** The choice that was most likely meant: 17 for "17", too. */
function meant(value: unknown, choices: readonly unknown[]): string | undefined {
  const texts = choices.filter((choice) => typeof choice === "string");
  if (typeof value === "string") return nearest(value, texts);
  return typeof value === "number" || typeof value === "boolean"
    ? texts.find((text) => text === String(value))
    : undefined;
}

function problemOf({ code }: z.core.$ZodIssue, value: unknown, isChoice: boolean): string {
  if (value === undefined) return "is missing";
  if (code === "invalid_type") return "has the wrong type";
  if (code === "too_small" || code === "too_big") {
    return typeof value === "number" ? "is out of range" : "has the wrong length";
  }
  if (code === "invalid_value" || (code === "invalid_union" && isChoice)) return "is not one of the choices";
  return code === "invalid_union" ? "has the wrong type" : "is malformed";
}
