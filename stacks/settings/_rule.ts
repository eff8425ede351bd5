import type { PathKey } from "../../policies/pointer.ts";
import type { Finding } from "../settings-errors.ts";
import type { Settings } from "../settings.ts";
import { nearest } from "../../engine/suggest.ts";
import { display } from "./_redact.ts";
import { valueAt } from "./_schema.ts";

/**
 * What settings say about each other. A rule names the sections it reads and runs only when each of them is
 * well formed, so that a mistake in one section hides nothing of the others and causes no errors that are none.
 */
export interface SettingsRule {
  readonly needs: readonly (keyof Settings)[];
  readonly check: (settings: Settings, today: string) => Finding[];
}

export function rule<Key extends keyof Settings>(
  needs: readonly Key[],
  check: (settings: Pick<Settings, Key>, today: string) => Finding[],
): SettingsRule {
  return { needs, check };
}

/** A finding about the value at `path`, which is shown unless it may be a secret. */
export function finding(
  settings: object,
  path: readonly PathKey[],
  problem: string,
  allowed: string,
  best?: string,
): Finding {
  return {
    path,
    problem,
    given: display(valueAt(settings, path), path),
    allowed,
    ...(best !== undefined && { nearest: best }),
  };
}

/** A finding about a reference to an entry that does not exist; none when it does. */
export function reference(path: readonly PathKey[], given: string, known: readonly string[], where: string): Finding[] {
  if (known.includes(given)) return [];
  const best = nearest(given, known);
  return [
    {
      path,
      problem: `names nothing in ${where}`,
      // A name close to a known one is a slip; anything else could be a value pasted into the wrong place.
      given: best === undefined ? display(given, path) : JSON.stringify(given),
      allowed: known.length === 0 ? `nothing: ${where} is empty` : `one of ${known.join(", ")}`,
      ...(best !== undefined && { nearest: JSON.stringify(best) }),
    },
  ];
}
