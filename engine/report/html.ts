import { drawing } from "../graph/svg.ts";
import type { Report } from "./_report.ts";
import { chart, pageData } from "./html/data.ts";
import { page } from "./html/page.ts";

/**
 * A page for a browser: each stack as a picture, its contents, and the findings with what is known of their
 * rules. One file that makes no request; equal reports give equal bytes.
 */
export async function renderHtml(report: Report): Promise<string> {
  const charted = chart(report);
  const drawings: string[] = [];
  for (const [index, { graph }] of charted.entries()) {
    // Ids are unique in a drawing; several share the page.
    drawings.push((await drawing(graph, "component")).replaceAll(/(<g id=")/g, `$1s${index}-`));
  }
  return page(report, charted, drawings, pageData(report, charted));
}
