import { type PathKey, formatPath } from "../policies/pointer.ts";
import { type TextPosition, jsonFault, offsetOfPath, positionAt } from "./inputs/json-position.ts";

/** A plan that cannot be read. The message begins with the file and the place in it. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  /** The message without the file. */
  readonly complaint: string;
  /** Where in the text of the plan. */
  readonly position: TextPosition;
  constructor(source: string, complaint: string, position: TextPosition) {
    super(`${source}:${position.line}:${position.column}: ${complaint}`);
    this.complaint = complaint;
    this.position = position;
  }
}

/** No input of a resource is nested so deeply; what is, would overflow the stack of whoever walks it. */
const DEEPEST = 500;

/** The key of what is inside a text; printed like any other. */
const EMBEDDED = "json";

interface Origin {
  readonly source: string;
  /** What the whole is called. */
  readonly whole: string;
  readonly text: string;
}

/** A cursor on parsed JSON that knows where it stands, so that every complaint can say so. */
export class Reader {
  readonly raw: unknown;
  readonly #origin: Origin;
  readonly #parent: Reader | undefined;
  readonly #key: PathKey;
  readonly #depth: number;

  constructor(raw: unknown, origin: Origin, parent?: Reader, key: PathKey = "") {
    this.raw = raw;
    this.#origin = origin;
    this.#parent = parent;
    this.#key = key;
    this.#depth = parent === undefined ? 0 : parent.#depth + 1;
    if (this.#depth > DEEPEST) throw this.error(`is nested deeper than ${DEEPEST} levels`);
  }

  static parse(text: string, source: string, whole = "the plan"): Reader {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch (error) {
      const { offset, complaint } = jsonFault(text) ?? { offset: 0, complaint: (error as Error).message };
      throw new PlanError(source, `is not JSON: ${complaint}`, positionAt(text, offset));
    }
    return Reader.#whole(raw, { source, text, whole });
  }

  /** JSON that was parsed already. Complaints give its place in the text that it would be written as. */
  static of(raw: unknown, source: string): Reader {
    const origin = {
      source,
      whole: "the plan",
      get text() {
        return JSON.stringify(raw);
      },
    };
    return Reader.#whole(raw, origin);
  }

  static #whole(raw: unknown, origin: Origin): Reader {
    const reader = new Reader(raw, origin);
    if (!reader.isSet) throw reader.error("must hold an object, given nothing");
    reader.map();
    return reader;
  }

  error(complaint: string): PlanError {
    const { source, text, whole } = this.#origin;
    const path = this.#path;
    const printed = formatPath(path.length > LONGEST_PATH ? path.slice(0, LONGEST_PATH) : path);
    return new PlanError(source, `${printed === "" ? whole : printed} ${complaint}`, positionOf(text, path));
  }

  get #path(): PathKey[] {
    const path: PathKey[] = [];
    for (let at: Reader = this; at.#parent !== undefined; at = at.#parent) path.push(at.#key);
    return path.toReversed();
  }

  get isSet(): boolean {
    return this.raw !== undefined && this.raw !== null;
  }

  get(key: PathKey): Reader {
    const map = this.map();
    const value = map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
    return new Reader(value, this.#origin, this, key);
  }

  required(): this {
    if (!this.isSet) throw this.error("is missing");
    return this;
  }

  text(): string | undefined {
    return this.#typed("string", "a text") as string | undefined;
  }

  number(): number | undefined {
    return this.#typed("number", "a number") as number | undefined;
  }

  boolean(): boolean | undefined {
    return this.#typed("boolean", "true or false") as boolean | undefined;
  }

  oneOf<T extends string>(allowed: readonly T[]): T | undefined {
    const text = this.text();
    if (text === undefined || allowed.includes(text as T)) return text as T | undefined;
    throw this.error(`is "${text}"; allowed: ${allowed.join(", ")}`);
  }

  map(): Readonly<Record<string, unknown>> | undefined {
    if (!this.isSet) return undefined;
    if (typeof this.raw !== "object" || Array.isArray(this.raw))
      throw this.error(`must be an object, given ${this.#kind()}`);
    return this.raw as Readonly<Record<string, unknown>>;
  }

  entries(): [string, Reader][] {
    return Object.keys(this.map() ?? {})
      .toSorted()
      .map((key) => [key, this.get(key)]);
  }

  items(): Reader[] {
    if (!this.isSet) return [];
    if (!Array.isArray(this.raw)) throw this.error(`must be a list, given ${this.#kind()}`);
    return this.raw.map((item: unknown, index) => new Reader(item, this.#origin, this, index));
  }

  texts(): string[] {
    return this.items().map((item) => item.required().text() as string);
  }

  /** The JSON in a text. Its complaints stand at the text. */
  embedded(): Reader {
    try {
      return new Reader(JSON.parse(this.text() ?? "null"), this.#origin, this, EMBEDDED);
    } catch (error) {
      // The message of the parser would quote the text.
      throw error instanceof SyntaxError ? this.error("is a text that holds no JSON") : error;
    }
  }

  #typed(type: string, expected: string): unknown {
    if (!this.isSet) return undefined;
    if (typeof this.raw !== type) throw this.error(`must be ${expected}, given ${this.#kind()}`);
    return this.raw;
  }

  #kind(): string {
    if (Array.isArray(this.raw)) return "a list";
    return typeof this.raw === "object" ? "an object" : `a ${typeof this.raw} (${JSON.stringify(this.raw)})`;
  }
}

/** A path is cut off here when it is printed. */
const LONGEST_PATH = 20;

/** Where the value under `path` stands; for one that is missing, where its nearest container does. */
function positionOf(text: string, path: readonly PathKey[]): TextPosition {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOfPath(text, path.slice(0, length));
    if (offset !== undefined) return positionAt(text, offset);
  }
  return { line: 1, column: 1 };
}
