import { Reference, Secret, type Properties, type Value, isObject } from "../policies/value.ts";
import type { Plan, PlanResource } from "./plan.ts";

/** What makes an environment that one and no other, as its settings say it. */
export interface EnvironmentIdentity {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** Names by the key of the domain. */
  readonly domains: Readonly<Record<string, string>>;
}

/** How names that begin with a stand-in start. It is no word, no number in use, and no part of one. */
export const STAND_IN = "zq7xj";
const STAND_IN_ACCOUNT = "904817263550";

/**
 * An identity that stands for any: every part is a text that occurs nowhere else, so that it is found again in
 * whatever a program makes of it. The region stays: zones, instance classes and endpoints follow from it.
 */
export function standInFor(identity: EnvironmentIdentity): EnvironmentIdentity {
  const domains = Object.keys(identity.domains).map((key, index) => [key, `${STAND_IN}${index}.example`]);
  return {
    environment: STAND_IN,
    accountId: STAND_IN_ACCOUNT,
    region: identity.region,
    domains: Object.fromEntries(domains) as Record<string, string>,
  };
}

/** An identity as people read it: `{environment}`, `{account}` and `{key}` of each domain, as in the settings. */
export function namedIdentity(identity: EnvironmentIdentity): EnvironmentIdentity {
  return {
    environment: "{environment}",
    accountId: "{account}",
    region: identity.region,
    domains: Object.fromEntries(Object.keys(identity.domains).map((key) => [key, `{${key}}`])),
  };
}

/** A plan that was recorded under a stand-in, as it would be under `identity`. */
export function substituteIdentity(plan: Plan, standIn: EnvironmentIdentity, identity: EnvironmentIdentity): Plan {
  const replace = replacer(standIn, identity);
  return { ...plan, resources: plan.resources.map((resource) => substituteResource(resource, replace)) };
}

type Replace = (text: string) => string;

/** Names of resources hold a domain with hyphens for its dots, and patterns hold it with the dots escaped. */
const FORMS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.replaceAll(".", "-"),
  (name) => name.replaceAll(".", String.raw`\.`),
  (name) => name.replaceAll(".", "_"),
];

function replacer(standIn: EnvironmentIdentity, identity: EnvironmentIdentity): Replace {
  const real = new Map<string, string>([
    [standIn.environment, identity.environment],
    [standIn.accountId, identity.accountId],
  ]);
  for (const [key, name] of Object.entries(standIn.domains)) {
    for (const form of FORMS) real.set(form(name), form(identity.domains[key] ?? name));
  }
  // The longest first: the environment's stand-in is how the domains' begin.
  const parts = [...real.keys()].toSorted((a, b) => b.length - a.length).map((part) => RegExp.escape(part));
  const pattern = new RegExp(parts.join("|"), "g");
  return (text) => text.replace(pattern, (part) => real.get(part) ?? part);
}

function substituteResource(resource: PlanResource, replace: Replace): PlanResource {
  const { name, urn, parent, provider, inputs, outputs, dependencies, options } = resource;
  return {
    ...resource,
    name: replace(name),
    urn: replace(urn),
    ...(parent !== undefined && { parent: replace(parent) }),
    ...(provider !== undefined && { provider: replace(provider) }),
    inputs: substitute(inputs, replace) as Properties,
    ...(outputs !== undefined && { outputs: substitute(outputs, replace) as Properties }),
    dependencies: dependencies.map(replace),
    options: {
      ...options,
      ...(options.aliases !== undefined && { aliases: options.aliases.map(replace) }),
      ...(options.deletedWith !== undefined && { deletedWith: replace(options.deletedWith) }),
    },
  };
}

function substitute(value: Value, replace: Replace): Value {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item: Value) => substitute(item, replace));
  if (value instanceof Secret) return value.value === undefined ? value : new Secret(substitute(value.value, replace));
  if (value instanceof Reference) return new Reference(replace(value.urn));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [replace(key), substitute(item, replace)]));
}
