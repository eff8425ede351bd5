import type { Plan, PlanOptions, PlanResource } from "../../../engine/plan.ts";
import { Asset, Reference, Secret, Unknown, type Value, isObject } from "../../../policies/value.ts";
import type { Normalised } from "./_normalise.ts";
import type { StateResource } from "./support.ts";

/** JSON in which the values that JSON cannot say are objects with one of these keys. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export const UNKNOWN_PLAIN: Plain = { "<unknown>": true };
const REDACTED: Plain = "<redacted>";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** A resource as both the engine and a plan know it. */
export interface Comparable {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent: string;
  /** URN of an explicit provider, else empty. */
  readonly provider: string;
  readonly protect: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
  readonly inputs: { readonly [key: string]: Plain };
  /** Of components, which give them themselves. */
  readonly outputs?: { readonly [key: string]: Plain };
  readonly additionalSecretOutputs: readonly string[];
  readonly timeouts: { readonly [operation: string]: number };
  /** Where the engine tells. */
  readonly ignoreChanges?: readonly string[];
  readonly retainOnDelete?: boolean;
}

/** One resource of the file that `pulumi preview --save-plan` writes. */
interface EnginePlanResource {
  readonly goal: {
    readonly type: string;
    readonly custom: boolean;
    readonly inputDiff: { readonly adds?: Record<string, unknown> };
    readonly parent?: string;
    readonly protect?: boolean;
    readonly provider?: string;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
    readonly ignoreChanges?: readonly string[];
    readonly additionalSecretOutputs?: readonly string[];
    readonly customTimeouts?: Readonly<Record<string, number>>;
  };
  readonly steps: readonly string[];
}

export interface EnginePlan {
  readonly resourcePlans: Readonly<Record<string, EnginePlanResource>>;
}

export function ofEnginePlan(plan: EnginePlan, normalised: Normalised): Comparable[] {
  return withoutDefaultProviders(Object.entries(plan.resourcePlans), ([urn]) => urn, normalised).map(
    ([urn, { goal }]) => ({
      ...ofEngine(urn, goal, normalised),
      inputs: engineObject(goal.inputDiff.adds ?? {}),
      ignoreChanges: goal.ignoreChanges ?? [],
    }),
  );
}

export function ofState(resources: readonly StateResource[], normalised: Normalised): Comparable[] {
  return withoutDefaultProviders(resources, ({ urn }) => urn, normalised).map((resource) => ({
    ...ofEngine(resource.urn, resource, normalised),
    inputs: engineObject(resource.inputs ?? {}),
    ...(!resource.custom && { outputs: engineObject(resource.outputs ?? {}) }),
    retainOnDelete: resource.retainOnDelete ?? false,
  }));
}

function ofEngine(
  urn: string,
  resource: EnginePlanResource["goal"] | StateResource,
  normalised: Normalised,
): Omit<Comparable, "inputs"> {
  const { type, custom, parent = "", protect = false, dependencies = [], additionalSecretOutputs = [] } = resource;
  const allDependencies = Object.entries(resource.propertyDependencies ?? {});
  const held = allDependencies.filter(([, urns]) => (urns ?? []).length > 0);
  normalised.note("empty property dependency", allDependencies.length - held.length);
  return {
    urn,
    type,
    custom,
    parent,
    provider: providerOf(resource.provider ?? "", normalised),
    protect,
    dependencies: sorted(dependencies),
    propertyDependencies: Object.fromEntries(held.map(([key, urns]) => [key, sorted(urns ?? [])])),
    additionalSecretOutputs: sorted(additionalSecretOutputs),
    timeouts: Object.fromEntries(Object.entries(resource.customTimeouts ?? {}).filter(([, seconds]) => seconds > 0)),
  };
}

export function ofPlan(plan: Plan): Comparable[] {
  return plan.resources.map(ofPlanResource);
}

function ofPlanResource(resource: PlanResource): Comparable {
  const { urn, type, custom, parent = "", provider = "", options, inputs, outputs } = resource;
  return {
    urn,
    type,
    custom,
    parent,
    provider,
    protect: options.protect ?? false,
    dependencies: resource.dependencies,
    propertyDependencies: resource.propertyDependencies,
    inputs: ofValue(inputs) as Comparable["inputs"],
    ...(!custom && { outputs: ofValue(outputs ?? {}) as Comparable["inputs"] }),
    additionalSecretOutputs: sorted(options.additionalSecretOutputs ?? []),
    timeouts: timeoutsOf(options),
    ignoreChanges: options.ignoreChanges ?? [],
    retainOnDelete: options.retainOnDelete ?? false,
  };
}

/** What the engine's plan file tells of a resource. */
export function asInEnginePlan({ outputs: _outputs, retainOnDelete: _retain, ...rest }: Comparable): Comparable {
  return rest;
}

/** What the engine's state tells of a resource. */
export function asInState({ ignoreChanges: _ignore, ...rest }: Comparable): Comparable {
  return rest;
}

/** Providers that the engine makes of its own. */
function withoutDefaultProviders<T>(all: readonly T[], urnOf: (one: T) => string, normalised: Normalised): T[] {
  const kept = all.filter((one) => !isDefaultProvider(urnOf(one)));
  normalised.note("default provider", all.length - kept.length);
  return kept;
}

function isDefaultProvider(urn: string): boolean {
  return /::pulumi:providers:[^:]+::default(_|$|::)/.test(urn);
}

function providerOf(reference: string, normalised: Normalised): string {
  if (reference === "" || isDefaultProvider(reference)) return "";
  normalised.note("provider id");
  return reference.slice(0, reference.lastIndexOf("::"));
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function timeoutsOf({ customTimeouts = {} }: PlanOptions): Record<string, number> {
  return Object.fromEntries(
    Object.entries(customTimeouts).map(([operation, text]) => {
      const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smh])/g)];
      return [
        operation,
        parts.reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit as string] ?? 0), 0),
      ];
    }),
  );
}

function engineObject(object: Record<string, unknown>): Record<string, Plain> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, ofEngineValue(value)]));
}

function ofEngineValue(value: unknown): Plain {
  if (value === UNKNOWN_TEXT) return UNKNOWN_PLAIN;
  if (Array.isArray(value)) return value.map(ofEngineValue);
  if (typeof value !== "object" || value === null) return value as Plain;
  const object = value as Record<string, unknown>;
  switch (object[SIGNATURE]) {
    case undefined:
      return engineObject(object);
    case SECRET: {
      const { plaintext } = object;
      return { "<secret>": typeof plaintext === "string" ? ofEngineValue(JSON.parse(plaintext)) : REDACTED };
    }
    case RESOURCE:
      return { "<resource>": String(object["urn"]) };
    default:
      return { "<asset>": String(object["hash"]) };
  }
}

function ofValue(value: Value): Plain {
  if (value instanceof Unknown) return UNKNOWN_PLAIN;
  if (value instanceof Secret) return { "<secret>": value.value === undefined ? REDACTED : ofValue(value.value) };
  if (value instanceof Asset) return { "<asset>": value.sha256 };
  if (value instanceof Reference) return { "<resource>": value.urn };
  if (Array.isArray(value)) return value.map((item: Value) => ofValue(item));
  if (!isObject(value)) return value as Plain;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ofValue(item)]));
}

export function isRedacted(value: Plain | undefined): boolean {
  return value === REDACTED;
}

function sorted(list: readonly string[]): string[] {
  return [...new Set(list)].toSorted();
}
