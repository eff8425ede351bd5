import { type PathKey, toPointer } from "./pointer.ts";
import { Property, type Reads, type Root, Undecided, replayReads, trackReads } from "./property.ts";
import type { Issue } from "./rule.ts";
import type { Properties } from "./value.ts";

export interface ResourceOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

/** What an engine knows of one resource; every adapter makes these, so that rules see one shape. */
export interface ResourceData {
  readonly urn: string;
  /** Canonical type token: aliases are resolved before. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  /** What the provider returned; absent where an engine has none. */
  readonly outputs?: Properties | undefined;
  readonly options?: ResourceOptions | undefined;
  readonly parent?: string | undefined;
  readonly dependencies?: readonly string[] | undefined;
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] } | undefined;
  /** Pointers, relative to inputs, of leaves whose value is simulated. */
  readonly simulated?: readonly string[] | undefined;
  /** False for components. */
  readonly custom?: boolean | undefined;
  /** For an item of a `…List` resource: where in the list's inputs it stands. */
  readonly base?: readonly PathKey[] | undefined;
}

/** A resource under judgement: its inputs as properties, and memory for walkers shared by rules. */
export class Resource {
  readonly data: ResourceData;
  /** The inputs. */
  readonly inputs: Property;
  /** The provider's outputs; not set where there are none. */
  readonly outputs: Property;
  readonly #memory = new Map<
    unknown,
    { readonly reads: Reads } & ({ readonly result: unknown } | { readonly thrown: unknown })
  >();

  constructor(data: ResourceData) {
    this.data = data;
    const simulated = data.simulated !== undefined && data.simulated.length > 0 ? new Set(data.simulated) : undefined;
    const root: Root = { owner: data.urn, ...(data.base && { base: data.base }), ...(simulated && { simulated }) };
    this.inputs = new Property(root, data.inputs);
    this.outputs = new Property({ owner: data.urn }, data.outputs);
  }

  get urn(): string {
    return this.data.urn;
  }
  get type(): string {
    return this.data.type;
  }
  get name(): string {
    return this.data.name;
  }
  get options(): ResourceOptions {
    return this.data.options ?? {};
  }

  /** The input under `keys`. */
  get(...keys: readonly PathKey[]): Property {
    return this.inputs.get(...keys);
  }

  /** A violation by the resource as a whole. */
  fail(message: string): Issue {
    return { verdict: "fail", property: this, message };
  }

  /** Runs `compute` once for this resource and remembers what it returned, threw and read. Key it by the function. */
  memo<T>(key: unknown, compute: () => T): T {
    let entry = this.#memory.get(key);
    if (entry === undefined) {
      entry = trackReads(compute);
      this.#memory.set(key, entry);
    }
    replayReads(entry.reads);
    if ("thrown" in entry) throw entry.thrown;
    return entry.result as T;
  }
}

