import type { Graph, GraphNode, Zone } from "../graph.ts";
import type { Edge } from "./edges.ts";
import { DRAWN, RELATIONS } from "./relations.ts";

/** How much a drawing shows: components, or what they are made of, too. */
export type PictureLevel = "component" | "resource";

/** What a drawing shows of a graph. */
export interface Picture {
  readonly graph: Graph;
  readonly level: PictureLevel;
  readonly edges: readonly Edge[];
  /** Edges that are left out, as they explain least. */
  readonly left: number;
}

/** Beyond this, lines are a thicket; Mermaid refuses 500. */
const MOST_EDGES = 150;

export function pictureOf(graph: Graph, level: PictureLevel): Picture {
  const all = level === "component" ? graph.edges : graph.resourceEdges;
  const drawn = all.filter(({ relations }) => relations.some((relation) => DRAWN.has(relation)));
  const kept = new Set(drawn.toSorted((a, b) => weight(a) - weight(b)).slice(0, MOST_EDGES));
  return { graph, level, edges: drawn.filter((edge) => kept.has(edge)), left: drawn.length - kept.size };
}

function weight({ relations }: Edge): number {
  return relations[0] === undefined ? RELATIONS.length : RELATIONS.indexOf(relations[0]);
}

/** `:5432`, where it is known what ports traffic goes to. */
export function edgeLabel({ ports, relations }: Edge): string {
  if (relations[0] !== "traffic" || ports.length === 0) return "";
  return ports.length > 2 ? `:${ports[0]} and ${ports.length - 1} more` : ports.map((port) => `:${port}`).join(" ");
}

/** `3 violations, 1 undecided`; what is borne is not counted. */
export function describeStates({ states }: Pick<GraphNode, "states">): string {
  const { violation, advisory, undecided } = states;
  return [
    ...(violation > 0 ? [plural(violation, "violation")] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(advisory > 0 ? [plural(advisory, "advisory", "advisories")] : []),
  ].join(", ");
}

export function describeChanges({ changes: { added, changed, removed } }: Pick<GraphNode, "changes">): string {
  return [
    ...(added > 0 ? [`+${added}`] : []),
    ...(changed > 0 ? [`~${changed}`] : []),
    ...(removed > 0 ? [`-${removed}`] : []),
  ].join(" ");
}

/** `Database, 11 resources`. */
export function describeSize({ type, resources, kind }: GraphNode): string {
  if (kind === "resource") return type;
  return [type, plural(resources, "resource")].filter((part) => part !== "").join(" · ");
}

/** The gravest thing about a node; drawings colour by it. */
export function lookOf({ states, changes }: GraphNode): "violation" | "undecided" | "advisory" | "changed" | "clean" {
  if (states.violation > 0) return "violation";
  if (states.undecided > 0) return "undecided";
  if (states.advisory > 0) return "advisory";
  return changes.added + changes.changed + changes.removed > 0 ? "changed" : "clean";
}

/** The resources that a drawing shows inside a node, however deep they lie. */
export function drawnInside(node: GraphNode, level: PictureLevel): GraphNode[] {
  if (level === "component") return [];
  return node.children.flatMap((child) => [
    ...(child.kind === "resource" ? [child] : []),
    ...drawnInside(child, level),
  ]);
}

export function nodesIn(zone: Zone): GraphNode[] {
  return [...zone.nodes, ...zone.zones.flatMap(nodesIn)];
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
