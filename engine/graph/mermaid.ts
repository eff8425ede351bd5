import type { Graph, GraphNode, Zone } from "../graph.ts";
import {
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

/** Readable on light and dark pages alike; forges draw both. */
const CLASSES = [
  "classDef violation fill:#ffd7d5,stroke:#cf222e,stroke-width:2px,color:#1f2328",
  "classDef undecided fill:#fff1c2,stroke:#9a6700,stroke-width:2px,color:#1f2328",
  "classDef advisory fill:#fff8e5,stroke:#bf8700,color:#1f2328",
  "classDef changed fill:#ddf4ff,stroke:#0969da,stroke-width:2px,color:#1f2328",
  "classDef clean fill:#f6f8fa,stroke:#6e7781,color:#1f2328",
];

/** A graph as Mermaid, which forges draw where Markdown is read. */
export function renderMermaid(of: Graph, detail: PictureLevel): string {
  const { graph, level, edges, left } = pictureOf(of, detail);
  const lines = [
    "flowchart LR",
    ...zone(graph.root, level, "  "),
    ...edges.map((edge) => {
      const label = edgeLabel(edge);
      const line = edge.relations[0] === "traffic" ? "-->" : "-.->";
      return `  ${edge.from} ${line}${label === "" ? "" : `|${text(label)}|`} ${edge.to}`;
    }),
    ...(left > 0 ? [`  left["${plural(left, "line")} left out"]:::clean`] : []),
    ...CLASSES.map((one) => `  ${one}`),
  ];
  return `${lines.join("\n")}\n`;
}

function zone({ id, label, zones, nodes }: Zone, level: PictureLevel, indent: string): string[] {
  return [
    `${indent}subgraph ${id}["${text(label)}"]`,
    ...zones.flatMap((inner) => zone(inner, level, `${indent}  `)),
    ...nodes.flatMap((node) => box(node, level, `${indent}  `)),
    `${indent}end`,
  ];
}

function box(node: GraphNode, level: PictureLevel, indent: string): string[] {
  const inside = drawnInside(node, level);
  if (inside.length > 0) {
    return [
      `${indent}subgraph ${node.id}["${text(node.name)}"]`,
      ...inside.map((resource) => leaf(resource, `${indent}  `)),
      `${indent}end`,
    ];
  }
  return [leaf(node, indent)];
}

function leaf(node: GraphNode, indent: string): string {
  const lines = [node.name, describeSize(node), describeStates(node), describeChanges(node)];
  const label = lines.filter((line) => line !== "").map(text);
  return `${indent}${node.id}["${label.join("<br/>")}"]:::${lookOf(node)}`;
}

/** Mermaid has no escape but entities, and reads Markdown between backticks. */
function text(raw: string): string {
  return raw
    .replaceAll(/[\n\r\t]+/g, " ")
    .replaceAll(/[^\p{L}\p{N} .,:/·+~()-]/gu, (char) => `#${char.codePointAt(0)};`);
}
