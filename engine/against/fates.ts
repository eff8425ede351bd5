import { Identities } from "../../policies/identity.ts";
import type { PathKey } from "../../policies/pointer.ts";
import { canonicalType } from "../../policies/types.ts";
import { Unknown, type Value, valueAt } from "../../policies/value.ts";
import { identityOf } from "../compare.ts";
import { matchResources } from "../compare/match.ts";
import { type ValueChange, compareValues } from "../compare/values.ts";
import type { Plan, PlanResource, SourcePosition } from "../plan.ts";
import { STACK_TYPE } from "../urn.ts";
import { STATEFUL } from "./stateful.ts";
import type { Replacing, StatefulKind } from "./stateful/kind.ts";

/** What a change does to one resource that does not survive it, or may not. */
export interface Fate {
  readonly fate: "deleted" | "replaced" | "may be replaced";
  readonly urn: string;
  /** Canonical type token. */
  readonly type: string;
  /** Logical identity, in the new plan where that has it. */
  readonly resource: string;
  /** What makes it so, in words. */
  readonly because: string;
  /** The properties that do, as dotted paths; none where it is something else. */
  readonly properties: readonly string[];
  /** Set when it holds data. */
  readonly stateful?: Pick<StatefulKind, "name" | "holds">;
  /** What would stop the deployment, or keep the data. */
  readonly held: readonly string[];
  readonly source?: SourcePosition;
}

const FATES: readonly Fate["fate"][] = ["deleted", "replaced", "may be replaced"];

/**
 * The resources that a change takes away or makes anew. Known are: what is no longer in the program, what Pulumi
 * knows under another name and no alias, what `replaceOnChanges` names, and the properties of the table. Everything
 * else that differs is a change, and nobody guesses what the provider makes of it. What holds data comes first.
 */
export function fatesOf(left: Plan, right: Plan): Fate[] {
  const names = { left: new Identities(left.resources), right: new Identities(right.resources) };
  const { pairs, removed } = matchResources(left, right, names);
  const known = new KnownNames(left, right);
  const fates = [
    ...removed.filter(isManaged).map((resource) => deleted(resource, identityOf(resource, names.left))),
    ...pairs
      .filter(([from, to]) => isManaged(from) && isManaged(to))
      .flatMap(([from, to]) => replaced(from, to, names, known) ?? []),
  ];
  return fates.toSorted(
    (a, b) =>
      Number(b.stateful !== undefined) - Number(a.stateful !== undefined) ||
      FATES.indexOf(a.fate) - FATES.indexOf(b.fate) ||
      (a.resource < b.resource ? -1 : 1),
  );
}

/** Components are nothing in the cloud, and what is only read belongs to somebody else. */
export function isManaged({ custom, external, type }: PlanResource): boolean {
  return custom && !external && type !== STACK_TYPE;
}

function deleted(resource: PlanResource, identity: string): Fate {
  const because = "it is no longer in the program";
  return { ...about(resource, identity), fate: "deleted", because, properties: [], held: heldBy(resource) };
}

function replaced(
  from: PlanResource,
  to: PlanResource,
  names: { readonly left: Identities; readonly right: Identities },
  known: KnownNames,
): Fate | undefined {
  const fate = (kind: Fate["fate"], because: string, properties: readonly string[] = []): Fate => {
    const source = to.source ?? to.declaredAt;
    const place = source === undefined ? {} : { source };
    const own = { ...about(from, identityOf(to, names.right)), ...place, urn: to.urn };
    return { ...own, fate: kind, because, properties, held: heldBy(from) };
  };
  if (!known.isSame(from, to)) {
    const [was, is] = [identityOf(from, names.left), identityOf(to, names.right)];
    const name = was === is ? "another type around it" : `the name ${was}`;
    return fate("replaced", `Pulumi knows it by ${name}, and no alias says so`);
  }
  const refer = { left: (urn: string) => names.left.of(urn), right: (urn: string) => names.right.of(urn) };
  const changes = compareValues(from.inputs, to.inputs, refer).filter(({ keys }) => !isIgnored(keys, to));
  const asked = changes.filter(({ keys }) => (to.options.replaceOnChanges ?? []).some((path) => covers(path, keys)));
  if (asked.length > 0) {
    const properties = [...new Set(asked.map(({ keys }) => keys.join(".")))];
    return fate("replaced", `replaceOnChanges names ${properties.join(", ")}`, properties);
  }
  const kind = kindOf(to);
  if (kind === undefined) return undefined;
  const effects = Object.entries(kind.replacing).map(([path, when]) => ({
    path,
    effect: effectOf(path, when, changes),
  }));
  const surely = effects.filter(({ effect }) => effect === "replaces").map(({ path }) => path);
  const maybe = effects.filter(({ effect }) => effect === "may replace").map(({ path }) => path);
  if (surely.length > 0) return fate("replaced", `${surely.join(", ")} cannot change in place`, surely);
  if (maybe.length === 0) return undefined;
  return fate("may be replaced", `${maybe.join(", ")} cannot always change in place`, maybe);
}

function kindOf({ type }: PlanResource): StatefulKind | undefined {
  const canonical = canonicalType(type);
  return Object.hasOwn(STATEFUL, canonical) ? STATEFUL[canonical] : undefined;
}