/** Every resource of a stack, indexed for rules that join them. */
export class Stack {
  readonly resources: readonly Resource[];
  readonly #byType = new Map<string, Resource[]>();
  readonly #byUrn = new Map<string, Resource>();
  readonly #memory = new Map<unknown, unknown>();

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    for (const resource of resources) {
      const sameType = this.#byType.get(resource.type);
      if (sameType === undefined) this.#byType.set(resource.type, [resource]);
      else sameType.push(resource);
      this.#byUrn.set(resource.urn, resource);
    }
  }

  /** Resources of any of these canonical types, in program order within a type. */
  ofType(...types: readonly string[]): readonly Resource[] {
    if (types.length === 1) return this.#byType.get(types[0] as string) ?? [];
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  byUrn(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  /** Runs `compute` once for the whole stack. Key it by the function. */
  memo<T>(key: unknown, compute: () => T): T {
    if (!this.#memory.has(key)) this.#memory.set(key, compute());
    return this.#memory.get(key) as T;
  }

  /**
   * Whether `property` of `from` points at `target`: its value is the target's id, ARN, name or URL, or the
   * engine recorded that the property was computed from the target. An unknown value without such a record
   * could be anything and throws `Undecided`.
   */
  refersTo(from: Resource, property: Property, target: Resource): boolean {
    if (!property.isUnknown && !property.isSet) return false;
    const recorded = originsOf(from, property);
    if (recorded.includes(target.urn)) return pointsAt(property, target) ?? true;
    if (property.isUnknown && recorded.length > 0) return false;
    // An unknown that comes from nowhere could be anything: the read throws.
    if (property.isUnknown) return property.isSet;
    return pointsAt(property, target) ?? false;
  }

  /** The resources of `types` that `property` of `from` points at. */
  referents(from: Resource, property: Property, ...types: readonly string[]): Resource[] {
    return types.flatMap((type) => {
      const all = this.ofType(type);
      const few = all.length <= FEW ? all : this.#targets(type).pointedAtBy(from, property);
      return few.filter((target) => this.refersTo(from, property, target));
    });
  }

  /** The resources of `type` whose `property` points at `target`, such as the bucket policies of a bucket. */
  referrers(target: Resource, type: string, ...property: readonly PathKey[]): Resource[] {
    return this.candidates(target, type, ...property).filter((from) =>
      this.refersTo(from, from.get(...property), target),
    );
  }

  /**
   * The resources of `type`, in program order, without most of those of which `refersTo` says that their `property` does not
   * point at `target`. What has many of both kinds is joined by this and never by looking at each pair.
   */
  candidates(target: Resource, type: string, ...property: readonly PathKey[]): readonly Resource[] {
    const all = this.ofType(type);
    if (all.length <= FEW) return all;
    return this.memo(`sources ${type} ${toPointer(property)}`, () => new SourceIndex(all, property)).pointingAt(target);
  }

  #targets(type: string): TargetIndex {
    return this.memo(`targets ${type}`, () => new TargetIndex(this.ofType(type)));
  }
}

/** Below this an index costs more than it saves. */
const FEW = 8;

const IDENTIFYING_OUTPUTS = ["id", "arn", "name", "bucket", "url", "keyId", "identifier", "clusterIdentifier", "vpcId"];
const IDENTIFYING_INPUTS = ["name", "bucket", "identifier", "clusterIdentifier", "replicationGroupId", "functionName"];

/** Every text that identifies the resource, as far as it is known. */
function identitiesOf({ outputs, inputs }: Resource): string[] {
  return [
    ...IDENTIFYING_OUTPUTS.map((key) => identityAt(outputs, key)),
    ...IDENTIFYING_INPUTS.map((key) => identityAt(inputs, key)),
  ].filter((text) => text !== undefined);
}

/** Whether the text of `property` identifies `target`; undefined when the text or the identity it would be is not known. */
function pointsAt(property: Property, target: Resource): boolean | undefined {
  const text = property.raw;
  if (typeof text !== "string") return undefined;
  if (identitiesOf(target).includes(text)) return true;
  // A name that differs says nothing of an id: CrossGuard tells outputs without the id of some providers.
  return identityAt(target.outputs, text.startsWith("arn:") ? "arn" : "id") === undefined ? undefined : false;
}

function identityAt(source: Property, key: string): string | undefined {
  const value = source.raw === undefined ? undefined : source.get(key).raw;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Resources of one type by what one of their properties points at. */
class SourceIndex {
  readonly #all: readonly Resource[];
  readonly #byText = new Places();
  readonly #byOrigin = new Places();
  /** What nobody can read may point at anything. */
  readonly #unread: number[] = [];

  constructor(all: readonly Resource[], keys: readonly PathKey[]) {
    this.#all = all;
    for (const [place, from] of all.entries()) this.#add(place, from, keys);
  }

  #add(place: number, from: Resource, keys: readonly PathKey[]): void {
    let property: Property;
    try {
      property = from.get(...keys);
    } catch (thrown) {
      if (!(thrown instanceof Undecided)) throw thrown;
      this.#unread.push(place);
      return;
    }
    const origins = originsOf(from, property);
    for (const urn of origins) this.#byOrigin.add(urn, place);
    if (property.isUnknown && origins.length === 0) this.#unread.push(place);
    if (typeof property.raw === "string") this.#byText.add(property.raw, place);
  }

  pointingAt(target: Resource): Resource[] {
    const texts = identitiesOf(target).flatMap((text) => this.#byText.at(text));
    return inOrder(this.#all, [...this.#unread, ...this.#byOrigin.at(target.urn), ...texts]);
  }
}

/** Resources of one type by what identifies them. */
class TargetIndex {
  readonly #all: readonly Resource[];
  readonly #byText = new Places();
  readonly #byUrn = new Places();

  constructor(all: readonly Resource[]) {
    this.#all = all;
    for (const [place, target] of all.entries()) {
      this.#byUrn.add(target.urn, place);
      for (const text of identitiesOf(target)) this.#byText.add(text, place);
    }
  }

  pointedAtBy(from: Resource, property: Property): readonly Resource[] {
    const origins = originsOf(from, property);
    if (property.isUnknown && origins.length === 0) return this.#all;
    const texts = typeof property.raw === "string" ? this.#byText.at(property.raw) : [];
    return inOrder(this.#all, [...origins.flatMap((urn) => this.#byUrn.at(urn)), ...texts]);
  }
}

/** Positions in a list by a key. */
class Places {
  readonly #places = new Map<string, number[]>();

  add(key: string, place: number): void {
    const known = this.#places.get(key);
    if (known === undefined) this.#places.set(key, [place]);
    else known.push(place);
  }

  at(key: string): readonly number[] {
    return this.#places.get(key) ?? [];
  }
}

function inOrder(all: readonly Resource[], places: readonly number[]): Resource[] {
  return [...new Set(places)].toSorted((a, b) => a - b).flatMap((place) => all[place] ?? []);
}

/** The resources that the engine recorded a property to be computed from. */
function originsOf(from: Resource, property: Property): readonly string[] {
  const key = property.keys[0];
  return (key === undefined ? undefined : from.data.propertyDependencies?.[key]) ?? [];
}
