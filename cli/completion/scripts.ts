import { readFileSync } from "node:fs";

/** The shells that can complete. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

/**
 * Hands the words of the line to `rampart complete` and shows what comes back: first the kind, then a candidate a
 * line. Nothing of a candidate is run: names are data of a repository that may be anybody's.
 */
export function scriptFor(shell: Shell): string {
  return readFileSync(new URL(`scripts/rampart.${shell}`, import.meta.url), "utf8");
}