function about(resource: PlanResource, identity: string): Omit<Fate, "fate" | "because" | "properties" | "held"> {
  const source = resource.source ?? resource.declaredAt;
  const kind = kindOf(resource);
  return {
    urn: resource.urn,
    type: canonicalType(resource.type),
    resource: identity,
    ...(kind !== undefined && { stateful: { name: kind.name, holds: kind.holds } }),
    ...(source !== undefined && { source }),
  };
}

/** The engine and AWS go by what is deployed, so by the old plan. */
function heldBy(resource: PlanResource): string[] {
  const { options, inputs } = resource;
  const guard = kindOf(resource)?.guard;
  return [
    ...(options.protect === true ? ["it is protected: Pulumi refuses"] : []),
    ...(options.retainOnDelete === true ? ["retainOnDelete: the old one stays in the cloud, unmanaged"] : []),
    ...(guard !== undefined && inputs[guard.input] === guard.value ? [`${guard.input} is on: AWS refuses`] : []),
  ];
}

type Effect = (typeof EFFECTS)[number];

/** What the changes below (or around) one property of the table do. */
function effectOf(path: string, when: Replacing, changes: readonly ValueChange[]): Effect {
  const keys = path.split(".");
  const effects = changes.flatMap((change): Effect[] => {
    const names = change.keys.filter((key) => !isIndex(key)).map(String);
    if (isPrefix(keys, names)) {
      const isWhole = names.length === keys.length && change.keys.every((key) => !isIndex(key));
      return [isWhole ? effect(change.left, change.right, when) : effectInside(when)];
    }
    if (!isPrefix(names, keys)) return [];
    const rest = keys.slice(names.length);
    return [effect(valueAt(change.left, rest), valueAt(change.right, rest), when)];
  });
  return gravest(effects);
}

const EFFECTS = ["replaces", "may replace", "none"] as const;

function gravest(effects: readonly Effect[]): Effect {
  return EFFECTS.find((one) => effects.some((effect) => effect === one)) ?? "none";
}

function effect(from: Value | undefined, to: Value | undefined, when: Replacing): Effect {
  const [left, right] = [from ?? when.default, to ?? when.default];
  if (left === right) return "none";
  if (when.on === "removed" && to !== undefined) return "none";
  if (when.on === "given" && to === undefined) return "none";
  if (when.on === "existing" && from === undefined) return "none";
  if (when.on === "disabled" && from !== true) return "none";
  if (when.on === "existing" && to === undefined) return "may replace";
  if (when.sometimes === true || left instanceof Unknown || right instanceof Unknown) return "may replace";
  if (when.computed !== true) return "replaces";
  if (to === undefined) return when.named === true ? "may replace" : "none";
  return from === undefined ? "may replace" : "replaces";
}

/** A part of it differs: it is there on both sides, with another value. */
function effectInside({ on, sometimes }: Replacing): Effect {
  if (on === "removed" || on === "disabled") return "none";
  return sometimes === true ? "may replace" : "replaces";
}

function isIndex(key: PathKey): boolean {
  return typeof key === "number";
}

function isPrefix(short: readonly string[], long: readonly string[]): boolean {
  return short.length <= long.length && short.every((key, index) => key === long[index]);
}

function isIgnored(keys: readonly PathKey[], { options }: PlanResource): boolean {
  return (options.ignoreChanges ?? []).some((path) => covers(path, keys));
}

/** Whether a property path as Pulumi writes it (`spec.ports[0].name`, `*`) names these keys or something around them. */
function covers(path: string, keys: readonly PathKey[]): boolean {
  const parts = path.split(/[.[\]"]+/).filter((part) => part !== "");
  return parts.length <= keys.length && parts.every((part, index) => part === "*" || part === String(keys[index]));
}

/**
 * Whether Pulumi takes two resources for one: the URN is the same, an alias says so, or their parents are one and
 * nothing else is different, as children inherit the aliases of their parents. The names of stack and project are no
 * part of it: plans of two stacks may be compared.
 */
class KnownNames {
  readonly #left: ReadonlyMap<string, PlanResource>;
  readonly #right: ReadonlyMap<string, PlanResource>;

  constructor(left: Plan, right: Plan) {
    this.#left = new Map(left.resources.map((resource) => [resource.urn, resource]));
    this.#right = new Map(right.resources.map((resource) => [resource.urn, resource]));
  }

  isSame(from: PlanResource, to: PlanResource): boolean {
    if (tailOf(from.urn) === tailOf(to.urn)) return true;
    if (to.options.aliases?.some((alias) => tailOf(alias) === tailOf(from.urn)) === true) return true;
    const [fromParent, toParent] = [this.#left.get(from.parent ?? ""), this.#right.get(to.parent ?? "")];
    if (fromParent === undefined || toParent === undefined || toParent.type === STACK_TYPE) return false;
    if (from.type !== to.type) return false;
    const inherited = to.name.startsWith(toParent.name)
      ? `${fromParent.name}${to.name.slice(toParent.name.length)}`
      : to.name;
    return (from.name === to.name || from.name === inherited) && this.isSame(fromParent, toParent);
  }
}

function tailOf(urn: string): string {
  return urn.split("::").slice(2).join("::");
}
