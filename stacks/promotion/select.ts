import { isDeepStrictEqual } from "node:util";
import type { PromotionRequest, SourceNote } from "../../engine/environments.ts";
import { nearest } from "../../engine/suggest.ts";
import { type PathKey, formatPointer, toPointer } from "../../policies/pointer.ts";
import { loadSettings } from "../load.ts";
import { type SettingsIssue, SettingsError } from "../settings-errors.ts";
import type { Settings } from "../settings.ts";
import { isPlain } from "../settings/_schema.ts";
import { type Kind, type Ruling, rulingOfValue } from "./travels.ts";

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
  readonly kept: readonly { readonly path: string; readonly why: string }[];
  /** Settings that a stack's configuration decides, whatever the sources say. */
  readonly hidden: readonly Omit<SourceNote, "system">[];
}

/** What differs between two environments of one system, and which of it is to travel. */
export function selectSettings(request: PromotionRequest, index: number): Selected {
  const { from, to, today, only, sizes } = request;
  const { system, overrides } = request.systems[index] as PromotionRequest["systems"][number];
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
  const kept: { path: string; why: string }[] = [];
  for (const { ruling, ...change } of found) {
    const isAskedFor = only.some((asked) => isWithin(change.path, asked));
    const why = staysBecause(ruling, isAskedFor, only.length > 0, sizes);
    if (why === undefined && !("why" in ruling)) moves.push({ ...change, kind: ruling.kind });
    else kept.push({ path: change.path, why: why ?? "" });
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
function staysBecause(ruling: Ruling, isAskedFor: boolean, isNarrowed: boolean, sizes: boolean): string | undefined {
  if ("why" in ruling) return ruling.why;
  if (isAskedFor) return undefined;
  if (isNarrowed) return "it was not asked for";
  if (ruling.kind === "size" && !sizes) return "sizes travel with --sizes only";
  if (ruling.named === true) return "it may be a third party's name, and travels when --only names it";
  return undefined;
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
    if (moves.some(({ path }) => isWithin(path, asked))) return [];
    const stays = kept.find(({ path }) => isWithin(path, asked));
    const issue = { path: [asked], given: JSON.stringify(asked), from: "--only on the command line" };
    if (stays !== undefined) {
      return [
        { ...issue, problem: `does not travel: ${stays.why}`, allowed: `no promotion; declare it for ${request.to}` },
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

/** Whether a setting is the one asked for, or lies in the section asked for: as a pointer or as people write paths. */
function isWithin(path: string, asked: string): boolean {
  if (asked.startsWith("/")) return path === asked || path.startsWith(`${asked}/`);
  const text = formatPointer(path);
  return text === asked || text.startsWith(`${asked}.`) || text.startsWith(`${asked}[`);
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
