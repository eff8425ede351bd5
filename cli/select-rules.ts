import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { RuleSettings } from "../engine/evaluate.ts";
import { parsePolicyConfig } from "../engine/policy-config.ts";
import { LEVELS, type Level, defaultLevel } from "../policies/levels.ts";
import type { Rule } from "../policies/rule.ts";
import { UserError } from "./exit-codes.ts";
import { type Selection, parsePairs } from "./options.ts";
import { readOwnRules } from "./read-own-rules.ts";
import { suggest } from "../engine/suggest.ts";

export interface SelectedRules {
  readonly rules: readonly Rule[];
  readonly settings: Readonly<Record<string, RuleSettings>>;
  readonly byId: ReadonlyMap<string, Rule>;
}

type RuleFlags = Pick<Selection, "profile" | "rule" | "rules" | "level" | "policyConfig">;

/** The config of the pack for a program, beside its Pulumi.yaml: the file that `--policy-pack-config` takes too. */
const POLICY_CONFIG = "rampart.policy.json";

/** Every rule there is for a program: the pack's, then those of the user's own. */
export async function loadAllRules(own: readonly string[] | undefined, programDir: string): Promise<readonly Rule[]> {
  const { rules } = await import("../policies/rules/index.ts");
  return [...rules, ...(await readOwnRules(own, programDir, rules))];
}

/**
 * Loads the rules and applies the policy config, then --profile, --rule and --level. An id that no rule has is
 * refused with the nearest one.
 */
export async function selectRules(selection: RuleFlags, programDir: string): Promise<SelectedRules> {
  const rules = await loadAllRules(selection.rules, programDir);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const known = (id: string): string => {
    if (!byId.has(id)) throw new UserError(`no rule "${id}"${suggest(id, [...byId.keys()])}`);
    return id;
  };
  const wanted = selection.rule === undefined ? undefined : new Set(selection.rule.map(known));
  const settings: Record<string, RuleSettings> = readPolicyConfig(selection.policyConfig, programDir, rules);
  for (const [id, level] of Object.entries(parsePairs("--level", selection.level ?? []))) {
    if (!isLevel(level)) throw new UserError(`--level ${id}=${level}: the level must be one of ${LEVELS.join(", ")}`);
    settings[known(id)] = { ...settings[id], level };
  }
  const chosen = rules.filter(
    (rule) => (wanted?.has(rule.id) ?? true) && (selection.profile !== "baseline" || rule.profile === "baseline"),
  );
  return { rules: chosen, settings, byId };
}

/**
 * `selectRules` for a run that judges. A run without rules would find nothing and read as clean, so a selection that
 * leaves none is refused, and so is a rule that is asked for by name and left out by another flag.
 */
export async function selectRulesToJudge(selection: RuleFlags, programDir: string): Promise<SelectedRules> {
  const selected = await selectRules(selection, programDir);
  const chosen = new Set(selected.rules.map(({ id }) => id));
  for (const id of selection.rule ?? []) {
    if (!chosen.has(id)) {
      throw new UserError(
        `--rule ${id}: --profile ${selection.profile} leaves this rule out, as it is extended; give only one of the two`,
      );
    }
    if (selected.settings[id]?.level === "disabled") {
      throw new UserError(`--rule ${id}: ${levelSource(id, selection)} disables this rule; enable it there`);
    }
  }
  const isActive = (rule: Rule): boolean => (selected.settings[rule.id]?.level ?? defaultLevel(rule)) !== "disabled";
  if (!selected.rules.some(isActive)) {
    throw new UserError(`every rule is disabled by ${configName(selection)}; enable one, or nothing is judged`);
  }
  return selected;
}

/** What a person wrote to set a rule's level. */
function levelSource(id: string, flags: RuleFlags): string {
  const flag = flags.level?.find((pair) => pair.startsWith(`${id}=`));
  return flag === undefined ? configName(flags) : `--level ${flag}`;
}

function configName({ policyConfig }: Pick<RuleFlags, "policyConfig">): string {
  return policyConfig === undefined ? POLICY_CONFIG : `--policy-config ${policyConfig}`;
}

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

function readPolicyConfig(
  flag: string | undefined,
  programDir: string,
  rules: readonly Rule[],
): Record<string, RuleSettings> {
  const file = flag ?? join(programDir, POLICY_CONFIG);
  if (flag === undefined && !existsSync(file)) return {};
  try {
    return parsePolicyConfig(parse(readFileSync(file, "utf8")), rules, file);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
