import { isDeepStrictEqual } from "node:util";
import type { ConfigValues, DeclaredDifference, Pair, PairRequest, SettingChange } from "../engine/environments.ts";
import { type EnvironmentIdentity, standInFor } from "../engine/normalise.ts";
import { type PathKey, toPointer } from "../policies/pointer.ts";
import type { Environment } from "./derive.ts";
import { environmentOf } from "./environments/index.ts";
import { loadSettings, merge } from "./load.ts";
import { PARSE_ONCE, type SettingsInput, settingsSchema } from "./settings.ts";
import { display } from "./settings/_redact.ts";
import { isPlain } from "./settings/_schema.ts";

/**
 * How two environments of one system are recorded in order to compare them.
 *
 * @throws SettingsError when the settings of either are not valid.
 */
export function pairOf({ system, left, right, overrides, today }: PairRequest): Pair {
  const [one, other] = [environmentOf(system, left), environmentOf(system, right)];
  const leftNow = merge(one.input(), overrides.left ?? {}) as SettingsInput;
  const rightNow = merge(other.input(), overrides.right ?? {}) as SettingsInput;
  const declared = declaredBetween(one, other);
  const expected = expectedOf(one, other, overrides.left, declared);
  const identity = { left: identityOf(expected, leftNow), right: identityOf(expected, rightNow) };
  const standIn = standInFor(identity.right);
  const underLeft = withIdentity(expected, identity.right, identity.left);
  const configOf = (environment: string, base: Environment, settings: SettingsInput): ConfigValues =>
    configurationOf(system, environment, base, settings);
  const { written } = loadSettings({ system, environment: right, today, overrides: overrides.right });
  return {
    identity,
    standIn,
    template: configOf(right, other, withIdentity(expected, identity.right, standIn)),
    left: configOf(left, one, underLeft),
    right: configOf(right, other, rightNow),
    plain: {
      left: configOf(left, one, withIdentity(leftNow, identityOf(leftNow, leftNow), standIn)),
      right: configOf(right, other, withIdentity(rightNow, identity.right, standIn)),
    },
    declared,
    undeclared: undeclaredSettings(expected, written, overrides),
  };
}

/** The configuration under which the program, whose sources say `base`, has these settings. */
export function configurationOf(
  system: string,
  environment: string,
  base: Environment,
  settings: SettingsInput,
): ConfigValues {
  return {
    "aws:region": settings.region,
    "aws:allowedAccountIds": JSON.stringify([settings.accountId]),
    "rampart:system": system,
    "rampart:environment": environment,
    "rampart:tier": settings.tier,
    ...(settings.environment !== environment && { "rampart:named": settings.environment }),
    "rampart:settings": JSON.stringify(patchOf(base.input(), settings)),
  };
}

/** The differences of both ways down from where the two meet. */
function declaredBetween(one: Environment, other: Environment): DeclaredDifference[] {
  const [ours, theirs] = [lineOf(one), lineOf(other)];
  return [...ours.filter((at) => !theirs.includes(at)), ...theirs.filter((at) => !ours.includes(at))].flatMap((at) =>
    at.parent === undefined ? [] : at.differences.map(({ path, reason }) => ({ path, reason, source: at.source })),
  );
}

/** The environment and what it derives from, outermost last. */
function lineOf(environment: Environment): Environment[] {
  return [environment, ...(environment.parent === undefined ? [] : lineOf(environment.parent))];
}

/**
 * What the right environment is meant to be: the left one as it is, and what is declared. An environment holds
 * its ancestors' settings and its own differences already; what is left is what the left stack's configuration
 * adds. Two that have no ancestor in common declare nothing, and share no more than an identity.
 */
function expectedOf(
  one: Environment,
  other: Environment,
  overrides: unknown,
  declared: readonly DeclaredDifference[],
): SettingsInput {
  const isRelated = lineOf(one).some((at) => lineOf(other).includes(at));
  if (isRelated) {
    const kept = withoutPaths(overrides ?? {}, [], new Set(declared.map(({ path }) => path)));
    return merge(other.input(), kept) as SettingsInput;
  }
  const base = merge(one.input(), overrides ?? {}) as SettingsInput;
  const theirs = other.input();
  return withIdentity(
    { ...base, tier: theirs.tier, region: theirs.region },
    identityOf(base, base),
    identityOf(base, theirs),
  );
}

