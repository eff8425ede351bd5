import type { PathKey } from "../../policies/pointer.ts";

/** A place in a text; both count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export interface JsonFault {
  readonly offset: number;
  readonly complaint: string;
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): TextPosition {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0 && end < offset; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

/** Where and why a text is no JSON. `JSON.parse` names the place for some faults only. */
export function jsonFault(text: string): JsonFault | undefined {
  return new Scanner(text).run().fault;
}

/** Where the value under `path` begins; undefined when the text has no such value. */
export function offsetOfPath(text: string, path: readonly PathKey[]): number | undefined {
  return new Scanner(text, path).run().found;
}

type Expected = "value" | "value or ]" | "key" | "key or }" | ":" | ", or ]" | ", or }" | "end";

const WORD = /[^\s,:{}[\]"]+/y;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const [QUOTE, BACKSLASH, FIRST_PRINTABLE] = [0x22, 0x5c, 0x20] as const;
const BLANK = /[ \t\r\n]*/y;

/** Reads JSON without recursion, so that no depth overflows the stack, and knows where it is. */
class Scanner {
  readonly #text: string;
  readonly #wanted: readonly PathKey[] | undefined;
  /** Keys of the containers that are open; a number for lists. */
  readonly #keys: PathKey[] = [];
  #at = 0;

  constructor(text: string, wanted?: readonly PathKey[]) {
    this.#text = text;
    this.#wanted = wanted;
  }

  run(): { readonly fault?: JsonFault; readonly found?: number } {
    let expected: Expected = "value";
    for (;;) {
      this.#match(BLANK);
      const sign = this.#text[this.#at];
      if (expected === "end" && sign === undefined) return {};
      if ((expected === "value" || expected === "value or ]") && sign !== "]" && this.#isWanted()) {
        return { found: this.#at };
      }
      const next: Expected | undefined = this.#step(expected, sign);
      if (next === undefined) return { fault: this.#fault(expected, sign) };
      expected = next;
    }
  }

  #step(expected: Expected, sign: string | undefined): Expected | undefined {
    switch (expected) {
      case "value or ]":
        return sign === "]" ? this.#close() : this.#value(sign);
      case "value":
        return this.#value(sign);
      case "key or }":
        return sign === "}" ? this.#close() : this.#key();
      case "key":
        return this.#key();
      case ":":
        return this.#skip(sign === ":", "value");
      case ", or ]":
        if (sign === "]") return this.#close();
        if (sign === ",") this.#keys.push((this.#keys.pop() as number) + 1);
        return this.#skip(sign === ",", "value");
      case ", or }":
        return sign === "}" ? this.#close() : this.#skip(sign === ",", "key");
      case "end":
        return undefined;
    }
  }

  #value(sign: string | undefined): Expected | undefined {
    if (sign === "{") {
      this.#keys.push("");
      return this.#skip(true, "key or }");
    }
    if (sign === "[") {
      this.#keys.push(0);
      return this.#skip(true, "value or ]");
    }
    if (sign === '"') return this.#string() === undefined ? undefined : this.#after();
    const start = this.#at;
    const word = this.#match(WORD) ?? "";
    if (word === "true" || word === "false" || word === "null" || NUMBER.test(word)) return this.#after();
    this.#at = start;
    return undefined;
  }

  #key(): Expected | undefined {
    const quoted = this.#string();
    if (quoted === undefined) return undefined;
    this.#keys[this.#keys.length - 1] = JSON.parse(quoted) as string;
    return ":";
  }

  /** Sign by sign: a regular expression would keep a way back to each, and run out of memory on a long text. */
  #string(): string | undefined {
    const start = this.#at;
    if (this.#text[start] !== '"') return undefined;
    for (let at = start + 1; at < this.#text.length;) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return this.#text.slice(start, this.#at);
      }
      ESCAPE.lastIndex = at;
      const length = code === BACKSLASH ? (ESCAPE.exec(this.#text)?.[0].length ?? 0) : code < FIRST_PRINTABLE ? 0 : 1;
      if (length === 0) break;
      at += length;
    }
    return undefined;
  }

  #close(): Expected {
    this.#keys.pop();
    this.#at += 1;
    return this.#after();
  }

  #after(): Expected {
    const key = this.#keys.at(-1);
    return key === undefined ? "end" : typeof key === "number" ? ", or ]" : ", or }";
  }

  #skip(matches: boolean, next: Expected): Expected | undefined {
    if (!matches) return undefined;
    this.#at += 1;
    return next;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    this.#at += match?.length ?? 0;
    return match;
  }

  #isWanted(): boolean {
    const wanted = this.#wanted;
    return wanted?.length === this.#keys.length && wanted.every((key, index) => key === this.#keys[index]);
  }

  #fault(expected: Expected, sign: string | undefined): JsonFault {
    const given =
      sign === undefined ? "the text ends" : sign === '"' ? "this string is not closed or not valid" : `"${sign}"`;
    return { offset: this.#at, complaint: `${given} where ${describe(expected)} is expected` };
  }
}

function describe(expected: Expected): string {
  switch (expected) {
    case "value":
    case "value or ]":
      return "a value";
    case "key":
    case "key or }":
      return "a key in double quotes";
    case "end":
      return "the end";
    default:
      return expected.replace(/[:,\]}]/g, '"$&"');
  }
}
