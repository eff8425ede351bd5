import { distance } from "fastest-levenshtein";
import { suggest } from "../engine/policy-config.ts";

/** `; did you mean "…"?` with the nearest allowed word, where no more than a third of what was given differs. */
export function suggestNear(given: string, allowed: readonly string[]): string {
  const farthest = Math.ceil(given.length / 3);
  return suggest(
    given,
    allowed.filter((one) => distance(given, one) <= farthest),
  );
}