/** Identity is an environment's own in whatever way it is written: nobody has to override its name at the left. */
const IDENTITY_KEYS: ReadonlySet<string> = new Set(["/environment", "/accountId", "/region", "/tier"]);

function withoutPaths(value: unknown, keys: readonly PathKey[], declared: ReadonlySet<string>): unknown {
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const path = toPointer([...keys, key]);
      if (declared.has(path) || IDENTITY_KEYS.has(path)) return [];
      return [[key, withoutPaths(item, [...keys, key], declared)]];
    }),
  );
}

/** The identity that `own` gives to settings with the domains of `settings`. */
function identityOf(settings: SettingsInput, own: SettingsInput): EnvironmentIdentity {
  return {
    environment: own.environment,
    accountId: own.accountId,
    region: own.region,
    domains: Object.fromEntries(
      Object.entries(settings.domains).map(([key, { name }]) => [key, own.domains[key]?.name ?? name]),
    ),
  };
}

/** The settings of another identity: its name, its account, there and in the ARNs of roles, and its domains. */
function withIdentity(settings: SettingsInput, from: EnvironmentIdentity, to: EnvironmentIdentity): SettingsInput {
  const moved = mapTexts(settings, (text) => inAccount(text, from.accountId, to.accountId)) as SettingsInput;
  return {
    ...moved,
    environment: to.environment,
    accountId: to.accountId,
    domains: Object.fromEntries(
      Object.entries(moved.domains).map(([key, domain]) => [key, { ...domain, name: to.domains[key] ?? domain.name }]),
    ),
  };
}

/** The fifth field of an ARN is the account. */
function inAccount(text: string, from: string, to: string): string {
  const fields = text.split(":");
  if (fields[0] !== "arn" || fields[4] !== from) return text;
  return fields.with(4, to).join(":");
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

/** What has to be merged over `base` to make it `target`. */
export function patchOf(base: unknown, target: unknown): Record<string, unknown> {
  if (!isPlain(base) || !isPlain(target)) throw new TypeError("only objects can be patched");
  const keys = new Set([...Object.keys(base), ...Object.keys(target)]);
  return Object.fromEntries(
    [...keys].flatMap((key): [string, unknown][] => {
      const [before, after] = [base[key], target[key]];
      if (isDeepStrictEqual(before, after)) return [];
      if (after === undefined) return [[key, null]];
      return [[key, isPlain(before) && isPlain(after) ? patchOf(before, after) : after]];
    }),
  );
}

/** Settings that are not as the left environment and the declarations make them. Values that may be secret stay hidden. */
function undeclaredSettings(
  expected: SettingsInput,
  actual: unknown,
  overrides: PairRequest["overrides"],
): SettingChange[] {
  const parsed = settingsSchema.safeParse(expected, PARSE_ONCE);
  const changes: SettingChange[] = [];
  const visit = (left: unknown, right: unknown, keys: readonly PathKey[]): void => {
    if (isDeepStrictEqual(left, right)) return;
    if (isPlain(left) && isPlain(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
        visit(left[key], right[key], [...keys, key]);
      return;
    }
    changes.push({
      path: toPointer(keys),
      expected: left === undefined ? undefined : display(left, keys),
      actual: right === undefined ? undefined : display(right, keys),
      from: originOf(keys, overrides),
    });
  };
  visit(parsed.success ? parsed.data : expected, actual, []);
  return changes;
}

function originOf(keys: readonly PathKey[], overrides: PairRequest["overrides"]): string {
  if (holds(overrides.right, keys)) return "rampart:settings of the right stack's configuration";
  if (holds(overrides.left, keys)) return "rampart:settings of the left stack's configuration";
  return "the settings of the right environment";
}

function holds(overrides: unknown, [key, ...rest]: readonly PathKey[]): boolean {
  if (key === undefined || !isPlain(overrides)) return overrides !== undefined;
  return Object.hasOwn(overrides, key) && holds(overrides[key], rest);
}
