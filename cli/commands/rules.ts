import { type Command, Option } from "commander";
import { type Control, areas, controls, frameworks, referencesOf } from "../../engine/catalogue.ts";
import { plainTable } from "../../engine/report/table.ts";
import { plural } from "../../engine/graph/picture.ts";
import { defaultLevel } from "../../policies/levels.ts";
import type { Rule } from "../../policies/rule.ts";
import { canonicalType } from "../../policies/types.ts";
import { EXIT, UserError } from "../exit-codes.ts";
import { type Selection, repeatable, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { type PrintFlags, printOptions } from "../print-options.ts";
import { type SelectedRules, selectRules } from "../select-rules.ts";
import { hasColor } from "../verdict.ts";

interface RulesFlags extends Pick<Selection, "profile" | "rule" | "rules" | "level" | "policyConfig">, PrintFlags {
  readonly area?: readonly string[];
  readonly severity?: readonly string[];
  readonly type?: readonly string[];
  readonly framework?: string;
}

const SEVERITIES = ["critical", "high", "medium", "low"];

export function addRules(program: Command): void {
  const command = program
    .command("rules")
    .description("List the rules of the pack, with the level that each has here, and count them.")
    .addOption(repeatable("--area <name>", `only rules of this area; repeat for more: ${areas.join(", ")}`))
    .addOption(
      repeatable("--severity <name>", `only rules of this severity; repeat for more: ${SEVERITIES.join(", ")}`),
    )
    .addOption(repeatable("--type <token>", "only rules that judge resources of this type token; repeat for more"))
    .addOption(
      new Option("--framework <key>", "only rules that a framework or tool knows too").choices([...frameworks]),
    );
  for (const option of printOptions("print the ids only")) command.addOption(option);
  for (const option of selectionOptions(["profile", "rule", "rules", "level", "policyConfig"]))
    command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Examples:
  rampart rules --area rds --severity critical
  rampart rules --type kubernetes:apps/v1:Deployment --profile baseline
  rampart rules --framework cisEks1.4 --format json`,
    )
    .action(async (flags: RulesFlags) => {
      await listRules(flags);
      process.exitCode = EXIT.clean;
    });
}

interface Listed {
  readonly rule: Rule;
  readonly control: Control | undefined;
  readonly level: string;
}

async function listRules(flags: RulesFlags): Promise<void> {
  refuseUnknown("--area", flags.area, areas);
  refuseUnknown("--severity", flags.severity, SEVERITIES);
  const selected = await selectRules(flags, process.cwd());
  const listed = selected.rules
    .map((rule): Listed => ({ rule, control: controls.get(rule.id), level: levelOf(rule, selected) }))
    .filter((one) => matches(one, flags));
  const text =
    flags.format === "json"
      ? renderJson(listed)
      : flags.quiet === true
        ? renderIds(listed)
        : renderTable(listed, flags);
  await writeReport(text, flags.out);
}

function refuseUnknown(flag: string, given: readonly string[] | undefined, allowed: readonly string[]): void {
  const unknown = given?.find((one) => !allowed.includes(one));
  if (unknown !== undefined) throw new UserError(`${flag} ${unknown}: allowed are ${allowed.join(", ")}`);
}

function levelOf(rule: Rule, { settings }: SelectedRules): string {
  return settings[rule.id]?.level ?? defaultLevel(rule);
}

function matches({ rule, control }: Listed, { area, severity, type, framework }: RulesFlags): boolean {
  const types = type?.map(canonicalType);
  return (
    (area === undefined || (control !== undefined && area.includes(control.area))) &&
    (severity === undefined || severity.includes(rule.severity)) &&
    (types === undefined || rule.types.includes("*") || types.some((one) => rule.types.includes(one))) &&
    (framework === undefined || (control !== undefined && referencesOf(control).has(framework)))
  );
}

function renderIds(listed: readonly Listed[]): string {
  return listed.map(({ rule }) => `${rule.id}\n`).join("");
}

function renderTable(listed: readonly Listed[], flags: RulesFlags): string {
  const options = { color: hasColor(flags) };
  const rows = listed.map(({ rule, level }) => [rule.id, rule.severity, rule.profile, level, rule.title]);
  return [
    plainTable(["rule", "severity", "profile", "level", "what must hold"], rows, options),
    plainTable(["area", "baseline", "extended", "rules"], countsOf(listed), options),
    `${plural(listed.length, "rule")}; \`rampart explain <rule>\` tells more of one\n`,
  ].join("\n\n");
}

function countsOf(listed: readonly Listed[]): string[][] {
  const rowOf = (name: string, own: readonly Listed[]): string[] => {
    const baseline = own.filter(({ rule }) => rule.profile === "baseline").length;
    return [name, String(baseline), String(own.length - baseline), String(own.length)];
  };
  const rows = areas
    .map((area) => ({ area, own: listed.filter(({ control }) => control?.area === area) }))
    .filter(({ own }) => own.length > 0)
    .map(({ area, own }) => rowOf(area, own));
  const own = listed.filter(({ rule }) => rule.file !== undefined);
  return [...rows, ...(own.length > 0 ? [rowOf("your own", own)] : []), rowOf("all", listed)];
}

function renderJson(listed: readonly Listed[]): string {
  const rules = listed.map(({ rule, control, level }) => {
    const { id, title, severity, profile, scope, types, why, fix, links, file } = rule;
    const references = control === undefined ? {} : Object.fromEntries(referencesOf(control));
    const area = control?.area;
    // The one is set by the engine at level `remediate`, the other only shown.
    const [remediates, suggests] = [rule.remediate !== undefined, rule.suggest !== undefined];
    const facts = { id, title, area, file, severity, profile, level, scope, types, remediates, suggests };
    return { ...facts, why, fix, links, references };
  });
  return `${JSON.stringify({ schemaVersion: 1, rules }, undefined, 2)}\n`;
}
