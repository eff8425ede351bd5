import type { Graph, GraphNode, Zone } from "../graph.ts";
import type { Edge } from "./edges.ts";
import {
  type Picture,
  type PictureLevel,
  describeChanges,
  describeSize,
  describeStates,
  drawnInside,
  edgeLabel,
  lookOf,
  pictureOf,
  plural,
} from "./picture.ts";

const FILLS = {
  violation: ["#ffebe9", "#cf222e"],
  undecided: ["#fff8c5", "#9a6700"],
  advisory: ["#fffdf5", "#d4a72c"],
  changed: ["#ddf4ff", "#0969da"],
  clean: ["#ffffff", "#8c959f"],
} as const;

/** A graph as Graphviz reads it. Ids and classes let a page style and find what is drawn. */
export function renderDot(of: Graph, detail: PictureLevel): string {
  const picture = pictureOf(of, detail);
  const { graph, edges, left } = picture;
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const lines = [
    `digraph ${quoted(graph.stack)} {`,
    '  graph [rankdir=LR, fontname="Arial", fontsize=13, nodesep=0.22, ranksep=0.7, compound=true, bgcolor=transparent]',
    '  node [shape=box, style="rounded,filled", fontname="Arial", fontsize=13, margin="0.18,0.07"]',
    '  edge [fontname="Arial", fontsize=10, color="#6e7781", fontcolor="#57606a", arrowsize=0.7]',
    ...zone(graph.root, picture, linked, "  "),
    ...edges.map(line),
    ...(left > 0 ? [`  left [shape=plaintext, style="", label=${quoted(`${plural(left, "line")} left out`)}]`] : []),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function zone(
  { id, kind, label, zones, nodes }: Zone,
  picture: Picture,
  linked: ReadonlySet<string>,
  indent: string,
): string[] {
  const inner = `${indent}  `;
  const loose = nodes.filter((node) => !linked.has(node.id) && drawnInside(node, picture.level).length === 0);
  return [
    `${indent}subgraph cluster_${id} {`,
    `${inner}graph [id=${id}, class="zone zone-${kind}", label=${quoted(label)}, labeljust=l, style="rounded,filled", ${colorsOf(kind)}, margin=14]`,
    ...zones.flatMap((one) => zone(one, picture, linked, inner)),
    ...nodes.flatMap((node) => box(node, picture.level, inner)),
    ...stacked(loose, inner),
    `${indent}}`,
  ];
}

/** Nodes without lines would make one long row: invisible lines put them into columns, about as wide as high. */
function stacked(nodes: readonly GraphNode[], indent: string): string[] {
  const column = Math.max(4, Math.ceil(1.5 * Math.sqrt(nodes.length)));
  return nodes.flatMap(({ id }, index) => {
    const next = nodes[index + column];
    return next === undefined ? [] : [`${indent}${id} -> ${next.id} [style=invis]`];
  });
}

function box(node: GraphNode, level: PictureLevel, indent: string): string[] {
  const inside = drawnInside(node, level);
  if (inside.length === 0) return [leaf(node, indent)];
  return [
    `${indent}subgraph cluster_${node.id} {`,
    `${indent}  graph [id=${node.id}, class="zone zone-component", label=${quoted(`${node.name}  ${describeSize(node)}`)}, labeljust=l, style="rounded,filled", fillcolor="#ffffff", color="#8c959f", margin=10]`,
    ...inside.map((resource) => leaf(resource, `${indent}  `)),
    ...stacked(inside, `${indent}  `),
    `${indent}}`,
  ];
}

function leaf(node: GraphNode, indent: string): string {
  const look = lookOf(node);
  const [fill, stroke] = FILLS[look];
  const width = look === "clean" || look === "advisory" ? 1 : 2;
  const lines = [node.name, describeSize(node), describeStates(node), describeChanges(node)];
  const label = lines.filter((part) => part !== "").map(escaped);
  return `${indent}${node.id} [id=${node.id}, class="node ${node.kind} ${look}", label="${label.join(String.raw`\n`)}", fillcolor="${fill}", color="${stroke}", penwidth=${width}]`;
}

function line(edge: Edge): string {
  const label = edgeLabel(edge);
  const style = edge.relations[0] === "traffic" ? "" : ", style=dashed, constraint=false";
  return `  ${edge.from} -> ${edge.to} [id="${edge.from}-${edge.to}", class="${edge.relations[0]}"${style}${label === "" ? "" : `, label=${quoted(label)}`}]`;
}

function colorsOf(kind: Zone["kind"]): string {
  const [fill, stroke] = {
    environment: ["#ffffff", "#d0d7de"],
    edge: ["#f3f0ff", "#8250df"],
    network: ["#f6f8fa", "#57606a"],
    tier: ["#eaf5ff", "#54aeff"],
    cluster: ["#eef6f1", "#4ac26b"],
    namespace: ["#f7fcf9", "#4ac26b"],
    services: ["#f6f8fa", "#afb8c1"],
  }[kind] as [string, string];
  return `fillcolor="${fill}", color="${stroke}"`;
}

function quoted(raw: string): string {
  return `"${escaped(raw)}"`;
}

/** Graphviz reads escapes in quoted text; no control character is left in it. */
function escaped(raw: string): string {
  return (
    raw
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      .replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, " ")
      .replaceAll("\\", "\\\\")
      .replaceAll('"', String.raw`\"`)
      // Graphviz reads entities, too.
      .replaceAll("&", "&amp;")
  );
}
