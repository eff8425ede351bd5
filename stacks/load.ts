import type * as pulumi from "@pulumi/pulumi";
import type { ZodError } from "zod";
import type { PathKey } from "../policies/pointer.ts";
import { SIMULATED_TOKEN } from "../policies/value.ts";
import type { Difference, Environment } from "./derive.ts";
import { environmentOf, everyEnvironment } from "./environments/index.ts";
import { type Finding, type SettingsIssue, SettingsError, UNKNOWN_KEY, findingsOf } from "./settings-errors.ts";
import { PARSE_ONCE, type Settings, type SettingsInput, settingsSchema } from "./settings.ts";
import { display } from "./settings/_redact.ts";
import { isPlain, valueAt } from "./settings/_schema.ts";
import { filled } from "./settings/filled.ts";
import { SETTINGS_RULES } from "./settings/rules/index.ts";

export interface LoadRequest {
  /** A key of `environments`. */
  readonly system: string;
  /** A key of the system's environments. */
  readonly environment: string;
  /**
   * The name that the settings bear where it is not the environment's own: a comparison records an environment
   * under a stand-in. @default environment
   */
  readonly named?: string;
  /** `YYYY-MM-DD`: what "soon" means for the end of a version's support. */
  readonly today: string;
  /** The value of `rampart:settings`, merged over the environment before anything is validated. */
  readonly overrides?: unknown;
  /** `rampart:tier` and `aws:region`, which must agree with the settings where they are given. */
  readonly tier?: string;
  readonly region?: string;
}

export interface LoadedSettings {
  /** Validated, with defaults, and with every `{domain}` filled in: what the platform is made from. */
  readonly settings: Settings;
  /** The same as it is written, before domains are filled in: what environments are compared by. */
  readonly written: Settings;
  /** The differences from its parent that the environment declares. */
  readonly differences: readonly Difference[];
}

/**
 * The settings of one environment of one system.
 *
 * @throws SettingsError with everything that is wrong; nothing was registered by then.
 */
export function loadSettings(request: LoadRequest): LoadedSettings {
  return loadEnvironment(environmentOf(request.system, request.environment), request);
}

/** The same of an environment that is not listed yet. */
export function loadEnvironment(environment: Environment, request: LoadRequest): LoadedSettings {
  const { system, environment: name, overrides } = request;
  const data = overrides === undefined ? environment.input() : merge(environment.input(), objectOf(overrides));
  const result = settingsSchema.safeParse(data, PARSE_ONCE);
  const findings = result.success
    ? judge(result.data, new Set(), request.today)
    : malformations(data, result.error, request.today);
  const others = othersThan(system, name);
  const issues = [
    ...findings.map((finding) => ({ ...finding, from: originOf(finding.path, environment, overrides) })),
    ...disagreement(["system"], data, "rampart:system", system),
    ...disagreement(["environment"], data, "rampart:environment", request.named ?? name),
    ...disagreement(["tier"], data, "rampart:tier", request.tier),
    ...disagreement(["region"], data, "aws:region", request.region),
    ...sharedAccounts(others, data, originOf(["accountId"], environment, overrides)),
    ...sharedZones(others, data, overrides, (path) => originOf(path, environment, overrides)),
  ];
  if (issues.length > 0 || !result.success) throw new SettingsError(subject(system, name), issues);
  return { settings: filled(result.data), written: result.data, differences: environment.differences };
}

function objectOf(overrides: unknown): Record<string, unknown> {
  if (isPlain(overrides)) return overrides;
  const path = ["rampart:settings"];
  const issue: SettingsIssue = isStandIn(overrides)
    ? {
        path,
        problem: "is encrypted and cannot be read offline",
        given: "a `secure:` value",
        allowed:
          "the settings in plain text, as they hold no secrets; for one recording, --config 'rampart:settings={…}'",
        from: CONFIGURATION,
      }
    : {
        path,
        problem: "has the wrong type",
        given: display(overrides, path),
        allowed: "an object with settings to merge over the environment's",
        from: CONFIGURATION,
      };
  throw new SettingsError("The settings cannot be merged", [issue]);
}

/**
 * The value of `rampart:settings` as it is configured: the text itself where the recorder put it in the place of
 * an encrypted value, for `loadSettings` to refuse.
 */
export function configuredOverrides(config: pulumi.Config): unknown {
  const text = config.get("settings");
  return isStandIn(text) ? text : config.getObject("settings");
}

function isStandIn(value: unknown): boolean {
  return typeof value === "string" && new RegExp(`^simulated-${SIMULATED_TOKEN}[0-9a-f]+$`).test(value);
}

function subject(system: string, name: string): string {
  return `The settings of ${system} ${name} are not valid`;
}

/** What is malformed, and what the rules say of the sections that are not. */
function malformations(data: unknown, error: ZodError, today: string): Finding[] {
  const findings = findingsOf(settingsSchema, data, error);
  // A key too many spoils nothing else: the rest of its section is judged without it.
  const known = findings
    .filter(({ problem }) => problem === UNKNOWN_KEY)
    .reduce((rest, { path }) => without(rest, path), data);
  const bad = new Set(findings.filter(({ problem }) => problem !== UNKNOWN_KEY).map(({ path }) => path[0]));
  const sections = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const section = bad.has(key) ? undefined : schema.safeParse(valueAt(known, [key]), PARSE_ONCE);
    return section?.success === true && section.data !== undefined ? [[key, section.data]] : [];
  });
  return [...findings, ...judge(Object.fromEntries(sections) as Settings, bad, today)];
}

