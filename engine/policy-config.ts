import { configSchema } from "../policies/rule-config.ts";
import type { Level } from "../policies/levels.ts";
import type { Rule } from "../policies/rule.ts";
import type { RuleSettings } from "./evaluate.ts";
import { suggest } from "./suggest.ts";

/** Levels as a policy pack's config file writes them; `remediate` counts as mandatory where nothing is remediated. */
const PACK_LEVELS: Readonly<Record<string, Level>> = {
  advisory: "advisory",
  mandatory: "mandatory",
  remediate: "mandatory",
  disabled: "disabled",
};

/**
 * Reads the content of a file for `--policy-pack-config`: for each rule a level, or an object with
 * `enforcementLevel`, `undecided` and the rule's own settings; `all` sets the level of every rule. One file
 * serves the engine and the command line.
 *
 * The engine lets unknown rule ids through in silence, so that a typo switches a guard off unnoticed; here
 * everything that no rule declares is refused.
 *
 * @throws Error that names every fault.
 */
export function parsePolicyConfig(data: unknown, rules: readonly Rule[], file: string): Record<string, RuleSettings> {
  if (!isRecord(data)) throw new Error(`${file} must hold an object: rule ids, each with a level or settings`);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const faults: string[] = [];
  const settings: Record<string, RuleSettings> = {};
  const { all, ...own } = data;
  if (all !== undefined) {
    const { level } = read("all", all, undefined, faults);
    if (level !== undefined) for (const id of byId.keys()) settings[id] = { level };
  }
  for (const [id, value] of Object.entries(own)) {
    const rule = byId.get(id);
    if (rule === undefined) faults.push(`  ${id}: no such rule${suggest(id, [...byId.keys()])}`);
    else settings[id] = { ...settings[id], ...read(id, value, rule, faults) };
  }
  if (faults.length > 0) throw new Error(`${file} is not valid:\n${faults.join("\n")}`);
  return settings;
}

function read(id: string, value: unknown, rule: Rule | undefined, faults: string[]): RuleSettings {
  const { enforcementLevel, ...properties } = isRecord(value) ? value : { enforcementLevel: value };
  const level = typeof enforcementLevel === "string" ? PACK_LEVELS[enforcementLevel] : undefined;
  if (enforcementLevel !== undefined && level === undefined) {
    const allowed = Object.keys(PACK_LEVELS).join(", ");
    faults.push(`  ${id}.enforcementLevel: ${JSON.stringify(enforcementLevel)} is no level; allowed are ${allowed}`);
  }
  if (rule === undefined) {
    if (Object.keys(properties).length > 0) faults.push(`  ${id}: takes a level only`);
    return level === undefined ? {} : { level };
  }
  const parsed = configSchema(rule).safeParse(properties);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `  ${[id, ...issue.path].join(".")}: ${issue.message}`));
    return {};
  }
  const { undecided, ...config } = parsed.data;
  return {
    ...(level !== undefined && { level }),
    ...(undecided !== undefined && { undecided: undecided as "report" | "fail" }),
    config,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
