import { byId } from "./dom.js";

/** What the page tells of: stacks, findings and rules. */
export const report = JSON.parse(byId("data").textContent);

/** What is shown of it. */
export const view = { stack: undefined, selected: undefined };

for (const [index, stack] of report.stacks.entries()) {
  stack.index = index;
  stack.nodes = new Map();
  stack.parents = new Map();
  stack.tops = new Set();
  const visit = (node, parent) => {
    if (parent !== undefined) stack.parents.set(node.id, parent);
    if (node.zones === undefined) stack.nodes.set(node.id, node);
    for (const child of [...(node.zones ?? []), ...(node.nodes ?? []), ...(node.children ?? [])]) visit(child, node);
    for (const top of node.nodes ?? []) stack.tops.add(top.id);
  };
  visit(stack.root, undefined);
}

export function queryOf() {
  return byId("search").value.trim().toLowerCase();
}
