import type { Change } from "./compare.ts";
import type { Finding } from "./finding.ts";
import { type Edge, edgesOf } from "./graph/edges.ts";
import { Places, type Place, type ZoneKey } from "./graph/zones.ts";
import { lastPart } from "./graph/relations.ts";
import type { Plan, PlanResource } from "./plan.ts";
import { type State, countStates } from "./report/_report.ts";
import { groupByComponent } from "./components.ts";
import { Identities } from "../policies/identity.ts";

/** A plan as people picture it: what lies in what, and what has to do with what. Equal plans make equal graphs. */
export interface Graph {
  readonly stack: string;
  readonly environment: string | undefined;
  readonly tier: string;
  readonly root: Zone;
  /** Between outermost components. */
  readonly edges: readonly Edge[];
  /** Between resources of different outermost components; inside one they are how it is made. */
  readonly resourceEdges: readonly Edge[];
  /** The node of each resource. */
  readonly nodeOf: ReadonlyMap<string, GraphNode>;
  readonly resources: number;
  /** Whether changes were laid over it. */
  readonly hasChanges: boolean;
}

/** An environment, a network, a tier of subnets, a namespace. */
export interface Zone {
  readonly id: string;
  readonly kind: ZoneKey["kind"] | "environment";
  readonly label: string;
  readonly zones: readonly Zone[];
  readonly nodes: readonly GraphNode[];
}

/** A component, or resources outside any component that belong to one service; below it, what it is made of. */
export interface GraphNode {
  /** Unique in its graph, letters and digits only. */
  readonly id: string;
  readonly kind: "component" | "service" | "resource";
  readonly name: string;
  /** Last part of the type, such as `Database`; empty for a service. */
  readonly type: string;
  readonly token: string;
  /** How many resources are in it, itself left out unless it is one. */
  readonly resources: number;
  readonly children: readonly GraphNode[];
  /** Of everything in it. */
  readonly states: Readonly<Record<State, number>>;
  readonly changes: ChangeCounts;
}

export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export interface GraphOptions {
  readonly findings?: readonly Finding[];
  /** What a change does to the plan; laid over the graph. */
  readonly changes?: readonly Change[];
}

const STACK_TYPE = "pulumi:pulumi:Stack";

export function graphOf(plan: Plan, options: GraphOptions = {}): Graph {
  return new Builder(plan, options).build();
}

class Builder {
  readonly #plan: Plan;
  readonly #findings: ReadonlyMap<string, readonly Finding[]>;
  readonly #changes: ReadonlyMap<string, readonly Change[]>;
  readonly #hasChanges: boolean;
  readonly #identities: Identities;
  readonly #children = new Map<string, PlanResource[]>();
  readonly #nodeOf = new Map<string, GraphNode>();
  /** The id of the outermost node around each resource. */
  readonly #topOf = new Map<string, string>();
  #nodes = 0;
  #zones = 0;

  constructor(plan: Plan, { findings = [], changes }: GraphOptions) {
    this.#plan = plan;
    this.#findings = Map.groupBy(findings, ({ urn }) => urn);
    this.#changes = Map.groupBy(changes ?? [], ({ resource }) => resource);
    this.#hasChanges = changes !== undefined;
    this.#identities = new Identities(plan.resources);
    for (const resource of plan.resources) {
      if (resource.parent === undefined) continue;
      const siblings = this.#children.get(resource.parent) ?? [];
      siblings.push(resource);
      this.#children.set(resource.parent, siblings);
    }
  }

