import type { PlanResource } from "../plan.ts";
import { podTraffic } from "./policies.ts";
import { RELATIONS, type Relation, isReversed, portOf, relationOf } from "./relations.ts";

/** Everything that one node has to do with another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** In the order of `RELATIONS`: what explains most comes first. */
  readonly relations: readonly Relation[];
  /** Ports that traffic goes to, ascending. */
  readonly ports: readonly number[];
}

interface Collected {
  readonly from: string;
  readonly to: string;
  readonly relations: Set<Relation>;
  readonly ports: Set<number>;
}

/** One edge for each pair of nodes that resources of theirs tie together. `nodeOf` tells the node of a URN. */
export function edgesOf(resources: readonly PlanResource[], nodeOf: (urn: string) => string | undefined): Edge[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const edges = new Map<string, Collected>();
  const add = (fromUrn: string, toUrn: string, relation: Relation, port: number | undefined): void => {
    const [from, to] = [nodeOf(fromUrn), nodeOf(toUrn)];
    if (from === undefined || to === undefined || from === to) return;
    const key = `${from} ${to}`;
    const edge = edges.get(key) ?? { from, to, relations: new Set(), ports: new Set() };
    edge.relations.add(relation);
    if (port !== undefined) edge.ports.add(port);
    edges.set(key, edge);
  };
  for (const resource of resources) {
    for (const [property, targets] of Object.entries(resource.propertyDependencies)) {
      for (const urn of targets) {
        const target = byUrn.get(urn);
        const relation = target && relationOf(resource, property, target);
        if (relation === undefined) continue;
        const [from, to] = isReversed(resource, property) ? [urn, resource.urn] : [resource.urn, urn];
        add(from, to, relation, portOf(resource));
      }
    }
  }
  for (const { from, to, port } of podTraffic(resources)) add(from.urn, to.urn, "traffic", port);
  return [...edges.values()]
    .map(({ from, to, relations, ports }) => ({
      from,
      to,
      relations: RELATIONS.filter((relation) => relations.has(relation)),
      ports: [...ports].toSorted((a, b) => a - b),
    }))
    .toSorted((a, b) => number(a.from) - number(b.from) || number(a.to) - number(b.to));
}

/** Ids are a letter and a number. */
function number(id: string): number {
  return Number(id.slice(1));
}
