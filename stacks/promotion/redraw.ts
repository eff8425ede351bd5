import { isDeepStrictEqual } from "node:util";
import { type PathKey, parsePointer } from "../../policies/pointer.ts";
import { type Difference, type Environment, derive, describe } from "../derive.ts";
import { PARSE_ONCE, type SettingsInput, settingsSchema } from "../settings.ts";
import { isPlain, valueAt } from "../settings/_schema.ts";
import type { Move } from "./select.ts";

/** A change of the sources that makes a promotion come true. */
export type Intent =
  /** A value of the full description. `before` is what is written; `undefined` where nothing is. */
  | { readonly kind: "describe"; readonly keys: readonly PathKey[]; readonly before: unknown; readonly after: unknown }
  /** A declared difference that has become none. */
  | { readonly kind: "drop"; readonly difference: string }
  /** Another value for a declared difference, or for something in it. */
  | {
      readonly kind: "redeclare";
      readonly difference: string;
      readonly keys: readonly PathKey[];
      readonly before: unknown;
      readonly after: unknown;
    }
  /** An added setting that the parent has now too, with another value. */
  | { readonly kind: "add-to-differ"; readonly difference: string }
  | { readonly kind: "declare"; readonly difference: Difference }
  /** What only a person can decide. */
  | { readonly kind: "by-hand"; readonly what: string };

/** An intent, whose environment it is about, and the setting that it comes of. */
export interface Intended {
  readonly environment: Environment;
  readonly path: string;
  readonly intent: Intent;
}

/**
 * The environments of a system as they are once the target has other values. What derives from the target is redrawn
 * with it: a declared difference that the new values make void is left out, as one without effect is an error.
 */
export class Redrawing {
  readonly intended: Intended[] = [];
  readonly #target: Environment;
  readonly #moves: readonly Move[];
  readonly #from: string;
  readonly #redrawn = new Map<Environment, Environment>();

  constructor(target: Environment, moves: readonly Move[], from: string) {
    this.#target = target;
    this.#moves = moves;
    this.#from = from;
  }

  of(environment: Environment): Environment {
    const known = this.#redrawn.get(environment) ?? this.#redraw(environment);
    this.#redrawn.set(environment, known);
    return known;
  }

  #redraw(environment: Environment): Environment {
    const { source, parent, differences } = environment;
    if (environment === this.#target) {
      if (parent === undefined) return describe(source, this.#described(environment));
      const own = this.#redeclared(environment, parsed(parent));
      return derive(source, parent, () => own);
    }
    if (parent === undefined) return environment;
    const redrawn = this.of(parent);
    if (redrawn === parent) return environment;
    const base = parsed(redrawn);
    const own = differences.flatMap((difference) => this.#kept(environment, difference, base));
    return derive(source, redrawn, () => own);
  }

  #note(environment: Environment, path: string, intent: Intent): void {
    this.intended.push({ environment, path, intent });
  }

  #described(environment: Environment): SettingsInput {
    let input: unknown = environment.input();
    for (const { keys, path, after } of this.#moves) {
      const before = valueAt(environment.input(), keys);
      this.#note(environment, path, { kind: "describe", keys, before, after });
      input = withValue(input, keys, after);
    }
    return input as SettingsInput;
  }

  #redeclared(environment: Environment, base: unknown): Difference[] {
    const differences = [...environment.differences];
    const replace = (index: number, ...by: Difference[]): void => void differences.splice(index, 1, ...by);
    for (const { keys, path, after } of this.#moves) {
      const note = (intent: Intent): void => this.#note(environment, path, intent);
      const index = differences.findIndex((one) => path === one.path || path.startsWith(`${one.path}/`));
      const difference = differences[index];
      if (difference === undefined) {
        const own = this.#declaration(environment, path, valueAt(base, keys), after);
        const isLost = valueAt(base, keys.slice(0, -1)) === undefined;
        if (isLost || differences.some((one) => one.path.startsWith(`${path}/`))) {
          note({ kind: "by-hand", what: "is declared in parts, or lies in nothing that the parent has" });
          continue;
        }
        differences.push(own);
        note({ kind: "declare", difference: own });
        continue;
      }
      const rest = keys.slice(parsePointer(difference.path).length);
      const value = withValue(difference.value, rest, after);
      if (isDeepStrictEqual(valueAt(base, parsePointer(difference.path)), value)) {
        replace(index);
        note({ kind: "drop", difference: difference.path });
      } else if (difference.change === "remove" || value === undefined || after === undefined) {
        note({ kind: "by-hand", what: `is ${difference.change === "remove" ? "removed" : "set"} by a declaration` });
      } else {
        replace(index, { ...difference, value });
        const before = valueAt(difference.value, rest);
        note({ kind: "redeclare", difference: difference.path, keys: rest, before, after });
      }
    }
    return differences;
  }

  #declaration({ parent }: Environment, path: string, inherited: unknown, after: unknown): Difference {
    const reason = `Promoted from ${this.#from} ahead of ${parent === undefined ? "the rest" : parent.input().environment}`;
    if (after === undefined) return { path, change: "remove", reason };
    return { path, change: inherited === undefined ? "add" : "differ", value: after, reason };
  }

  /** A difference of an environment below the target, unless the target's new values have made it void. */
  #kept(environment: Environment, difference: Difference, base: unknown): Difference[] {
    const { path, change, value } = difference;
    const inherited = valueAt(base, parsePointer(path));
    const note = (intent: Intent): void => this.#note(environment, path, intent);
    if (change === "remove" ? inherited === undefined : isDeepStrictEqual(inherited, value)) {
      note({ kind: "drop", difference: path });
      return [];
    }
    if (change === "add" && inherited !== undefined) {
      note({ kind: "add-to-differ", difference: path });
      return [{ ...difference, change: "differ" }];
    }
    if (change === "differ" && inherited === undefined) {
      note({
        kind: "by-hand",
        what: "differs from a value that its parent would have no longer; write add(…) in its place",
      });
      return [{ ...difference, change: "add" }];
    }
    return [difference];
  }
}

function parsed(environment: Environment): unknown {
  const input = environment.input();
  const result = settingsSchema.safeParse(input, PARSE_ONCE);
  // Settings that are not valid are reported when the environment is loaded itself.
  return result.success ? result.data : input;
}

/** A copy with the value at `keys` replaced, or left out when it is `undefined`. */
function withValue(value: unknown, [key, ...rest]: readonly PathKey[], after: unknown): unknown {
  if (key === undefined) return after;
  const object = isPlain(value) ? value : {};
  const { [key]: before, ...others } = object;
  const next = withValue(before, rest, after);
  if (next === undefined) return others;
  return Object.hasOwn(object, key) ? { ...object, [key]: next } : { ...others, [key]: next };
}