/** Runs the rules that read none of the bad sections. */
function judge(settings: Settings, bad: ReadonlySet<PathKey | undefined>, today: string): Finding[] {
  return SETTINGS_RULES.flatMap(({ needs, check }) =>
    needs.some((key) => bad.has(key)) ? [] : check(settings, today),
  );
}

function without(value: unknown, [key, ...rest]: readonly PathKey[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? without(item, rest) : item));
  if (!isPlain(value) || key === undefined) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([own]) => own !== key)
      : entries.map(([own, item]) => [own, own === key ? without(item, rest) : item]),
  );
}

/** Objects are merged deep, lists and scalars replaced; `null` takes an optional key away. */
export function merge(base: unknown, over: unknown): unknown {
  if (!isPlain(over)) return over;
  const merged = new Map(isPlain(base) ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key);
    else merged.set(key, isPlain(value) ? merge(merged.get(key), value) : value);
  }
  // Defines keys instead of assigning them, so that "__proto__" is a key like any other and is refused as unknown.
  return Object.fromEntries(merged);
}

const CONFIGURATION = "rampart:settings in the stack's configuration";

/** Who wrote the value at `path`: the configuration, a declared difference, or the description. */
function originOf(path: readonly PathKey[], environment: Environment, overrides: unknown): string {
  if (overrides !== undefined && touches(overrides, path)) return CONFIGURATION;
  let at = environment;
  while (at.parent !== undefined) {
    if (at.differences.some((difference) => concerns(difference, path))) return `a difference declared in ${at.source}`;
    at = at.parent;
  }
  return at.source;
}

/** True when the override holds the path, or replaced or removed something above it. */
function touches(overrides: unknown, path: readonly PathKey[]): boolean {
  let at = overrides;
  for (const key of path) {
    if (!isPlain(at)) return true;
    if (!Object.hasOwn(at, key)) return false;
    at = at[key];
  }
  return true;
}

function concerns({ path: pointer }: Difference, path: readonly PathKey[]): boolean {
  const keys = pointer.slice(1).split("/");
  return keys.length <= path.length && keys.every((key, index) => key === String(path[index]));
}

function disagreement(path: PathKey[], data: unknown, key: string, configured: string | undefined): SettingsIssue[] {
  const value = valueAt(data, path);
  if (configured === undefined || configured === value || typeof value !== "string") return [];
  return [
    {
      path,
      problem: `is ${display(value, path)}, but ${key} says otherwise`,
      given: display(configured, [key]),
      allowed: `the same in both places`,
      from: `${key} in the stack's configuration`,
    },
  ];
}

/** Two environments in one account share its limits, its account-wide services and its mistakes: that needs a reason. */
function sharedAccounts(others: readonly Other[], data: unknown, from: string): SettingsIssue[] {
  const account = valueAt(data, ["accountId"]);
  if (valueAt(data, ["sharedAccount"]) !== undefined) return [];
  return others
    .filter(({ input }) => input.accountId === account)
    .map((other) => ({
      path: ["accountId"],
      problem: `is the account of ${other.system} ${other.environment} too`,
      given: JSON.stringify(account),
      allowed: 'an account of its own, or sharedAccount: { reason: "…" } in both environments',
      from,
    }));
}

/**
 * A zone has one CAA record and one query log, which two environments would take from each other. Judged as it is written in
 * the environment's file: a comparison records one environment with the zones of the other.
 */
function sharedZones(
  others: readonly Other[],
  data: unknown,
  overrides: unknown,
  from: (path: readonly PathKey[]) => string,
): SettingsIssue[] {
  const domains = valueAt(data, ["domains"]);
  return Object.keys(isPlain(domains) ? domains : {}).flatMap((key) => {
    const path = ["domains", key, "hostedZoneId"];
    const zone = valueAt(data, path);
    if (zone === undefined || valueAt(domains, [key, "validation"]) === "external") return [];
    if (overrides !== undefined && touches(overrides, path)) return [];
    const other = others.find(({ input }) =>
      Object.values(input.domains).some((own) => own.hostedZoneId === zone && own.validation !== "external"),
    );
    if (other === undefined) return [];
    return [
      {
        path,
        problem: `is a zone of ${other.system} ${other.environment} too`,
        given: display(zone, path),
        allowed: "a zone of its own, such as one for a name below, to which the other delegates",
        from: from(path),
      },
    ];
  });
}

interface Other {
  readonly system: string;
  readonly environment: string;
  readonly input: SettingsInput;
}

/** Every other environment whose settings can be read. */
function othersThan(system: string, name: string): Other[] {
  return everyEnvironment().flatMap((other) => {
    if (other.system === system && other.environment === name) return [];
    const input = inputOf(environmentOf(other.system, other.environment));
    return input === undefined ? [] : [{ ...other, input }];
  });
}

function inputOf(environment: Environment): SettingsInput | undefined {
  try {
    return environment.input();
  } catch (error) {
    // Differences that do not hold are reported when that environment itself is loaded.
    if (error instanceof SettingsError) return undefined;
    throw error;
  }
}
