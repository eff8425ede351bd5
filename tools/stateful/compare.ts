import { isDeepStrictEqual } from "node:util";
import { type Entry, nameOf, typeOf } from "./entries.ts";

/** Something stateful that the next deployment would delete or replace. */
export interface Fault {
  /** Name of the resource as it was, by which the changelog and `--accept` name it. */
  readonly name: string;
  readonly message: string;
}

export interface Comparison {
  readonly faults: readonly Fault[];
  /** What is deliberate, or keeps its state under a new name. */
  readonly moved: readonly string[];
  /** Accepted names of which nothing is lost. */
  readonly unused: readonly string[];
}

export interface Permission {
  /** The part of the changelog that says what changes next. */
  readonly unreleased: string;
  /** Names whose deletion or replacement is meant. */
  readonly accepted: ReadonlySet<string>;
}

/**
 * What became of everything stateful that was recorded before. A resource may move only with an alias, and be lost only
 * where somebody accepts it; either way the changelog has to name it. An environment that is gone is no concern of a
 * release: `env remove` asks for its state.
 */
export function compareStateful(
  before: readonly Entry[],
  now: readonly Entry[],
  { unreleased, accepted }: Permission,
): Comparison {
  const places = Map.groupBy(now, placeOf);
  const known = new Set(before.map((entry) => `${placeOf(entry)} ${entry.urn}`));
  const faults: Fault[] = [];
  const moved: string[] = [];
  const unused = new Set(accepted);
  for (const was of before) {
    const present = places.get(placeOf(was));
    if (present === undefined) continue;
    const same = present.find(({ urn }) => urn === was.urn);
    const successor = same ?? present.find(({ aliases }) => aliases?.includes(was.urn));
    const changes = successor === undefined ? [] : changedKeys(was, successor);
    if (same !== undefined && changes.length === 0) continue;
    const name = nameOf(was.urn);
    const isKept = successor !== undefined && changes.length === 0;
    const problem = isKept
      ? `moves to ${successor.urn} by its alias`
      : successor === undefined
        ? `is gone, and so would be what it holds${likely(was, present, known)}`
        : `would be replaced or renamed: ${changes.join(", ")}`;
    const about = `${was.system} ${was.environment}: ${was.urn} ${problem}`;
    if (!isKept) unused.delete(name);
    const missing = [
      ...(isKept || accepted.has(name) ? [] : [`--accept ${name}, if that is meant`]),
      ...(isNamed(unreleased, name) ? [] : [`a line under "Unreleased" in CHANGELOG.md that names ${name}`]),
    ];
    if (missing.length === 0) moved.push(about);
    else faults.push({ name, message: `${about}\n    missing: ${missing.join("; and ")}` });
  }
  return { faults, moved, unused: [...unused] };
}

function placeOf({ system, environment }: Entry): string {
  return `${system} ${environment}`;
}

function changedKeys(was: Entry, is: Entry): string[] {
  const keys = new Set([...Object.keys(was.fixed), ...Object.keys(is.fixed)]);
  return [...keys].flatMap((key) => {
    const [before, after] = [was.fixed[key], is.fixed[key]];
    return isDeepStrictEqual(before, after) ? [] : [`${key} ${shown(before)} → ${shown(after)}`];
  });
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}

/** New resources of the same type: one of them may be the old one under another name. */
function likely(was: Entry, present: readonly Entry[], known: ReadonlySet<string>): string {
  const candidates = present.filter(
    (entry) => typeOf(entry.urn) === typeOf(was.urn) && !known.has(`${placeOf(entry)} ${entry.urn}`),
  );
  if (candidates.length === 0) return "";
  const names = candidates.map(({ urn }) => nameOf(urn)).join(", ");
  return `; if it is ${names} now, give that \`aliases: [{ name: ${JSON.stringify(nameOf(was.urn))} }]\``;
}

/** Whole names only: `database` does not stand for `database-instance`. */
function isNamed(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`).test(text);
}

/** What stands below "Unreleased" in a changelog. */
export function unreleasedOf(changelog: string): string {
  const [, after = ""] = changelog.split(/^## Unreleased$/m);
  return after.split(/^## /m)[0] ?? "";
}
