import { type PathKey, formatPath, toPointer } from "./pointer.ts";
import { Asset, Reference, Secret, Unknown, type Value, isObject, isSimulatedText } from "./value.ts";
import type { Issue } from "./rule.ts";

/**
 * Thrown when a rule reads a value that cannot decide it: unknown, redacted or malformed. The engine
 * turns it into an undecided verdict that names the path; `each` and `anyOf` catch it per item, so that
 * one unknown neither hides a violation beside it nor passes in silence. Not an `Error`: it carries no
 * stack, because a rule may throw it thousands of times.
 */
export class Undecided {
  readonly property: Property;
  readonly reason: string;
  constructor(property: Property, reason: string) {
    this.property = property;
    this.reason = reason;
  }
}

/** What the reads of one rule touched. Set by the engine around each `check`; rules are synchronous. */
export interface Reads {
  /** The first simulated leaf whose content was read, if any. */
  simulated: Property | undefined;
  /** Secret texts that were read, so that the engine can strike them from messages. */
  secrets: Set<string> | undefined;
}

let reads: Reads = newReads();

function newReads(): Reads {
  return { simulated: undefined, secrets: undefined };
}

/** Runs `check` and records in the returned `Reads` what it read. Never throws. For engines, not for rules. */
export function trackReads<T>(
  check: () => T,
): { readonly reads: Reads } & ({ readonly result: T } | { readonly thrown: unknown }) {
  const outer = reads;
  const own = newReads();
  reads = own;
  try {
    return { reads: own, result: check() };
  } catch (thrown) {
    return { reads: own, thrown };
  } finally {
    reads = outer;
  }
}

/** Notes again what a memoised walker read when it first ran. */
export function replayReads(earlier: Reads): void {
  reads.simulated ??= earlier.simulated;
  if (earlier.secrets !== undefined) for (const text of earlier.secrets) (reads.secrets ??= new Set()).add(text);
}

/** Where a property tree comes from: the resource it belongs to and which of its leaves are simulated. */
export interface Root {
  readonly owner: string;
  /** Keys in front of every path: set for the items of a `…List` resource. */
  readonly base?: readonly PathKey[];
  /** Pointers of simulated leaves; absent when there are none. */
  readonly simulated?: ReadonlySet<string>;
  /** Set for JSON parsed from a simulated string: a leaf is then judged by its own text. */
  readonly simulatedText?: boolean;
  /** Set for JSON parsed from a secret string. */
  readonly secretText?: boolean;
}

/**
 * A cursor on one property of a resource. It never holds a copy: it reads the recorded value, knows its
 * own path, and refuses to guess. Reading an unknown, redacted or wrongly typed value throws `Undecided`;
 * a missing or null one reads as `undefined`.
 */
export class Property {
  readonly #root: Root;
  readonly #raw: Value | undefined;
  readonly #parent: Property | undefined;
  readonly #key: PathKey;
  /** For JSON embedded in a string, the property that holds the text; paths end there. */
  readonly #embeddedIn: Property | undefined;
  readonly #withinSecret: boolean;

