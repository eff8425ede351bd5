import { closest, distance } from "fastest-levenshtein";

/** The allowed word that a typing mistake most likely meant; none when nothing is near: a suggestion far off only confuses. */
export function nearest(given: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const best = closest(given, allowed);
  return distance(given, best) <= Math.max(2, Math.floor(given.length / 3)) ? best : undefined;
}

/** `; did you mean "…"?` with the nearest allowed word, or nothing. */
export function suggest(given: string, allowed: readonly string[]): string {
  const near = nearest(given, allowed);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
