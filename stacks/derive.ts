import { isDeepStrictEqual } from "node:util";
import { type PathKey, formatPath, toPointer } from "../policies/pointer.ts";
import { breachesOf } from "./invariants.ts";
import { type SettingsIssue, SettingsError } from "./settings-errors.ts";
import { PARSE_ONCE, type Settings, type SettingsInput, settingsSchema } from "./settings.ts";
import type { DeepReadonly, Narrowed } from "./settings/_types.ts";
import { display } from "./settings/_redact.ts";
import { isPlain, valueAt } from "./settings/_schema.ts";

/** One way in which an environment is meant to differ from the one it derives from. */
export interface Difference {
  /** JSON Pointer of the setting. */
  readonly path: string;
  /** `add` and `remove` are for settings that may be left out. */
  readonly change: "differ" | "add" | "remove";
  /** The value here; absent for `remove`. */
  readonly value?: unknown;
  readonly reason: string;
}

/** One environment of one system, before `rampart:settings` is merged and anything is validated. */
export interface Environment<Input extends SettingsInput = SettingsInput> {
  /** Where it is written, relative to the project, for error messages. */
  readonly source: string;
  readonly parent: Environment | undefined;
  readonly differences: readonly Difference[];
  /**
   * The settings as written, with the parent's behind them.
   *
   * @throws SettingsError when a declared difference is none, or names a setting that does not exist.
   */
  readonly input: () => SettingsInput;
  /** Only for the type checker: which keys the environment's records have. */
  readonly keys?: Input;
}

/** The settings of an environment with its own keys: `workloads.api` is known when there is an `api`. */
export type SettingsOf<Input> = Narrowed<Settings, Input>;

/** Declares differences; each selector is checked against the parent's own keys. */
export interface Declare<Parent> {
  /** Another value for a setting that the parent has. */
  differ<Value>(select: (settings: Parent) => Value, value: NoInfer<DeepReadonly<Value>>, reason: string): Difference;
  /** A value for a setting that the parent leaves out. */
  add<Value>(
    select: (settings: Parent) => Value | undefined,
    value: NoInfer<DeepReadonly<Value>>,
    reason: string,
  ): Difference;
  /** Leaves out a setting that the parent has. */
  remove(select: (settings: Parent) => unknown, reason: string): Difference;
}

/** A full description: an environment that derives from none. */
export function describe<const Input extends SettingsInput>(source: string, input: Input): Environment<Input> {
  return { source, parent: undefined, differences: [], input: () => input };
}

/** An environment that is another one but for a list of declared differences, each with its reason. */
export function derive<Input extends SettingsInput>(
  source: string,
  parent: Environment<Input>,
  declare: (d: Declare<SettingsOf<Input>>) => readonly Difference[],
): Environment<Input> {
  const differences = declare(DECLARE as Declare<SettingsOf<Input>>);
  let input: SettingsInput | undefined;
  return {
    source,
    parent,
    differences,
    input: () => (input ??= applied(source, parent.input(), differences)),
  };
}

const DECLARE: Declare<unknown> = {
  differ: (select, value, reason) => ({ path: pathOf(select), change: "differ", value, reason }),
  add: (select, value, reason) => ({ path: pathOf(select), change: "add", value, reason }),
  remove: (select, reason) => ({ path: pathOf(select), change: "remove", reason }),
};

function refuse(): never {
  throw new TypeError("The selector of a difference may only name a setting.");
}

/** Runs a selector over a stand-in that answers every key with another stand-in and remembers the way. */
function pathOf(select: (settings: never) => unknown): string {
  const ways = new WeakMap<object, PathKey[]>();
  const standIn = (way: PathKey[]): object => {
    // A function, so that a call inside the selector reaches `apply` and is told apart from a name.
    const proxy = new Proxy(refuse, {
      apply: refuse,
      get: (_, key) => (typeof key === "symbol" ? refuse() : standIn([...way, /^\d+$/.test(key) ? Number(key) : key])),
    });
    ways.set(proxy, way);
    return proxy;
  };
  const selected = select(standIn([]) as never);
  const way = typeof selected === "function" ? ways.get(selected) : undefined;
  if (way === undefined || way.length === 0)
    throw new TypeError("The selector of a difference must return one setting.");
  return toPointer(way);
}

