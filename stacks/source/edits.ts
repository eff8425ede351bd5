import { isDeepStrictEqual } from "node:util";
import type {
  ArrayLiteralExpression,
  Expression,
  Node,
  ObjectLiteralExpression,
  SourceFile,
  TemplateExpression,
} from "typescript";
import type { SourceFiles } from "./files.ts";
import { literal, propertyName } from "./literal.ts";
import { Computed, type Place } from "./trace.ts";

interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A call to be written. */
interface Call {
  readonly callee: string;
  readonly args: readonly string[];
}

type List = ArrayLiteralExpression | ObjectLiteralExpression;

/** Widest line of the sources, as the formatter has it. */
const WIDTH = 120;

/** Edits of source files that leave every byte outside of them as it is. */
export class SourceEdits {
  readonly #files: SourceFiles;
  readonly #edits = new Map<SourceFile, TextEdit[]>();
  readonly #removed = new Map<List, Set<Node>>();
  readonly #added = new Map<ObjectLiteralExpression, Record<string, unknown>>();
  readonly #appended = new Map<ArrayLiteralExpression, Map<string, Call>>();

  constructor(files: SourceFiles) {
    this.#files = files;
  }

  /**
   * Writes `after` where `before` is written.
   *
   * @throws Computed where code makes the value.
   */
  replace({ node }: Place, before: unknown, after: unknown): void {
    const { ts } = this.#files;
    if (ts.isTemplateExpression(node)) {
      this.#replaceEnd(node, before, after);
      return;
    }
    const written = this.#valueOf(node);
    if (written === undefined || !isDeepStrictEqual(written.value, before)) {
      throw new Computed(node, ts.isCallExpression(node) ? "is what a function returns" : "is worked out here");
    }
    if (this.#hasComment(node)) throw new Computed(node, "has comments inside, which would be lost");
    this.#edit(node, node.getStart(), node.getEnd(), inQuotesOf(node, literal(after)));
  }

  /** Writes `key: value` at the end of an object. Several below one key become one. */
  addProperty(object: ObjectLiteralExpression, [key = "", ...rest]: readonly string[], value: unknown): void {
    const added = this.#added.get(object) ?? {};
    const nested = rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    added[key] = merged(added[key], nested);
    this.#added.set(object, added);
  }

  /** Writes a call at the end of a list. */
  append(list: ArrayLiteralExpression, call: Call): void {
    this.#appended.set(list, (this.#appended.get(list) ?? new Map()).set(inLine(call), call));
  }

  /** Takes an item out of a list, or a property out of an object, with the comment that stands on top of it. */
  remove(item: Node): void {
    const { ts } = this.#files;
    const list = item.parent;
    if (!ts.isArrayLiteralExpression(list) && !ts.isObjectLiteralExpression(list)) {
      throw new Computed(item, "stands in no list");
    }
    this.#removed.set(list, (this.#removed.get(list) ?? new Set()).add(item));
  }

  /** Writes another name, such as that of a function. */
  rename(name: Node, text: string): void {
    this.#edit(name, name.getStart(), name.getEnd(), text);
  }

  /**
   * The texts of all files that are edited.
   *
   * @throws Computed when two edits want different things of one place.
   */
  texts(): { readonly file: string; readonly before: string; readonly text: string }[] {
    for (const [object, properties] of this.#added) {
      const items = Object.entries(properties).map(([key, value]) => `${propertyName(key)}: ${literal(value)}`);
      this.#insert(object, items, (item) => item);
    }
    for (const [list, calls] of this.#appended) this.#insert(list, [...calls.values()], inLine, inLines);
    for (const [list, items] of this.#removed) this.#takeOut(list, items);
    this.#added.clear();
    this.#appended.clear();
    this.#removed.clear();
    return [...this.#edits]
      .map(([file, edits]) => ({ file: file.fileName, before: file.text, text: spliced(file, edits) }))
      .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  #edit(node: Node, start: number, end: number, text: string): void {
    const file = node.getSourceFile();
    const edits = this.#edits.get(file) ?? [];
    this.#edits.set(file, edits);
    if (edits.some((one) => one.start === start && one.end === end && one.text === text)) return;
    if (edits.some((one) => start < one.end && one.start < end)) {
      throw new Computed(node, "would have to be two things at once: it is written once for several settings");
    }
    edits.push({ start, end, text });
  }

  /** The end of a template after its last `${…}`, such as the digest behind the registry's name. */
  #replaceEnd(node: TemplateExpression, before: unknown, after: unknown): void {
    const last = node.templateSpans.at(-1)?.literal;
    const tail = last?.text ?? "";
    if (last === undefined || typeof before !== "string" || typeof after !== "string") {
      throw new Computed(node, "is put together here");
    }
    const front = before.slice(0, before.length - tail.length);
    if (!before.endsWith(tail) || !front.startsWith(node.head.text) || !after.startsWith(front)) {
      throw new Computed(node, "is put together here, and more than its end is different");
    }
    const text = after.slice(front.length).replaceAll(/[\\`]|\$(?=\{)/g, (special) => `\\${special}`);
    this.#edit(node, last.getStart() + 1, last.getEnd() - 1, text);
  }

  /** The value of a literal without any code in it. */
  #valueOf(node: Expression): { readonly value: unknown } | undefined {
    const { ts } = this.#files;
    if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return this.#valueOf(node.expression);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return { value: node.text };
    if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
      const inner = this.#valueOf(node.operand);
      return typeof inner?.value === "number" ? { value: -inner.value } : undefined;
    }
    if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
    if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
    if (ts.isArrayLiteralExpression(node)) {
      const items = node.elements.map((element) => this.#valueOf(element));
      return items.includes(undefined) ? undefined : { value: items.map((item) => item?.value) };
    }
    if (!ts.isObjectLiteralExpression(node)) return undefined;
    const entries: [string, unknown][] = [];
    for (const property of node.properties) {
      const item = ts.isPropertyAssignment(property) ? this.#valueOf(property.initializer) : undefined;
      const name = property.name;
      if (item === undefined || name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name)))
        return undefined;
      entries.push([name.text, item.value]);
    }
    return { value: Object.fromEntries(entries) };
  }

  #hasComment(node: Node): boolean {
    const { ts } = this.#files;
    const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, node.getText());
    for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
      if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia)
        return true;
    }
    return false;
  }

  #insert<Item>(
    list: List,
    items: readonly Item[],
    short: (item: Item) => string,
    long: (item: Item, indent: string) => string = short,
  ): void {
    const { ts } = this.#files;
    const existing: readonly Node[] = ts.isArrayLiteralExpression(list) ? list.elements : list.properties;
    const removed = this.#removed.get(list);
    const last = existing.at(-1);
    if (last === undefined) {
      const gap = ts.isObjectLiteralExpression(list) ? " " : "";
      this.#edit(list, list.getStart() + 1, list.getEnd() - 1, `${gap}${items.map(short).join(", ")}${gap}`);
      return;
    }
    const isLastGone = removed?.has(last) === true;
    if (!list.getText().includes("\n")) {
      if (isLastGone) throw new Computed(list, "is a list on one line, of which one goes and one comes");
      this.#edit(list, last.getEnd(), last.getEnd(), items.map((item) => `, ${short(item)}`).join(""));
      return;
    }
    const indent = indentOf(last);
    const lines = items.map((item) => {
      const fits = `${indent}${short(item)},`.length <= WIDTH;
      return `\n${indent}${fits ? short(item) : long(item, indent)},`;
    });
    const comma = this.#commaAfter(last);
    const at = comma === undefined ? last.getEnd() : this.#endOfLineComments(last.getSourceFile().text, comma);
    this.#edit(list, at, at, (comma === undefined && !isLastGone ? "," : "") + lines.join(""));
  }

  /** Takes out items of one list: whole lines where each has its own, else the list is written again without them. */
  #takeOut(list: List, removed: ReadonlySet<Node>): void {
    const { ts } = this.#files;
    const items: readonly Node[] = ts.isArrayLiteralExpression(list) ? list.elements : list.properties;
    const { text } = list.getSourceFile();
    const [first, last] = [items[0], items.at(-1)];
    if (first === undefined || last === undefined) return;
    const ownLines = items.every((item, index) => {
      const before = index === 0 ? list.getStart() + 1 : (items[index - 1]?.getEnd() ?? 0);
      return text.slice(before, item.getStart()).includes("\n");
    });
    if (ownLines) {
      for (const item of items) if (removed.has(item)) this.#takeOutLine(item);
      return;
    }
    if (this.#hasComment(list)) throw new Computed(list, "is a list on one line with comments");
    const kept = items.filter((item) => !removed.has(item)).map((item) => item.getText());
    const end = this.#commaAfter(last) ?? last.getEnd();
    this.#edit(list, first.getStart(), kept.length === 0 ? end : last.getEnd(), kept.join(", "));
  }

  #takeOutLine(item: Node): void {
    const { ts } = this.#files;
    const { text } = item.getSourceFile();
    // What follows on the line of the item before belongs to that one.
    const start = this.#endOfLineComments(text, item.getFullStart());
    const comments = ts.getLeadingCommentRanges(text, start) ?? [];
    // A comment apart from the item, by an empty line, is about more than the item.
    const apart = comments.findLast((comment, index) => {
      const next = comments[index + 1]?.pos ?? item.getStart();
      return text.slice(comment.end, next).split("\n").length > 2;
    });
    const end = this.#endOfLineComments(text, this.#commaAfter(item) ?? item.getEnd());
    this.#edit(item, apart?.end ?? start, end, "");
  }

  /** Behind the comments that end a line. */
  #endOfLineComments(text: string, from: number): number {
    return this.#files.ts.getTrailingCommentRanges(text, from)?.at(-1)?.end ?? from;
  }

  /** Behind the comma that follows a node. */
  #commaAfter(node: Node): number | undefined {
    const { ts } = this.#files;
    const { text } = node.getSourceFile();
    const comments = [
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
      ...(ts.getLeadingCommentRanges(text, node.getEnd()) ?? []),
    ];
    let at = comments.reduce((end, comment) => Math.max(end, comment.end), node.getEnd());
    while (at < text.length && text.slice(at, at + 1).trim() === "") at += 1;
    return text.charAt(at) === "," ? at + 1 : undefined;
  }
}

/** Text keeps the kind of quotes that were there. */
function inQuotesOf(node: Expression, text: string): string {
  const isSingle = node.getText().startsWith("'") && text.startsWith('"');
  if (!isSingle) return text;
  const value = JSON.parse(text) as string;
  return value.includes("'") || value.includes("\\") ? text : `'${value}'`;
}

function merged(before: unknown, added: unknown): unknown {
  if (!isRecord(before) || !isRecord(added)) return added;
  const keys = new Set([...Object.keys(before), ...Object.keys(added)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, key in added ? merged(before[key], added[key]) : before[key]]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function indentOf(node: Node): string {
  const { text } = node.getSourceFile();
  const line = text.slice(text.lastIndexOf("\n", node.getStart() - 1) + 1, node.getStart());
  return line.slice(0, line.length - line.trimStart().length);
}

function inLine({ callee, args }: Call): string {
  return `${callee}(${args.join(", ")})`;
}

/** A call whose line would be too long, with an argument a line. */
function inLines({ callee, args }: Call, indent: string): string {
  return `${callee}(\n${args.map((arg) => `${indent}  ${arg},\n`).join("")}${indent})`;
}

function spliced(file: SourceFile, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce(
      (text, { start, end, text: replacement }) => text.slice(0, start) + replacement + text.slice(end),
      file.text,
    );
}
