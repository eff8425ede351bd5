import { byId } from "./dom.js";
import { select } from "./selection.js";

/** Readies a drawing for the pointer and the keyboard. */
export function readyPicture(stack) {
  const canvas = byId(`picture-${stack.index}`);
  if (canvas === null || canvas.dataset.ready) return;
  canvas.dataset.ready = "yes";
  const svg = canvas.querySelector("svg");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", `Components of ${stack.name}`);
  for (const group of svg.querySelectorAll("g.node")) {
    const id = idOf(group);
    const node = stack.nodes.get(id);
    if (node === undefined) continue;
    group.setAttribute("tabindex", "0");
    group.setAttribute("role", "button");
    const lines = [...group.querySelectorAll("text")].map(({ textContent }) => textContent);
    group.setAttribute("aria-label", lines.join(", "));
    group.addEventListener("click", () => select(id));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      select(id);
    });
  }
}

/** Ids carry the number of their stack in front. */
function idOf(group) {
  return group.id.slice(group.id.indexOf("-") + 1);
}

/** Marks what is chosen, its lines and its neighbours; the rest fades. */
export function markPicture(stack, selected, matching) {
  const canvas = byId(`picture-${stack.index}`);
  if (canvas === null) return;
  const near = new Set(selected === undefined ? [] : [selected]);
  for (const group of canvas.querySelectorAll("g.edge")) {
    const [from, to] = idOf(group).split("-");
    const isLit = selected !== undefined && (from === selected || to === selected);
    group.classList.toggle("lit", isLit);
    group.classList.toggle("faded", (selected !== undefined && !isLit) || matching !== undefined);
    if (isLit) near.add(from).add(to);
  }
  for (const group of canvas.querySelectorAll("g.node")) {
    const id = idOf(group);
    group.classList.toggle("selected", id === selected);
    group.setAttribute("aria-pressed", String(id === selected));
    const isShown = matching === undefined ? selected === undefined || near.has(id) : matching.has(id);
    group.classList.toggle("faded", !isShown);
  }
}

export const zoom = { factor: 1 };

/** A factor of 1 fits the page. */
export function setZoom(factor) {
  zoom.factor = Math.min(6, Math.max(1, factor));
  for (const canvas of document.querySelectorAll(".canvas")) {
    canvas.classList.toggle("zoomed", zoom.factor > 1);
    canvas.querySelector("svg").style.width = zoom.factor === 1 ? "" : `${zoom.factor * 100}%`;
  }
}
