import { FAILSAFE_SCHEMA, Type, YAMLException, load, types } from "js-yaml";
import type { TextPosition } from "./json-position.ts";

/** One document of a YAML stream, still text. */
export interface YamlDocument {
  readonly text: string;
  /** Line of the stream on which the text begins, from 1. */
  readonly line: number;
}

/** A document that cannot be read; the position is in the stream. */
export class YamlFault extends Error {
  override readonly name = "YamlFault";
  readonly position: TextPosition;
  constructor(message: string, position: TextPosition) {
    super(message);
    this.position = position;
  }
}

/** A marker at the start of a line ends a document wherever it stands: YAML forbids it inside any scalar. */
const MARKER = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;

/** Splits a stream, so that documents are read one by one and a fault in one spares the others. */
export function splitDocuments(stream: string): YamlDocument[] {
  const documents: YamlDocument[] = [];
  let start = 0;
  let line = 1;
  let counted = 0;
  const add = (end: number): void => {
    const text = stream.slice(start, end);
    line += countLines(stream, counted, start);
    counted = start;
    if (!isBlank(text)) documents.push({ text, line });
  };
  for (const { index, 0: marker } of stream.matchAll(MARKER)) {
    add(index);
    start = marker === "---" ? index : index + marker.length;
  }
  add(stream.length);
  return documents;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** Holds nothing but a marker, comments and directives. */
function isBlank(text: string): boolean {
  return /^(?:---)?[ \t]*(?:(?:#|%)[^\n]*)?(?:\r?\n[ \t]*(?:(?:#|%)[^\n]*)?)*$/.test(text);
}

const MERGE = types.merge;
const word = (value: string): RegExp => new RegExp(`^(?:${value})$`);
const TRUE = word("true|True|TRUE|yes|Yes|YES|on|On|ON");
const FALSE = word("false|False|FALSE|no|No|NO|off|Off|OFF");
const OCTAL = /^[-+]?0[0-7]+$/;

/**
 * What Kubernetes' own tools read: booleans and octal numbers of YAML 1.1 (`hostNetwork: yes`,
 * `defaultMode: 0644`), and dates as plain text.
 */
const KUBERNETES = FAILSAFE_SCHEMA.extend({
  implicit: [
    types.null,
    new Type("tag:yaml.org,2002:bool", {
      kind: "scalar",
      resolve: (data) => typeof data === "string" && (TRUE.test(data) || FALSE.test(data)),
      construct: (data: string) => TRUE.test(data),
    }),
    new Type("tag:yaml.org,2002:int", { kind: "scalar", resolve: isInteger, construct: integerOf }),
    types.float,
    MERGE,
  ],
});

const INTEGER = /^[-+]?(?:0|[1-9]\d*|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+)$/;

function isInteger(data: unknown): boolean {
  return typeof data === "string" && (INTEGER.test(data) || OCTAL.test(data));
}

function integerOf(data: string): number {
  const negative = data.startsWith("-");
  const digits = data.replace(/^[-+]/, "");
  const magnitude = OCTAL.test(digits) && digits !== "0" ? Number.parseInt(digits, 8) : Number(digits);
  return negative ? -magnitude : magnitude;
}

/** More values than this, aliases counted as often as they are used, and a document is an attack. */
const MOST_VALUES = 1_000_000;
/** Kubernetes objects are never nested so deeply; what is, would overflow the stack of whoever walks it. */
const DEEPEST = 200;

/** The value of one document. Throws a `YamlFault`. */
export function parseDocument({ text, line }: YamlDocument): unknown {
  let value: unknown;
  try {
    value = load(text, { schema: KUBERNETES, maxDepth: DEEPEST });
  } catch (error) {
    throw faultOf(error, line);
  }
  // Without an anchor there is nothing to repeat, and the size is that of the text.
  if (text.includes("&") && measure(value, new Map()) > MOST_VALUES) {
    const message = `holds more than ${MOST_VALUES} values once its aliases are written out`;
    throw new YamlFault(message, { line, column: 1 });
  }
  return value;
}

function faultOf(error: unknown, line: number): unknown {
  if (error instanceof YAMLException) {
    const { mark } = error;
    return new YamlFault(`is not YAML: ${error.reason}`, {
      line: line + (mark?.line ?? 0),
      column: (mark?.column ?? 0) + 1,
    });
  }
  return error;
}

/** How many values there are. What an alias repeats is counted again, not walked again. */
function measure(value: unknown, sizes: Map<object, number>): number {
  if (typeof value !== "object" || value === null) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  // Set beforehand: a value that holds itself has no end.
  sizes.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const key in value) size += measure((value as Record<string, unknown>)[key], sizes);
  sizes.set(value, size);
  return size;
}
