import { Identities } from "../../policies/identity.ts";
import { toPointer } from "../../policies/pointer.ts";
import { SIMULATED_TOKEN, type Value, valueAt } from "../../policies/value.ts";
import type { Plan, PlanResource } from "../../engine/plan.ts";
import { encodeValue } from "../../engine/plan-codec.ts";
import { parseUrn } from "../../engine/urn.ts";
import type { Entry } from "./entries.ts";
import { MADE_UP, fixedPaths } from "./fixed.ts";

/** One environment of one system, recorded. */
export interface RecordedEnvironment {
  readonly system: string;
  readonly environment: string;
  readonly plan: Plan;
}

/**
 * The stateful resources of every environment: what is protected in any environment of its system, and what is made up
 * at random, such as passwords.
 *
 * @throws TypeError when nothing is known of what a protected type keeps for life.
 */
export function entriesOf(recorded: readonly RecordedEnvironment[]): Entry[] {
  const kept = new Set(
    recorded.flatMap(({ system, plan }) =>
      plan.resources.filter(({ options }) => options.protect === true).map(({ urn }) => `${system} ${shortUrn(urn)}`),
    ),
  );
  refuseUnknown(recorded);
  return recorded
    .flatMap(({ system, environment, plan }) => {
      const former = formerUrns(plan);
      const names = new Identities(plan.resources);
      return plan.resources
        .filter(({ urn, type, external }) => {
          return !external && (kept.has(`${system} ${shortUrn(urn)}`) || type.startsWith(MADE_UP));
        })
        .map((resource): Entry => {
          const aliases = former(resource.urn);
          const urn = shortUrn(resource.urn);
          return { system, environment, urn, ...(aliases.length > 0 && { aliases }), fixed: fixedOf(resource, names) };
        });
    })
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function refuseUnknown(recorded: readonly RecordedEnvironment[]): void {
  const types = recorded.flatMap(({ plan }) =>
    plan.resources.flatMap(({ options, type }) =>
      options.protect === true && !type.startsWith(MADE_UP) && fixedPaths(type) === undefined ? [type] : [],
    ),
  );
  if (types.length === 0) return;
  const names = [...new Set(types)].toSorted().join(", ");
  throw new TypeError(
    `neither engine/against/stateful.ts nor tools/stateful/fixed.ts says what replaces what is protected: ${names}; add it`,
  );
}

function keyOf({ system, environment, urn }: Entry): string {
  return `${system} ${environment} ${urn}`;
}

function shortUrn(urn: string): string {
  const { qualifiedType, name } = parseUrn(urn);
  return `${qualifiedType}::${name}`;
}

function fixedOf(resource: PlanResource, names: Identities): Record<string, unknown> {
  const { type, inputs } = resource;
  const paths = type.startsWith(MADE_UP)
    ? Object.keys(inputs)
        .filter((key) => !key.startsWith("__"))
        .toSorted()
    : (fixedPaths(type) ?? []);
  return Object.fromEntries(
    paths.flatMap((path) => {
      const value = valueAt(inputs, path.split("."));
      return value === undefined ? [] : [[path, written(resource, path, value, names)]];
    }),
  );
}

/** What only AWS knows is a placeholder offline: an asterisk stands for it, and who makes it is named behind it. */
function written(resource: PlanResource, path: string, value: Value, names: Identities): unknown {
  const { simulated, unknown, propertyDependencies } = resource;
  const keys = path.split(".");
  const pointer = toPointer(keys);
  // Secrets are written as that they are some.
  const encoded = encodeValue(value);
  const isPlaceholder = [...simulated, ...unknown].some((one) => one === pointer || one.startsWith(`${pointer}/`));
  if (!isPlaceholder) return encoded;
  const owners = new Set((propertyDependencies[keys[0] ?? ""] ?? []).map((urn) => names.of(urn)));
  const text = typeof encoded === "string" ? encoded.replaceAll(PLACEHOLDER, "*") : "*";
  return [text, ...(owners.size === 0 ? [] : [`of ${[...owners].toSorted().join(", ")}`])].join(" ");
}

const PLACEHOLDER = new RegExp(`${SIMULATED_TOKEN}[0-9a-f-]*`, "gi");

/** URNs, without stack and project, under which a resource of the plan was known before: its own, and what its parents' aliases make of it. */
function formerUrns({ resources }: Plan): (urn: string) => string[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const former = (urn: string): string[] => {
    const resource = byUrn.get(urn);
    if (resource === undefined) return [];
    const own = (resource.options.aliases ?? []).map(shortUrn);
    const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
    if (parent === undefined) return own;
    const inherited = former(parent.urn).flatMap((alias) =>
      [shortUrn(urn), ...own].map((short) => underParent(short, parent.name, alias)),
    );
    return [...new Set([...own, ...inherited])];
  };
  return (urn) => former(urn).toSorted();
}

/** As the engine has it: a name that begins with its parent's begins with the parent's former name. */
function underParent(short: string, parentName: string, alias: string): string {
  const { type, name } = parseUrn(`urn:pulumi:any::any::${short}`);
  const { qualifiedType, name: formerName } = parseUrn(`urn:pulumi:any::any::${alias}`);
  const own = name.startsWith(parentName) ? formerName + name.slice(parentName.length) : name;
  return `${qualifiedType}$${type}::${own}`;
}
