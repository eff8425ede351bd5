import { isDeepStrictEqual } from "node:util";
import type { PromotionRequest, SourceNote } from "../../engine/environments.ts";
import { nearest } from "../../engine/suggest.ts";
import { type PathKey, formatPointer, parsePointer, toPointer } from "../../policies/pointer.ts";
import { loadSettings } from "../load.ts";
import { type SettingsIssue, SettingsError } from "../settings-errors.ts";
import type { Settings } from "../settings.ts";
import { isPlain } from "../settings/_schema.ts";
import { type Kind, type Ruling, rulingOf, rulingOfValue } from "./travels.ts";

/** A setting that one environment is to take over from another. */
export interface Move {
  readonly keys: readonly PathKey[];
  /** The same as a JSON Pointer. */
  readonly path: string;
  readonly kind: Kind;
  /** The target's value; `undefined` where it has none. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface Selected {
  readonly moves: readonly Move[];
  readonly kept: readonly { readonly keys: readonly PathKey[]; readonly path: string; readonly why: string }[];
  /** Settings that a stack's configuration decides, whatever the sources say. */
  readonly hidden: readonly Omit<SourceNote, "system">[];
}

/** What differs between two environments of one system, and which of it is to travel. */
export function selectSettings(
  request: PromotionRequest,
  { system, overrides }: PromotionRequest["systems"][number],
): Selected {
  const { from, to, today } = request;
  const source = loadSettings({ system, environment: from, overrides: overrides.from, today }).written;
  const target = loadSettings({ system, environment: to, overrides: overrides.to, today }).written;
  const names = {
    environment: from,
    accountId: source.accountId,
    domains: Object.values(source.domains).map(({ name }) => name),
  };
  const found = differing(target, source).map((change) => ({
    ...change,
    ruling: rulingOfValue(change.keys, change.after, change.before, names),
  }));
  const moves: Move[] = [];
  const kept: Selected["kept"][number][] = [];
  for (const { ruling, ...change } of found) {
    const why = staysBecause(ruling, change.keys, request);
    if (why === undefined && !("why" in ruling)) moves.push({ ...change, kind: ruling.kind });
    else kept.push({ keys: change.keys, path: change.path, why: why ?? "" });
  }
  const hidden = moves.flatMap(({ keys, path }) =>
    (
      [
        ["to", to],
        ["from", from],
      ] as const
    ).flatMap(([side, environment]) =>
      holds(overrides[side], keys)
        ? [
            {
              path,
              where: `rampart:settings in the configuration of ${environment}'s stack`,
              what: "sets it, over whatever the sources say; write it into the environment's own file and take it out there",
            },
          ]
        : [],
    ),
  );
  return { moves, kept, hidden };
}

/** Why a setting stays; `undefined` for one that travels. */
function staysBecause(
  ruling: Ruling,
  keys: readonly PathKey[],
  { only, sizes }: Pick<PromotionRequest, "only" | "sizes">,
): string | undefined {
  if ("why" in ruling) return ruling.why;
  const asked = sectionsAskedFor(keys, only);
  if (only.length > 0 && asked.length === 0) return "it was not asked for";
  // A whole workload brings neither its sizes nor its variables along; those are asked for as such.
  const isAskedAsSuch = asked.some((section) => isDeepStrictEqual(rulingOf(section), ruling));
  if (ruling.kind === "size" && !sizes && !isAskedAsSuch) return "sizes travel with --sizes, or when --only names them";
  if (ruling.named === true && !isAskedAsSuch)
    return "it may be a third party's name, and travels when --only names it";
  return undefined;
}

/** The setting itself, and the sections around it, that were asked for. */
function sectionsAskedFor(keys: readonly PathKey[], only: readonly string[]): (readonly PathKey[])[] {
  return keys
    .map((_, index) => keys.slice(0, index + 1))
    .filter((section) => {
      const pointer = toPointer(section);
      return only.includes(pointer) || only.includes(formatPointer(pointer));
    });
}

/**
 * Refuses what was asked for by name and cannot be had, in any of the systems.
 *
 * @throws SettingsError with every such path.
 */
export function refuseUnmet(request: PromotionRequest, selected: readonly Selected[]): void {
  const moves = selected.flatMap((one) => one.moves);
  const kept = selected.flatMap((one) => one.kept);
  const issues = request.only.flatMap((asked): SettingsIssue[] => {
    const isMeant = ({ keys }: { readonly keys: readonly PathKey[] }) => sectionsAskedFor(keys, [asked]).length > 0;
    if (moves.some(isMeant)) return [];
    const stays = kept.find(isMeant);
    const path = asked.startsWith("/") ? parsePointer(asked) : asked.split(".");
    const issue = { path, given: JSON.stringify(asked), from: "--only on the command line" };
    if (stays !== undefined) {
      return [
        {
          ...issue,
          problem: `does not travel: ${stays.why}`,
          allowed: "images, versions, features and sizes; see rampart promote --help",
        },
      ];
    }
    const known = kept.map(({ path }) => formatPointer(path));
    const best = nearest(asked, known);
    return [
      {
        ...issue,
        problem: `is the same in ${request.from} and ${request.to}, or no setting`,
        allowed: "a setting, or a section of settings, in which the two differ",
        ...(best !== undefined && { nearest: best }),
      },
    ];
  });
  if (issues.length > 0) throw new SettingsError(`${request.from} cannot be promoted to ${request.to}`, issues);
}

interface Differing {
  readonly keys: readonly PathKey[];
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

function differing(before: Settings, after: Settings): Differing[] {
  const visit = (left: unknown, right: unknown, keys: readonly PathKey[]): Differing[] => {
    if (isDeepStrictEqual(left, right)) return [];
    if (!isPlain(left) || !isPlain(right)) return [{ keys, path: toPointer(keys), before: left, after: right }];
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].flatMap((name) => visit(left[name], right[name], [...keys, name]));
  };
  return visit(before, after, []);
}

/** Whether overrides decide a setting, or anything in it. */
function holds(overrides: unknown, [key, ...rest]: readonly PathKey[]): boolean {
  if (key === undefined || !isPlain(overrides)) return overrides !== undefined;
  return Object.hasOwn(overrides, key) && holds(overrides[key], rest);
}
