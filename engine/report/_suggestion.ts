import { extname } from "node:path";
import { stringify } from "yaml";
import { formatPointer } from "../../policies/pointer.ts";
import type { RemediationValue } from "../../policies/rule.ts";
import { controls } from "../catalogue.ts";
import type { Finding } from "../finding.ts";

/** A pod of many containers has a value for each; the JSON report lists all. */
const MOST_VALUES = 4;

/** What to set at the finding's line, as people read it. */
export interface ShownSuggestion {
  /** `path: value` in the language of the source. */
  readonly values: readonly string[];
  /** How many more there are. */
  readonly hidden: number;
  /** What else there is to know; empty where nothing. */
  readonly note: string;
}

/** Undefined for a finding without one. */
export function shownSuggestion(finding: Finding): ShownSuggestion | undefined {
  const { rule, source, suggestion } = finding;
  if (suggestion === undefined || suggestion.length === 0) return undefined;
  const literal = literalIn(source?.file ?? "");
  const values = suggestion.slice(0, MOST_VALUES).map(({ path, value }) => `${formatPointer(path)}: ${literal(value)}`);
  const isReplaced = controls.get(rule)?.changeForcesReplacement === true;
  return {
    values,
    hidden: suggestion.length - values.length,
    note: isReplaced ? "on a resource that exists, the change replaces it" : "",
  };
}

/**
 * On one line, without the word in front: `storageEncrypted: true, multiAz: true`. Empty for a finding without a
 * suggestion.
 *
 * @param quote Marks a value as code, where the format can.
 */
export function suggestionText(finding: Finding, quote: (text: string) => string = (text) => text): string {
  const shown = shownSuggestion(finding);
  if (shown === undefined) return "";
  const { values, hidden, note } = shown;
  const list = [...values.map(quote), ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(", ");
  return note === "" ? list : `${list} (${note})`;
}

/** As a line of its own after a message: `\nset storageEncrypted: true`. Empty for a finding without a suggestion. */
export function suggestionLine(finding: Finding): string {
  const text = suggestionText(finding);
  return text === "" ? "" : `\nset ${text}`;
}

/** A program says it in its own language; without a source, JSON is understood by most. */
function literalIn(file: string): (value: RemediationValue) => string {
  const extension = extname(file).toLowerCase();
  if (/^\.[cm]?[jt]sx?$/.test(extension)) return scriptLiteral;
  return extension === ".yaml" || extension === ".yml" ? yamlLiteral : (value) => JSON.stringify(value);
}

function scriptLiteral(value: RemediationValue): string {
  if (Array.isArray(value)) return `[${value.map(scriptLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${keyLiteral(key)}: ${scriptLiteral(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function keyLiteral(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** On one line, with quotes where a text would else read as something else. JSON, which is YAML too, where it has lines. */
function yamlLiteral(value: RemediationValue): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
  return text.includes("\n") ? JSON.stringify(value) : text;
}