  constructor(root: Root, raw: Value | undefined, parent?: Property, key: PathKey = "", embeddedIn?: Property) {
    this.#root = root;
    this.#raw = raw;
    this.#parent = parent;
    this.#key = key;
    this.#embeddedIn = embeddedIn;
    this.#withinSecret =
      raw instanceof Secret || (parent !== undefined && parent.#withinSecret) || root.secretText === true;
  }

  /** Keys from the resource's inputs to this property. Inside embedded JSON: to the property that holds it. */
  get keys(): PathKey[] {
    if (this.#embeddedIn !== undefined) return this.#embeddedIn.keys;
    if (this.#parent === undefined) return [...(this.#root.base ?? [])];
    const keys = this.#parent.keys;
    keys.push(this.#key);
    return keys;
  }

  /** JSON Pointer of this property, relative to the resource's inputs. */
  get pointer(): string {
    return toPointer(this.keys);
  }

  /** The path as people write it, with the position inside embedded JSON where there is one. */
  get display(): string {
    const inner = this.#innerKeys();
    const outer = formatPath(this.keys);
    return inner.length === 0 ? outer : `${outer} → ${formatPath(inner)}`;
  }

  /** The last key of the path. */
  get key(): PathKey {
    return this.#key;
  }

  /** URN of the resource that owns this property. */
  get owner(): string {
    return this.#root.owner;
  }

  #innerKeys(): PathKey[] {
    if (this.#embeddedIn === undefined || this.#parent === undefined) return [];
    const keys = this.#parent.#innerKeys();
    keys.push(this.#key);
    return keys;
  }

  /** The recorded value with secrets opened; no check, no throw. For engines and walkers. */
  get raw(): Value | undefined {
    return this.#raw instanceof Secret ? this.#raw.value : this.#raw;
  }

  /** True when the value, or something around it, is wrapped as a secret. CrossGuard cannot see this: only for rules that need it. */
  get isSecret(): boolean {
    return this.#withinSecret;
  }

  get isUnknown(): boolean {
    return this.#raw instanceof Unknown;
  }

  /** True when a value is set. A reference to another resource's output is set even when it is simulated. */
  get isSet(): boolean {
    this.#refuseUnknown();
    return this.#raw !== undefined && this.#raw !== null;
  }

  /** The property under `keys`; a missing step gives a property that is not set. */
  get(...keys: readonly PathKey[]): Property {
    let property: Property = this;
    for (const key of keys) property = property.#child(key);
    return property;
  }

  #child(key: PathKey): Property {
    const raw = this.#open();
    let value: Value | undefined;
    if (Array.isArray(raw) && typeof key === "number") value = raw[key];
    else if (isObject(raw)) value = Object.hasOwn(raw, key) ? raw[key] : undefined;
    else if (raw === undefined || raw === null) value = undefined;
    else throw this.#malformed("an object");
    return new Property(this.#root, value, this, key, this.#embeddedIn);
  }

  /** A boolean; `"true"` and `"false"` count, because the providers coerce them. */
  boolean(): boolean | undefined {
    const raw = this.#leaf();
    if (raw === undefined || typeof raw === "boolean") return raw;
    if (raw === "true") return true;
    if (raw === "false") return false;
    throw this.#malformed("a boolean");
  }

  /** A number; numeric strings count, because the providers coerce them. */
  number(): number | undefined {
    const raw = this.#leaf();
    if (raw === undefined || typeof raw === "number") return raw;
    if (typeof raw === "string" && raw.trim() !== "" && Number.isFinite(Number(raw))) return Number(raw);
    throw this.#malformed("a number");
  }

  /** A string; numbers and booleans read as their text. */
  string(): string | undefined {
    const raw = this.#leaf();
    if (raw === undefined || typeof raw === "string") return raw;
    if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
    throw this.#malformed("a string");
  }

  /** The items of a list; none when it is not set. A single object counts as a list of one. */
  items(): Property[] {
    const raw = this.#open();
    if (raw === undefined || raw === null) return [];
    if (Array.isArray(raw)) {
      return raw.map((item: Value, index) => new Property(this.#root, item, this, index, this.#embeddedIn));
    }
    if (isObject(raw)) return [this];
    throw this.#malformed("a list");
  }

  /** The strings of a list; a single string counts as a list of one. */
  strings(): string[] {
    const raw = this.#open();
    if (typeof raw === "string") return [this.string() ?? ""];
    return this.items().map((item) => {
      const text = item.string();
      if (text === undefined) throw item.#malformed("a string");
      return text;
    });
  }

  /** Keys and properties of a map; none when it is not set. The providers' own bookkeeping keys are left out. */
  entries(): [string, Property][] {
    const raw = this.#open();
    if (raw === undefined || raw === null) return [];
    if (!isObject(raw)) throw this.#malformed("an object");
    const entries: [string, Property][] = [];
    for (const key of Object.keys(raw)) {
      if (!isBookkeeping(key)) entries.push([key, new Property(this.#root, raw[key], this, key, this.#embeddedIn)]);
    }
    return entries;
  }

  /**
   * The document in a JSON string (or the object itself, where a program passes one). Its properties keep
   * the path of the string. Not set reads as a property that is not set; text that is no JSON throws.
   */
  json(): Property {
    const raw = this.#open();
    if (raw === undefined || raw === null) return new Property(this.#root, undefined, undefined, "", this);
    if (typeof raw !== "string") return this;
    let parsed: Value;
    try {
      parsed = JSON.parse(raw) as Value;
    } catch (error) {
      throw new Undecided(this, `is not valid JSON${placeIn(error)}`);
    }
    const simulated = this.#isSimulated(raw);
    const root: Root = {
      owner: this.#root.owner,
      ...(simulated && { simulatedText: true }),
      ...(this.#withinSecret && { secretText: true }),
    };
    return new Property(root, parsed, undefined, "", this);
  }

  /** Passes when the value equals `expected`; `undefined` means "not set". */
  mustBe(expected: boolean | number | string | undefined, message: string): Issue[] {
    return this.#equals(expected) ? [] : [this.fail(message)];
  }

  /** Passes unless the value equals `forbidden`. */
  mustNotBe(forbidden: boolean | number | string, message: string): Issue[] {
    return this.#equals(forbidden) ? [this.fail(message)] : [];
  }

  /** Passes when a value is set. */
  mustBeSet(message: string): Issue[] {
    return this.isSet && this.raw !== "" ? [] : [this.fail(message)];
  }

  #equals(expected: boolean | number | string | undefined): boolean {
    switch (typeof expected) {
      case "boolean":
        return this.boolean() === expected;
      case "number":
        return this.number() === expected;
      case "string":
        return this.string() === expected;
      default:
        return !this.isSet;
    }
  }

  /** A violation at this property. The message states the fact, then the fix. */
  fail(message: string): Issue {
    return { verdict: "fail", property: this, message };
  }

  #refuseUnknown(): void {
    if (this.#raw instanceof Unknown) throw new Undecided(this, "is not known before deployment");
  }

  /** The value with secrets opened, for walking into it. */
  #open(): Value | undefined {
    this.#refuseUnknown();
    if (!(this.#raw instanceof Secret)) return this.#raw;
    if (this.#raw.value === undefined) throw new Undecided(this, "is redacted");
    if (this.#raw.value instanceof Unknown) throw new Undecided(this, "is not known before deployment");
    return this.#raw.value;
  }

  /** The value for reading it: like `#open`, null as missing, simulated content noted. */
  #leaf(): Exclude<Value, null> | undefined {
    const raw = this.#open();
    if (raw === null || raw === undefined) return undefined;
    if (this.#isSimulated(raw)) reads.simulated ??= this;
    if (this.#withinSecret && typeof raw === "string") (reads.secrets ??= new Set()).add(raw);
    return raw;
  }

  #isSimulated(raw: Value): boolean {
    if (this.#root.simulatedText === true) return typeof raw === "string" && isSimulatedText(raw);
    return this.#root.simulated !== undefined && this.#root.simulated.has(this.pointer);
  }

  #malformed(expected: string): Undecided {
    return new Undecided(this, `should be ${expected} and is ${describe(this.raw)}`);
  }
}

/** Where a text stops being JSON. The rest of the parser's message quotes the text, which may be secret. */
function placeIn(error: unknown): string {
  const position = /at position \d+/.exec((error as Error).message)?.[0];
  return position === undefined ? "" : ` ${position}`;
}

/** Keys that the provider bridge writes for itself; never a user's input. */
export function isBookkeeping(key: string): boolean {
  return key.startsWith("__");
}

function describe(raw: Value | undefined): string {
  if (raw === null || raw === undefined) return "not set";
  if (Array.isArray(raw)) return "a list";
  if (raw instanceof Asset) return "an asset";
  if (raw instanceof Reference) return "a resource";
  return typeof raw === "object" ? "an object" : `a ${typeof raw}`;
}
