import type { Rule } from "../../policies/rule.ts";

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns to fit into; lines are broken only where there are few. */
  readonly width: number;
  /** By id; a finding names its rule, the rule knows the fix. */
  readonly rules: ReadonlyMap<string, Rule>;
}

/** Below this, what a line has to say is broken into several, and tables do without what is told elsewhere. */
export const NARROW = 80;

/** A text below what it belongs to. */
export function indented(text: string, width: number): string {
  return width < NARROW ? packed(text.split(" "), " ", width - 2).replaceAll(/^/gm, "  ") : `  ${text}`;
}

/** Parts on as few lines as have room for them; none is broken, so that names and paths stay whole. */
export function packed(parts: readonly string[], between: string, width: number): string {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const together = `${last}${between}${part}`;
    if (last === undefined || together.length > width) lines.push(part);
    else lines[lines.length - 1] = together;
  }
  return lines.join("\n");
}
