import { showDetails } from "./details.js";
import { markPicture } from "./picture.js";
import { queryOf, view } from "./state.js";
import { matchesNode } from "./tree.js";

/** Nodes of the picture that match the search themselves or in what they are made of. */
export function matchingTops(stack, query) {
  if (query === "") return undefined;
  const matches = (node) => matchesNode(node, query) || (node.children ?? []).some(matches);
  return new Set([...stack.tops].filter((id) => matches(stack.nodes.get(id))));
}

/** Chooses a node, or lets it go when it is chosen already. */
export function select(id) {
  view.selected = view.selected === id ? undefined : id;
  markPicture(view.stack, view.selected, matchingTops(view.stack, queryOf()));
  showDetails(view.stack, view.stack.nodes.get(view.selected));
}
