import { closest, distance } from "fastest-levenshtein";

/** The known word that a typing mistake most likely meant; none when nothing is close. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(given, known);
  return distance(given, best) <= Math.max(2, Math.floor(given.length / 3)) ? best : undefined;
}