function applied(source: string, parent: SettingsInput, differences: readonly Difference[]): SettingsInput {
  const { base, malformed } = completed(parent);
  const issues = differences.flatMap((difference, index) =>
    problems(source, base, difference, differences.slice(0, index)).filter(
      // Without its defaults nobody knows what the parent's section has. It is reported where the settings are loaded.
      (issue) => issue.problem !== MISSING || !malformed.has(issue.path[0]),
    ),
  );
  if (issues.length > 0) throw new SettingsError(`The differences declared in ${source} do not hold`, issues);
  const child = differences.reduce<unknown>((input, { path, change, value }) => {
    return changed(input, base, keysOf(path, base), change === "remove" ? undefined : value);
  }, parent);
  refuseBreaches(source, base, child);
  return child as SettingsInput;
}

interface Completed {
  /** The parent with its defaults, and with its own words where a section is malformed. */
  readonly base: unknown;
  readonly malformed: ReadonlySet<PathKey | undefined>;
}

/** One malformed section keeps no other from having its defaults. */
function completed(parent: SettingsInput): Completed {
  const whole = settingsSchema.safeParse(parent, PARSE_ONCE);
  if (whole.success) return { base: whole.data, malformed: new Set() };
  const malformed = new Set<PathKey>();
  const sections = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const own = valueAt(parent, [key]);
    const section = schema.safeParse(own, PARSE_ONCE);
    if (!section.success) malformed.add(key);
    const value = section.success ? section.data : own;
    return value === undefined ? [] : [[key, value]];
  });
  return { base: Object.fromEntries(sections), malformed };
}

/** The problem of a difference from nothing. */
const MISSING = "does not exist in the parent";

/** @throws SettingsError when the environment differs in what may not differ. Settings that are not valid are reported when they are loaded. */
function refuseBreaches(source: string, base: unknown, child: unknown): void {
  const parsed = settingsSchema.safeParse(child, PARSE_ONCE);
  const issues = (parsed.success ? breachesOf(base, parsed.data) : []).map((breach): SettingsIssue => ({
    ...breach,
    given: display(valueAt(child, breach.path), breach.path),
    from: `a difference declared in ${source}`,
  }));
  if (issues.length > 0) throw new SettingsError(`The differences declared in ${source} do not hold`, issues);
}

function problems(
  source: string,
  base: unknown,
  difference: Difference,
  earlier: readonly Difference[],
): SettingsIssue[] {
  const path = keysOf(difference.path, base);
  const before = valueAt(base, path);
  const { change, value, reason } = difference;
  const issue = (problem: string, allowed: string): SettingsIssue[] => [
    { path, problem, given: display(value, path), allowed, from: `a difference declared in ${source}` },
  ];
  if (reason.trim().length < 12) return issue("differs without a reason", "a reason of at least 12 characters");
  const clash = earlier.find((other) => within(difference.path, other.path) || within(other.path, difference.path));
  if (clash !== undefined) {
    return issue("is declared twice", `one difference; ${formatPath(keysOf(clash.path, base))} is declared already`);
  }
  if (change === "add") {
    if (before !== undefined) return issue("is set in the parent", "differ(…), because there is a value already");
    return valueAt(base, path.slice(0, -1)) === undefined
      ? issue("lies in nothing the parent has", "a setting of the parent")
      : [];
  }
  if (before === undefined) return issue(MISSING, "a setting of the parent, or add(…) for one that it leaves out");
  if (change === "differ" && isDeepStrictEqual(before, value)) {
    return issue("does not differ from the parent", "another value, or no declaration");
  }
  return [];
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** The keys of a pointer, with positions in lists as numbers. */
function keysOf(pointer: string, base: unknown): PathKey[] {
  const keys: PathKey[] = [];
  for (const text of pointer.slice(1).split("/")) {
    const key = text.replaceAll("~1", "/").replaceAll("~0", "~");
    keys.push(Array.isArray(valueAt(base, keys)) ? Number(key) : key);
  }
  return keys;
}

/** A copy with the value at `path` replaced, or left out when it is `undefined`. Defaults the input omits come from `base`. */
function changed(input: unknown, base: unknown, path: readonly PathKey[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(input ?? base)) {
    const list = (input ?? base) as readonly unknown[];
    return list.map((item, index) => (index === key ? changed(item, (base as unknown[])[index], rest, value) : item));
  }
  const object = isPlain(input) ? input : {};
  const next = changed(object[key], isPlain(base) ? base[key] : undefined, rest, value);
  if (next !== undefined) return { ...object, [key]: next };
  const { [key]: _left, ...others } = object;
  return others;
}
