import { readFileSync } from "node:fs";
import type { Graph } from "../graph.ts";
import { renderDot } from "./dot.ts";
import type { PictureLevel } from "./picture.ts";

/** Colours of drawings, for light and dark pages. */
export function graphStyle(): string {
  return readFileSync(new URL("style.css", import.meta.url), "utf8");
}

/** A drawing that stands alone. */
export async function renderSvg(graph: Graph, level: PictureLevel): Promise<string> {
  const svg = await drawing(graph, level);
  return svg.replace(
    /<svg[^>]*>/,
    (tag) => `${tag}\n<style>\n:root { color-scheme: light dark; }\n${graphStyle()}</style>`,
  );
}

/** A drawing for a page: one `svg` element, with no style of its own. */
export async function drawing(graph: Graph, level: PictureLevel): Promise<string> {
  // Large, and most commands draw nothing.
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const svg = viz.renderString(renderDot(graph, level), { format: "svg" });
  return (
    svg
      .slice(svg.indexOf("<svg"))
      // Ids of Graphviz, which a browser would show as tooltips.
      .replaceAll(/<title>[^<]*<\/title>\n/g, "")
      .replaceAll(/<!--[\s\S]*?-->\n/g, "")
      // In pixels, as a page measures it, and as large as drawn.
      .replace(/<svg width="(\d+)[^"]*" height="(\d+)[^"]*"/, '<svg class="rampart-graph" width="$1" height="$2"')
  );
}
