import { renderJson } from "../../../engine/report/json.ts";

/** The report as one text. */
export function jsonOf(...report: Parameters<typeof renderJson>): string {
  return [...renderJson(...report)].join("");
}
