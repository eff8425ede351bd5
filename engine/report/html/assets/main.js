import { byId } from "./dom.js";
import { showDetails } from "./details.js";
import { readyFilters, showAllFindings, showFindings } from "./findings.js";
import { markPicture, readyPicture, setZoom, zoom } from "./picture.js";
import { matchingTops, select } from "./selection.js";
import { queryOf, report, view } from "./state.js";
import { openAll, showTree } from "./tree.js";

function refresh() {
  const query = queryOf();
  markPicture(view.stack, view.selected, matchingTops(view.stack, query));
  showTree(view.stack, query);
  showFindings(true);
}

function showStack(index) {
  view.stack = report.stacks[index];
  view.selected = undefined;
  for (const canvas of document.querySelectorAll(".canvas")) canvas.hidden = canvas.id !== `picture-${index}`;
  for (const tiles of document.querySelectorAll("[data-tiles]")) tiles.hidden = tiles.dataset.tiles !== String(index);
  readyPicture(view.stack);
  showDetails(view.stack, undefined);
  refresh();
}

function toggleTheme() {
  const root = document.documentElement;
  const isDark =
    root.dataset.theme === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : root.dataset.theme === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
}

function start() {
  byId("theme").addEventListener("click", toggleTheme);
  if (report.stacks.length === 0) return;
  let waiting;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 80);
  });
  byId("stack")?.addEventListener("change", (event) => showStack(Number(event.target.value)));
  byId("zoom-in").addEventListener("click", () => setZoom(zoom.factor * 1.4));
  byId("zoom-out").addEventListener("click", () => setZoom(zoom.factor / 1.4));
  byId("zoom-fit").addEventListener("click", () => setZoom(1));
  byId("open-all").addEventListener("click", () => openAll(true));
  byId("close-all").addEventListener("click", () => openAll(false));
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape" && view.selected !== undefined) select(view.selected);
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      byId("search").focus();
    }
  });
  addEventListener("beforeprint", () => {
    showAllFindings();
  });
  readyFilters();
  showStack(0);
}

start();
document.documentElement.dataset.ready = String(Math.round(performance.now()));
