import { type PathKey, formatPath } from "../policies/pointer.ts";

/** A plan that cannot be read. The message begins with the file and the place in it. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}

/** A cursor on parsed JSON that knows where it stands, so that every complaint can say so. */
export class Reader {
  readonly raw: unknown;
  readonly #source: string;
  readonly #path: readonly PathKey[];

  constructor(raw: unknown, source: string, path: readonly PathKey[] = []) {
    this.raw = raw;
    this.#source = source;
    this.#path = path;
  }

  static parse(text: string, source: string): Reader {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch (error) {
      throw new PlanError(`${source}: is not JSON: ${(error as Error).message}`);
    }
    const reader = new Reader(raw, source);
    if (reader.map() === undefined) throw reader.error("must hold an object");
    return reader;
  }

  error(complaint: string): PlanError {
    const path = formatPath(this.#path);
    return new PlanError(`${this.#source}: ${path === "" ? "the plan" : path} ${complaint}`);
  }

  get isSet(): boolean {
    return this.raw !== undefined && this.raw !== null;
  }

  get(key: PathKey): Reader {
    const map = this.map();
    const value = map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
    return new Reader(value, this.#source, [...this.#path, key]);
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
    return this.raw.map((item: unknown, index) => new Reader(item, this.#source, [...this.#path, index]));
  }

  texts(): string[] {
    return this.items().map((item) => item.required().text() as string);
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
