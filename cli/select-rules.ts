import { closest, distance } from "fastest-levenshtein";
import type { RuleSettings } from "../engine/evaluate.ts";
import { LEVELS, type Level } from "../policies/levels.ts";
import type { Rule } from "../policies/rule.ts";
import { UserError } from "./exit-codes.ts";
import { type Selection, parsePairs } from "./options.ts";

export interface SelectedRules {
  readonly rules: readonly Rule[];
  readonly settings: Readonly<Record<string, RuleSettings>>;
  readonly byId: ReadonlyMap<string, Rule>;
}

/** Loads the pack and applies --profile, --rule and --level. An id that no rule has is refused with the nearest one. */
export async function selectRules(selection: Selection): Promise<SelectedRules> {
  const { rules } = await import("../policies/rules/index.ts");
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const known = (id: string): string => {
    if (!byId.has(id)) throw new UserError(`no rule "${id}"${suggest(id, [...byId.keys()])}`);
    return id;
  };
  const wanted = selection.rule === undefined ? undefined : new Set(selection.rule.map(known));
  const settings: Record<string, RuleSettings> = {};
  for (const [id, level] of Object.entries(parsePairs("--level", selection.level ?? []))) {
    if (!isLevel(level)) throw new UserError(`--level ${id}=${level}: the level must be one of ${LEVELS.join(", ")}`);
    settings[known(id)] = { level };
  }
  const chosen = rules.filter(
    (rule) => (wanted?.has(rule.id) ?? true) && (selection.profile !== "baseline" || rule.profile === "baseline"),
  );
  return { rules: chosen, settings, byId };
}

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

/** Farther off than this, a suggestion only confuses. */
const FARTHEST_SUGGESTION = 12;

export function suggest(given: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return "";
  const nearest = closest(given, allowed);
  return distance(given, nearest) > FARTHEST_SUGGESTION ? "" : `; did you mean "${nearest}"?`;
}
