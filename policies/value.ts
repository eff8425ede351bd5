/**
 * The in-memory form of a property value, shared by the recorder, the rules and both adapters.
 *
 * It is plain JSON data plus four markers that JSON cannot say. The markers are classes, so that a
 * test is one `instanceof` and no user data can be mistaken for one.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value }
  | Unknown
  | Secret
  | Asset
  | Reference;

export type Properties = { readonly [key: string]: Value };

/** A value that is not known before the deployment has run. */
export class Unknown {}

/** The one unknown value. */
export const UNKNOWN: Unknown = new Unknown();

/**
 * A value that Pulumi marks as secret. `value` is kept in memory only, so that rules can judge it; it
 * is `undefined` where it was redacted (a plan read from a file, encrypted state).
 */
export class Secret {
  readonly value: Value | undefined;
  constructor(value: Value | undefined) {
    this.value = value;
  }
  /** Keeps the value out of `JSON.stringify`, so that it cannot leak through a careless dump. */
  toJSON(): unknown {
    return { $secret: true };
  }
}

/** A Pulumi asset or archive, known by its content's SHA-256 and, for files, a path relative to the program. */
export class Asset {
  readonly kind: "asset" | "archive";
  readonly sha256: string;
  readonly path: string | undefined;
  constructor(kind: "asset" | "archive", sha256: string, path?: string) {
    this.kind = kind;
    this.sha256 = sha256;
    this.path = path;
  }
}

/** A reference to another resource, passed as a value. */
export class Reference {
  readonly urn: string;
  constructor(urn: string) {
    this.urn = urn;
  }
}

export function isObject(value: unknown): value is { readonly [key: string]: Value } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Secret) &&
    !(value instanceof Asset) &&
    !(value instanceof Reference)
  );
}

/**
 * Every simulated string holds this token followed by hexadecimal digits, so that it is recognised
 * wherever it ends up: inside an interpolated ARN, a policy document or a connection URL.
 */
export const SIMULATED_TOKEN = "51a7ed";

const SIMULATED_PATTERN = new RegExp(`${SIMULATED_TOKEN}[0-9a-f]`);

export function isSimulatedText(text: string): boolean {
  return SIMULATED_PATTERN.test(text);
}

/** What the keys lead to, from map to map; undefined where there is nothing. */
export function valueAt(value: Value | undefined, keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}
