import { isDeepStrictEqual } from "node:util";
import type { DeclaredDifference, Ladder, PairRequest, PairSteps, Step } from "../engine/environments.ts";
import { type PathKey, parsePointer, toPointer } from "../policies/pointer.ts";
import { type Meeting, configOf, identityOf, meetingOf, undeclaredSettings, withIdentity } from "./comparison.ts";
import { loadSettings } from "./load.ts";
import { SettingsError } from "./settings-errors.ts";
import type { SettingsInput } from "./settings.ts";
import { isPlain, valueAt } from "./settings/_schema.ts";

/**
 * The way from one environment to another in steps that can be taken one by one: first what is declared, then what
 * nobody declared. All of it is under the stand-in, so that the identity is no step.
 *
 * @throws SettingsError when the settings of either are not valid.
 */
export function stepsOf(request: PairRequest): PairSteps {
  const meeting = meetingOf(request);
  const { leftNow, rightNow, expected, identity, standIn, declared } = meeting;
  const from = withIdentity(leftNow, identityOf(leftNow, leftNow), standIn);
  const meant = withIdentity(expected, identity.right, standIn);
  const now = withIdentity(rightNow, identity.right, standIn);
  const { written } = loadSettings({
    system: request.system,
    environment: request.right,
    today: request.today,
    overrides: request.overrides.right,
  });
  const foreign = undeclaredSettings(expected, written, request.overrides).map(({ path, from: origin }): Step => ({
    path,
    declared: [],
    from: origin,
  }));
  const known = stepsBetween(from, meant, merged(declared, from, meant));
  const stepped = new Set(known.flatMap((step) => step.declared));
  return {
    declared: ladder(request, meeting, from, meant, known),
    undeclared: ladder(request, meeting, meant, now, stepsBetween(meant, now, foreign)),
    identity: declared.filter((difference) => !stepped.has(difference)),
  };
}

/** One step for all differences that say something of the same setting, or of a part of it. */
function merged(declared: readonly DeclaredDifference[], from: SettingsInput, to: SettingsInput): Step[] {
  const places = declared.map((difference) => ({ path: wholePath(difference.path, from, to), difference }));
  const outermost = new Set(
    places.map(({ path }) => path).filter((path) => !places.some((one) => lies(path, one.path))),
  );
  return [...outermost].map((path) => ({
    path,
    declared: places.filter((one) => one.path === path || lies(one.path, path)).map(({ difference }) => difference),
  }));
}

function lies(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`);
}

/** A list is replaced as a whole. */
function wholePath(path: string, ...sides: readonly SettingsInput[]): string {
  const keys = parsePointer(path);
  const end = keys.findIndex((_, index) => sides.some((side) => Array.isArray(valueAt(side, keys.slice(0, index)))));
  return end === -1 ? path : toPointer(keys.slice(0, end));
}

/** The steps that change anything, and one for each setting that differs although no step says so. */
function stepsBetween(from: SettingsInput, to: SettingsInput, steps: readonly Step[]): Step[] {
  const effective = steps.filter(({ path }) => {
    const keys = parsePointer(path);
    return !isDeepStrictEqual(valueAt(from, keys), valueAt(to, keys));
  });
  const arrived = effective.reduce<unknown>((settings, { path }) => stepped(settings, path, to), from);
  return [
    ...effective,
    ...changedPaths(arrived, to, []).map((path): Step => ({
      path,
      declared: [],
      from: "the settings of the environment",
    })),
  ];
}

function changedPaths(before: unknown, after: unknown, keys: readonly PathKey[]): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isPlain(before) || !isPlain(after)) return [toPointer(keys)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changedPaths(before[name], after[name], [...keys, name]));
}

function ladder(
  { system, right, today }: PairRequest,
  { other, standIn }: Meeting,
  from: SettingsInput,
  to: SettingsInput,
  steps: readonly Step[],
): Ladder {
  const taking: Ladder["taking"] = (positions) => {
    const paths = positions.flatMap((position) => steps[position]?.path ?? []);
    const settings = paths.reduce<unknown>((at, path) => stepped(at, path, to), from) as SettingsInput;
    const config = configOf(system, right, other, settings);
    const overrides: unknown = JSON.parse(config["rampart:settings"] ?? "{}");
    try {
      loadSettings({ system, environment: right, named: standIn.environment, today, overrides });
      return config;
    } catch (error) {
      if (error instanceof SettingsError) return undefined;
      throw error;
    }
  };
  return { steps, taking };
}

/** Settings with what `target` has at the path, or without it. */
function stepped(settings: unknown, path: string, target: unknown): unknown {
  return withValue(settings, parsePointer(path), target);
}

function withValue(settings: unknown, [key, ...rest]: readonly string[], target: unknown): unknown {
  if (key === undefined) return target;
  const [own, theirs] = [isPlain(settings) ? settings : {}, isPlain(target) ? target[key] : undefined];
  const { [key]: before, ...others } = own;
  const after = withValue(before, rest, theirs);
  if (after === undefined) return others;
  return Object.hasOwn(own, key) ? { ...own, [key]: after } : { ...others, [key]: after };
}
