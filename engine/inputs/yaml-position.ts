import type { PathKey } from "../../policies/pointer.ts";
import type { TextPosition } from "./json-position.ts";

/** A value that is a block of its own: where its first sign stands, and the line behind its last one. */
interface Block {
  readonly line: number;
  readonly column: number;
  readonly end: number;
  readonly entries: Map<PathKey, Entry | undefined>;
}

/** A key or a dash, and the block behind it; a value that is written inline has none. */
interface Entry {
  readonly line: number;
  readonly column: number;
  readonly block: Block | undefined;
}

const BLANK = -1;
/** An anchor, a tag or both, with nothing behind them but a comment: the value begins on the next line. */
const PROPERTIES = /^[ \t]*(?:[&!]\S*(?:[ \t\r]+|$)){1,2}(?:#.*)?$/;
const [SPACE, DASH, HASH, TAB, RETURN] = [" ", "-", "#", "\t", "\r"].map((sign) => sign.charCodeAt(0));

/**
 * The lines of one document of block-style YAML, to find where a property is written. It compares
 * indentations only, which is hundreds of times faster than parsing the document again with positions. What is
 * written inline, or not at all, is found where the nearest property around it stands.
 */
export class YamlLines {
  readonly #lines: readonly string[];
  /** By line; `BLANK` for one that holds nothing, or a comment. */
  readonly #indents: Int16Array;
  readonly #root: Block | undefined;

  constructor(text: string) {
    this.#lines = text.split("\n");
    this.#indents = Int16Array.from(this.#lines, indentOf);
    const first = this.#lines.findIndex((line, index) => this.#indents[index] !== BLANK && !/^(---|%)/.test(line));
    if (first >= 0) this.#root = block(first, this.#indents[first] ?? 0, this.#lines.length);
  }

  /** Both count from 1 within the document. */
  positionOf(path: readonly PathKey[]): TextPosition {
    let at = this.#root;
    let found: { readonly line: number; readonly column: number } = at ?? { line: 0, column: 0 };
    for (const key of path) {
      if (at === undefined) break;
      if (!at.entries.has(key)) at.entries.set(key, this.#find(at, key));
      const entry = at.entries.get(key);
      if (entry === undefined) break;
      found = entry;
      at = entry.block;
    }
    return { line: found.line + 1, column: found.column + 1 };
  }

  /** A line in a block scalar or a wrapped text is indented deeper than the entries around it, so it is never taken for one. */
  #find(container: Block, key: PathKey): Entry | undefined {
    const isList = this.#isDash(container.line, container.column);
    let index = 0;
    for (let line = container.line; line < container.end; line += 1) {
      // The first entry may stand behind the dash of an item, at the column of the others.
      if (line !== container.line && this.#indents[line] !== container.column) continue;
      if (isList && !this.#isDash(line, container.column)) continue;
      const length = isList ? (index++ === Number(key) ? 1 : 0) : this.#keyLength(line, container.column, String(key));
      if (length === 0) continue;
      const end = this.#endOf(line, container.column, container.end, isList);
      return {
        line,
        column: container.column,
        block: this.#blockBehind(line, container.column + length, end, isList),
      };
    }
    return undefined;
  }

  #isDash(line: number, column: number): boolean {
    const text = this.#lines[line] ?? "";
    return text.charCodeAt(column) === DASH && isBlankAt(text, column + 1);
  }

  /** How long the key is written, with its quotes and colon; 0 when another key stands here. */
  #keyLength(line: number, column: number, key: string): number {
    const text = this.#lines[line] ?? "";
    for (const written of [`${key}:`, `"${key}":`, `'${key}':`]) {
      if (text.startsWith(written, column) && isBlankAt(text, column + written.length)) return written.length;
    }
    return 0;
  }

  /** The line behind an entry: the next one that is indented no deeper. A list may stand at the column of its key. */
  #endOf(line: number, column: number, end: number, isItem: boolean): number {
    for (let next = line + 1; next < end; next += 1) {
      const indent = this.#indents[next] ?? BLANK;
      if (indent === BLANK || indent > column) continue;
      if (indent < column || isItem || !this.#isDash(next, column)) return next;
    }
    return end;
  }

  #blockBehind(line: number, from: number, end: number, isItem: boolean): Block | undefined {
    const text = (this.#lines[line] ?? "").slice(from);
    const rest = PROPERTIES.test(text) ? BLANK : indentOf(text);
    if (rest !== BLANK) return isItem ? block(line, from + rest, end) : undefined;
    for (let next = line + 1; next < end; next += 1) {
      const indent = this.#indents[next] ?? BLANK;
      if (indent !== BLANK) return block(next, indent, end);
    }
    return undefined;
  }
}

function block(line: number, column: number, end: number): Block {
  return { line, column, end, entries: new Map() };
}

function isBlankAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return Number.isNaN(code) || code === SPACE || code === TAB || code === RETURN;
}

function indentOf(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === SPACE) at += 1;
  const code = text.charCodeAt(at);
  return Number.isNaN(code) || code === HASH || code === RETURN ? BLANK : at;
}
