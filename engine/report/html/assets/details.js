import { badgesOf, byId, count, el } from "./dom.js";
import { showFindingsOf } from "./findings.js";
import { select } from "./selection.js";
import { report } from "./state.js";

/** The panel beside the picture: what one component is made of, and what it has to do with others. */
export function showDetails(stack, node) {
  const side = byId("details");
  side.hidden = node === undefined;
  if (node === undefined) return;
  const types = new Map();
  for (const leaf of leavesOf(node)) types.set(leaf.type, (types.get(leaf.type) ?? 0) + 1);
  const listed = [...types].toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  side.replaceChildren(
    el("button", { class: "close", onclick: () => select(node.id) }, "Close"),
    el("h2", {}, node.name),
    el(
      "p",
      { class: "muted" },
      [node.type, node.resources > 0 ? count(node.resources, "resource") : ""].filter(Boolean).join(" · "),
    ),
    el("p", {}, ...badgesOf(node)),
    el("p", {}, el("button", { onclick: () => showFindingsOf(node) }, "Show its findings")),
    ...relations(
      "Uses",
      stack,
      stack.edges.filter(({ from }) => from === node.id),
      ({ to }) => to,
    ),
    ...relations(
      "Used by",
      stack,
      stack.edges.filter(({ to }) => to === node.id),
      ({ from }) => from,
    ),
    el("h3", {}, "Made of"),
    el(
      "ul",
      {},
      listed.map(([type, number]) => el("li", {}, `${number} × ${type}`)),
    ),
  );
}

function relations(title, stack, edges, other) {
  if (edges.length === 0) return [];
  const items = edges.map((edge) => {
    const node = stack.nodes.get(other(edge));
    const words = edge.relations.map((relation) => report.relations[relation]).join(", ");
    const ports = edge.ports.length > 0 ? ` (port ${edge.ports.join(", ")})` : "";
    const target = el("button", { class: "link", onclick: () => select(node.id) }, node.name);
    return el("li", {}, ...(title === "Uses" ? [`${words} `, target] : [target, ` ${words} it`]), ports);
  });
  return [el("h3", {}, title), el("ul", {}, items)];
}

function leavesOf(node) {
  const children = node.children ?? [];
  return children.flatMap((child) => [...(child.kind === "resource" ? [child] : []), ...leavesOf(child)]);
}