  build(): Graph {
    const { stack, environment, tier, resources } = this.#plan;
    const placed = this.#tops().map((top) => ({ place: top.place, node: this.#top(top) }));
    const edges = edgesOf(resources, (urn) => this.#topOf.get(urn));
    const topOfNode = new Map([...this.#nodeOf].map(([urn, node]) => [node.id, this.#topOf.get(urn)]));
    const resourceEdges = edgesOf(resources, (urn) => this.#nodeOf.get(urn)?.id).filter(
      ({ from, to }) => topOfNode.get(from) !== topOfNode.get(to),
    );
    const name = environment === undefined || stack.includes(environment) ? stack : `${stack} (${environment})`;
    return {
      stack,
      environment,
      tier: tier ?? "unknown",
      root: this.#zone("environment", name, placed, 0),
      edges,
      resourceEdges,
      nodeOf: this.#nodeOf,
      resources: resources.filter(({ type }) => type !== STACK_TYPE).length,
      hasChanges: this.#hasChanges,
    };
  }

  /** Outermost components, and loose resources by where they lie and the service they are of. */
  #tops(): Top[] {
    const places = new Places(this.#plan.resources);
    const { rowOf } = groupByComponent(this.#plan);
    const byUrn = new Map(this.#plan.resources.map((resource) => [resource.urn, resource]));
    const tops = new Map<string, Top>();
    for (const resource of this.#plan.resources) {
      const parent = byUrn.get(resource.parent ?? "");
      if (resource.type === STACK_TYPE || (parent !== undefined && parent.type !== STACK_TYPE)) continue;
      const inside = this.#within(resource);
      const place = places.of(inside);
      if (!resource.custom) {
        tops.set(resource.urn, { place, component: resource, name: resource.name, members: [resource] });
        continue;
      }
      const service = rowOf.get(resource.urn) ?? resource.type;
      const key = `${place.map((zone) => zone.key).join("/")}|${service}`;
      const known = tops.get(key);
      if (known === undefined) tops.set(key, { place, component: undefined, name: service, members: [resource] });
      else known.members.push(resource);
    }
    return [...tops.values()].toSorted(
      (a, b) => compare(a.name, b.name) || compare(a.component?.urn ?? "", b.component?.urn ?? ""),
    );
  }

  #within(resource: PlanResource): PlanResource[] {
    return [resource, ...(this.#children.get(resource.urn) ?? []).flatMap((child) => this.#within(child))];
  }

  #top({ component, name, members }: Top): GraphNode {
    const node = component === undefined ? this.#service(name, members) : this.#node(component);
    for (const { urn } of members.flatMap((member) => this.#within(member))) this.#topOf.set(urn, node.id);
    return node;
  }

  #service(name: string, members: readonly PlanResource[]): GraphNode {
    const id = this.#nextId();
    const children = byName(members).map((member) => this.#node(member));
    return { id, kind: "service", name, type: "", token: "", children, ...totals(children) };
  }

  #node(resource: PlanResource): GraphNode {
    const id = this.#nextId();
    const children = byName(this.#children.get(resource.urn) ?? []).map((child) => this.#node(child));
    const own = {
      resources: resource.custom ? 1 : 0,
      states: countStates(this.#findings.get(resource.urn) ?? []),
      changes: this.#changesOf(resource),
    };
    const node: GraphNode = {
      id,
      kind: resource.custom ? "resource" : "component",
      name: resource.name,
      type: lastPart(resource.type),
      token: resource.type,
      children,
      ...totals(children, own),
    };
    this.#nodeOf.set(resource.urn, node);
    return node;
  }

  /** What is removed is no longer in the plan: it counts for the component that it was in. */
  #changesOf(resource: PlanResource): ChangeCounts {
    if (!this.#hasChanges) return NO_CHANGES;
    const identity = this.#identities.of(resource.urn);
    const own = this.#changes.get(identity) ?? [];
    const isAdded = own.some(({ kind }) => kind === "added");
    const removed = resource.custom ? 0 : this.#removedBelow(identity);
    return { added: Number(isAdded), changed: Number(own.length > 0 && !isAdded), removed };
  }

  #removedBelow(identity: string): number {
    const isChild = (path: string): boolean => path.slice(0, path.lastIndexOf("/")) === identity;
    return [...this.#changes].filter(([path, own]) => isChild(path) && own.some(({ kind }) => kind === "removed"))
      .length;
  }

  #nextId(): string {
    this.#nodes += 1;
    return `n${this.#nodes}`;
  }

  #zone(kind: Zone["kind"], label: string, placed: readonly Placed[], depth: number): Zone {
    this.#zones += 1;
    const id = `z${this.#zones}`;
    const here = placed.filter(({ place }) => place.length === depth).map(({ node }) => node);
    const inner = new Map<string, { readonly zone: ZoneKey; readonly placed: Placed[] }>();
    for (const one of placed) {
      const zone = one.place[depth];
      if (zone === undefined) continue;
      const key = `${zone.kind}:${zone.key}`;
      const known = inner.get(key);
      if (known === undefined) inner.set(key, { zone, placed: [one] });
      else known.placed.push(one);
    }
    const zones = [...inner.values()]
      .toSorted((a, b) => zoneRank(a.zone) - zoneRank(b.zone) || compare(a.zone.key, b.zone.key))
      .map(({ zone, placed: own }) => this.#zone(zone.kind, zone.label, own, depth + 1));
    return { id, kind, label, zones, nodes: here };
  }
}

interface Top {
  readonly place: Place;
  readonly component: PlanResource | undefined;
  readonly name: string;
  readonly members: PlanResource[];
}

interface Placed {
  readonly place: Place;
  readonly node: GraphNode;
}

const NO_CHANGES: ChangeCounts = { added: 0, changed: 0, removed: 0 };

const ZONE_ORDER = ["edge", "network", "public", "private", "isolated", "tier", "cluster", "namespace", "services"];

function zoneRank({ kind, key }: ZoneKey): number {
  const at = ZONE_ORDER.indexOf(key);
  return at >= 0 ? at : ZONE_ORDER.indexOf(kind);
}

type Totals = Pick<GraphNode, "resources" | "states" | "changes">;

function totals(children: readonly GraphNode[], own?: Totals): Totals {
  const all: readonly Totals[] = own === undefined ? children : [own, ...children];
  const sum = (read: (one: Totals) => number): number => all.reduce((total, one) => total + read(one), 0);
  const state = (name: State): number => sum(({ states }) => states[name]);
  return {
    resources: sum(({ resources }) => resources),
    states: {
      violation: state("violation"),
      advisory: state("advisory"),
      undecided: state("undecided"),
      baselined: state("baselined"),
      waived: state("waived"),
    },
    changes: {
      added: sum(({ changes }) => changes.added),
      changed: sum(({ changes }) => changes.changed),
      removed: sum(({ changes }) => changes.removed),
    },
  };
}

function byName(resources: readonly PlanResource[]): PlanResource[] {
  // Components first: they hold the most.
  return resources.toSorted(
    (a, b) => Number(a.custom) - Number(b.custom) || compare(a.name, b.name) || compare(a.urn, b.urn),
  );
}

/** By code point: an order that no machine's language changes. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
