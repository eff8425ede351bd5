import { badgesOf, byId, count, el } from "./dom.js";
import { select } from "./selection.js";
import { view } from "./state.js";

/** Rows of one open branch; more are behind a button. */
const TREE_STEP = 300;

/** The contents of a stack, from the outside in. A branch is made when it is opened. */
export function showTree(stack, query) {
  const tree = byId("tree");
  if (query !== "") {
    const found = [...stack.nodes.values()].filter((node) => matchesNode(node, query));
    tree.replaceChildren(
      el("p", { class: "muted" }, `${found.length} found`),
      list(found, (node) =>
        el("li", { class: "leaf" }, label(stack, node), " ", el("span", { class: "muted" }, pathOf(stack, node))),
      ),
    );
    return;
  }
  tree.replaceChildren(el("ul", {}, branch(stack, stack.root, true)));
}

function branch(stack, node, isOpen) {
  const inner = [...(node.zones ?? []), ...(node.nodes ?? []), ...(node.children ?? [])];
  if (inner.length === 0) return el("li", { class: "leaf" }, label(stack, node));
  const details = el("details", { "data-kind": node.kind }, el("summary", {}, label(stack, node)));
  const fill = () => {
    if (details.childElementCount === 1) {
      const children = list(inner, (child) => branch(stack, child, child.zones !== undefined));
      if (stack.tops.has(node.id)) {
        const show = () => {
          if (view.selected !== node.id) select(node.id);
          byId("picture-title").scrollIntoView();
        };
        children.prepend(
          el("li", { class: "leaf" }, el("button", { class: "link", onclick: show }, "Show in the picture")),
        );
      }
      details.append(children);
    }
  };
  details.addEventListener("toggle", () => {
    if (details.open) fill();
  });
  if (isOpen) {
    fill();
    details.open = true;
  }
  details.fill = fill;
  return el("li", {}, details);
}

/** A list that grows on demand. */
function list(items, render) {
  const ul = el("ul", {});
  let shown = 0;
  const grow = (more) => {
    const upTo = Math.min(items.length, shown + more);
    for (; shown < upTo; shown += 1) ul.append(render(items[shown]));
    if (shown >= items.length) return;
    const button = el(
      "button",
      {
        onclick: () => {
          row.remove();
          grow(TREE_STEP);
        },
      },
      `Show more (${items.length - shown} left)`,
    );
    const row = el("li", { class: "more" }, button);
    ul.append(row);
  };
  grow(TREE_STEP);
  return ul;
}

function label(stack, node) {
  if (node.zones !== undefined) return el("span", { class: "zone-name" }, node.name);
  const size =
    node.kind === "resource" ? node.type : [node.type, count(node.resources, "resource")].filter(Boolean).join(" · ");
  return el(
    "span",
    {},
    el("span", { class: "name" }, node.name),
    " ",
    el("span", { class: "kind" }, size),
    ...badgesOf(node),
  );
}

function pathOf(stack, node) {
  const names = [];
  for (let at = stack.parents.get(node.id); at !== undefined; at = stack.parents.get(at.id)) names.unshift(at.name);
  return names.join(" › ");
}

export function matchesNode(node, query) {
  return (
    node.zones === undefined && (node.name.toLowerCase().includes(query) || node.type.toLowerCase().includes(query))
  );
}

/** Opens or closes all components; with resources there may be thousands, which stay as they are. */
export function openAll(isOpen) {
  const tree = byId("tree");
  for (const details of tree.querySelectorAll("details")) {
    if (isOpen) details.fill();
    if (isOpen || details.dataset.kind === "component" || details.dataset.kind === "service") details.open = isOpen;
  }
}
