import { areas, controls } from "../../engine/catalogue.ts";
import { rulePage } from "../../engine/report/rule-page.ts";
import { defaultLevel } from "../../policies/levels.ts";
import type { Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import type { Pages } from "./index.ts";

const FOLDER = "docs/rules";

/** A page for each rule, and the list of them. */
export function rulePages(): Pages {
  return new Map([
    [`${FOLDER}/README.md`, overview()],
    ...rules.map((rule) => [`${FOLDER}/${rule.id}.md`, rulePage(rule)] as const),
  ]);
}

function overview(): string {
  const chapters = areas.flatMap((area) => {
    const own = rules.filter(({ id }) => controls.get(id)?.area === area);
    return own.length === 0
      ? []
      : [`## ${area}\n\n| Rule | Severity | Level | What must hold |\n|---|---|---|---|\n${own.map(row).join("\n")}`];
  });
  const baseline = rules.filter(({ profile }) => profile === "baseline").length;
  return `# The rules

Written by \`npm run docs\` from the rules themselves; the examples are their tests. ${rules.length} rules: ${baseline} baseline,
${rules.length - baseline} extended. A level is what the rule has unless it is configured. \`rampart explain <rule>\` prints these pages.

${chapters.join("\n\n")}
`;
}

function row(rule: Rule): string {
  const { id, severity, title } = rule;
  return `| [${id}](${id}.md) | ${severity} | ${defaultLevel(rule)} | ${title.replaceAll("|", "\\|")} |`;
}
