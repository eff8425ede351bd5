import { Identities } from "../../policies/identity.ts";
import { Secret, type Properties, type Value, isObject } from "../../policies/value.ts";
import { type Change, comparePlans } from "../compare.ts";
import type { EnvironmentIdentity } from "../normalise.ts";
import { encodeValue } from "../plan-codec.ts";
import type { Plan, PlanResource } from "../plan.ts";
import { isDerivedTag } from "./tags.ts";

export interface StateSide {
  readonly plan: Plan;
  readonly identity: EnvironmentIdentity;
}

/**
 * How two exported states differ, but for what has to: ids that AWS gave, random ends of names, and the identity.
 * A state was not recorded under a stand-in, so names are found in it as whole words. `declared` are differences
 * that the program makes by declaration, recorded under the stand-in.
 */
export function compareStates(
  left: StateSide,
  right: StateSide,
  standIn: EnvironmentIdentity,
  declared: readonly Change[],
): { readonly undeclared: readonly Change[]; readonly declared: number } {
  const changes = comparePlans(neutral(left, standIn), neutral(right, standIn)).filter(
    (change) => !isDerivedTag(change),
  );
  const known = new Set(declared.map(keyOf));
  const undeclared = changes.filter((change) => !known.has(keyOf(change)));
  return { undeclared, declared: changes.length - undeclared.length };
}

function keyOf({ kind, type, resource, path, left, right }: Change): string {
  const value = (one: Value | undefined): unknown => (one === undefined ? null : encodeValue(one));
  return JSON.stringify([kind, type, resource, path, value(left), value(right)]);
}

/** The state with the stand-in's names, and with references in place of ids. */
function neutral({ plan, identity }: StateSide, standIn: EnvironmentIdentity): Plan {
  const name = renamer(identity, standIn);
  const identities = new Identities(plan.resources);
  const owners = ownersOf(plan, identities);
  return {
    ...plan,
    // Inputs of providers are credentials and endpoints, which are the operator's and not the program's.
    resources: plan.resources
      .filter(({ type }) => !type.startsWith("pulumi:providers:"))
      .map((resource) => ({ ...resource, ...neutralResource(resource, name, owners) })),
  };
}

function neutralResource(
  resource: PlanResource,
  name: (text: string) => string,
  owners: Owners,
): Partial<PlanResource> {
  const { provider: _provider, ...rest } = resource;
  const inputs = mapTexts(resource.inputs, (text) => name(withoutRandomEnd(refer(text, owners), resource.name)));
  return {
    ...rest,
    name: name(resource.name),
    urn: name(resource.urn),
    ...(resource.parent !== undefined && { parent: name(resource.parent) }),
    inputs: inputs as Properties,
    dependencies: resource.dependencies.map(name),
    options: { ...(resource.options.protect === true && { protect: true }) },
  };
}

/** Whose output a text is. */
type Owners = ReadonlyMap<string, string>;

/** Shorter outputs are words and numbers, which others may hold by chance. */
const SHORTEST_ID = 8;

function ownersOf(plan: Plan, identities: Identities): Owners {
  const owners = new Map<string, string>();
  for (const { urn, custom, inputs, outputs = {} } of plan.resources) {
    if (!custom) continue;
    for (const [key, value] of Object.entries(outputs)) {
      if (typeof value !== "string" || value.length < SHORTEST_ID || inputs[key] === value || owners.has(value))
        continue;
      owners.set(value, `<${key} of ${identities.of(urn)}>`);
    }
  }
  return owners;
}

/** An id that stands alone, or what is in front of a path or a wildcard, as in the ARN of a bucket's objects. */
function refer(text: string, owners: Owners): string {
  const owner = owners.get(text);
  if (owner !== undefined) return owner;
  const document = documentOf(text);
  if (document !== undefined) return JSON.stringify(mapTexts(document, (inner) => refer(inner, owners)));
  for (let end = text.length - 1; end >= SHORTEST_ID; end -= 1) {
    if (!"/:*".includes(text[end] ?? "")) continue;
    const before = owners.get(text.slice(0, end));
    if (before !== undefined) return before + text.slice(end);
  }
  return text;
}

function documentOf(text: string): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** Pulumi ends the names that it makes with seven random digits. */
function withoutRandomEnd(text: string, name: string): string {
  return text.startsWith(`${name}-`) && /^-[0-9a-f]{7}$/.test(text.slice(name.length)) ? name : text;
}

function renamer(identity: EnvironmentIdentity, standIn: EnvironmentIdentity): (text: string) => string {
  const pairs: (readonly [string, string])[] = [
    ...Object.entries(identity.domains).flatMap(([key, domain]): (readonly [string, string])[] => {
      const other = standIn.domains[key] ?? domain;
      return [
        [domain, other],
        [domain.replaceAll(".", "-"), other.replaceAll(".", "-")],
      ];
    }),
    [identity.environment, standIn.environment],
    [identity.accountId, standIn.accountId],
  ];
  const real = new Map(pairs);
  const parts = [...real.keys()].toSorted((a, b) => b.length - a.length).map((part) => RegExp.escape(part));
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${parts.join("|")})(?![A-Za-z0-9])`, "g");
  return (text) => text.replace(pattern, (part) => real.get(part) ?? part);
}

function mapTexts(value: Value, change: (text: string) => string): Value {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: Value) => mapTexts(item, change));
  if (value instanceof Secret) return value.value === undefined ? value : new Secret(mapTexts(value.value, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

/** The system and environment that the bundle's own tags name: those that most resources bear. */
export function taggedAs(plan: Plan): { readonly system: string; readonly environment: string } | undefined {
  const counts = new Map<string, number>();
  for (const { inputs } of plan.resources) {
    const tags = inputs["tags"];
    if (!isObject(tags) || typeof tags["system"] !== "string" || typeof tags["environment"] !== "string") continue;
    const key = `${tags["system"]} ${tags["environment"]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  const [system, environment] = most?.[0].split(" ") ?? [];
  return system === undefined || environment === undefined ? undefined : { system, environment };
}
