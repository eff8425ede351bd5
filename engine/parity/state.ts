import { Identities } from "../../policies/identity.ts";
import { Secret, type Properties, type Value, isObject } from "../../policies/value.ts";
import { type Change, comparePlans } from "../compare.ts";
import { type EnvironmentIdentity, substituteIdentity } from "../normalise.ts";
import { encodeValue } from "../plan-codec.ts";
import type { Plan, PlanResource } from "../plan.ts";
import { STACK_TYPE } from "../urn.ts";
import { isDerivedTag } from "./tags.ts";

export interface StateSide {
  readonly plan: Plan;
  readonly identity: EnvironmentIdentity;
}

/**
 * How two exported states differ, but for what has to: ids that AWS gave, random ends of names, and the identity.
 * A state was not recorded under a stand-in, so names are found in it as whole words. What the program makes by
 * declaration is taken from `recorded`, its two recordings under the stand-in, which are read in the same way.
 */
export function compareStates(
  left: StateSide,
  right: StateSide,
  standIn: EnvironmentIdentity,
  recorded: { readonly left: Plan; readonly right: Plan },
): { readonly undeclared: readonly Change[]; readonly declared: number } {
  const asDeployed = (plan: Plan, { identity }: StateSide): Plan =>
    neutral({ plan: substituteIdentity(plan, standIn, identity), identity }, standIn);
  const declared = comparePlans(asDeployed(recorded.left, left), asDeployed(recorded.right, right));
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
  const owners = ownersOf(plan, (urn) => name(identities.of(urn)));
  return {
    ...plan,
    // Inputs of providers are credentials and endpoints, which are the operator's and not the program's; outputs of the
    // stack repeat what its resources say.
    resources: plan.resources
      .filter(({ type }) => !type.startsWith("pulumi:providers:") && type !== STACK_TYPE)
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
    // What was made after what is over, and names what is gone.
    dependencies: [],
    options: { ...(resource.options.protect === true && { protect: true }) },
  };
}

/** Whose output a text, or the random part of one, is. */
type Owners = ReadonlyMap<string, string>;

/** Shorter outputs are words and numbers, which others may hold by chance. */
const SHORTEST_ID = 8;

/** What AWS and Pulumi make up: UUIDs, hexadecimal digits that are not all decimal, and ids in capitals. */
const RANDOM =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9A-Za-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,64}(?![0-9A-Za-z])|(?<![0-9A-Za-z])(?=[0-9A-Z]*[A-Z])(?=[0-9A-Z]*[0-9])[0-9A-Z]{12,}(?![0-9A-Za-z])/g;

/** Resources own what is in their outputs and in none of their inputs. */
function ownersOf(plan: Plan, nameOf: (urn: string) => string): Owners {
  const owners = new Map<string, string>();
  for (const { urn, custom, inputs, outputs = {} } of plan.resources) {
    if (!custom) continue;
    const given = new Set<string>();
    eachText(inputs, (text) => [text, ...partsOf(text)].forEach((part) => given.add(part)));
    const own = (part: string): void => {
      if (!given.has(part) && !owners.has(part)) owners.set(part, `<${nameOf(urn)}>`);
    };
    eachText(outputs, (text) => {
      partsOf(text).forEach(own);
      if (ADDRESS.test(text)) [text, nameIn(text)].forEach((part) => part.length >= SHORTEST_ID && own(part));
    });
    const { id } = outputs;
    if (typeof id === "string" && id.length >= SHORTEST_ID) own(id);
  }
  return owners;
}

/** ARNs, host names and URLs: nobody writes one by chance that another resource has. IP addresses and versions anybody may. */
const ADDRESS = /^(?=.{12})(?:arn:[^\s]+|(?:[a-z]+:\/\/)?(?!\d+\.)[\w-]+(?:\.[\w-]+){2,}[^\s]*)$/;

/** What an ARN calls the resource, which programs take out of it: for a secret its name with AWS's random end. */
function nameIn(text: string): string {
  return /^arn:(?:[^:]*:){4}[^:/]+[:/](.+)$/.exec(text)?.[1] ?? text;
}

function partsOf(text: string): readonly string[] {
  return text.match(RANDOM) ?? [];
}

function eachText(value: Value, see: (text: string) => void): void {
  mapTexts(value, (text) => {
    see(text);
    return text;
  });
}

/** What stands alone, or in front of a path or a wildcard; of any other text the host names and what is random. */
function refer(text: string, owners: Owners): string {
  const owner = owners.get(text);
  if (owner !== undefined) return owner;
  const document = documentOf(text);
  if (document !== undefined) return JSON.stringify(mapTexts(document, (inner) => refer(inner, owners)));
  for (let end = text.length - 1; end >= SHORTEST_ID; end -= 1) {
    if (!"/:*".includes(text[end] ?? "")) continue;
    const before = owners.get(text.slice(0, end));
    if (before !== undefined) return before + referParts(text.slice(end), owners);
  }
  return referParts(text, owners);
}

const HOST = /(?<![\w.-])(?!\d+\.)[\w-]+(?:\.[\w-]+){2,}/g;

function referParts(text: string, owners: Owners): string {
  return text.replace(HOST, (host) => owners.get(host) ?? host).replace(RANDOM, (part) => owners.get(part) ?? part);
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
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]));
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
