import type { Rule, Severity } from "../../policies/rule.ts";
import { defaultLevel } from "../../policies/levels.ts";
import { controls } from "../catalogue.ts";
import type { Found } from "./_report.ts";
import { LIMITS } from "./_sarif-limits.ts";

/** Within the bands that forges read: critical from 9, high from 7, medium from 4. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** The rules of these results, each described once, in the order of the results. */
export function sarifRules(
  found: readonly Found[],
  rules: ReadonlyMap<string, Rule>,
): { readonly rules: readonly object[]; readonly indexOf: (id: string) => number } {
  const indexes = new Map<string, number>();
  const described: object[] = [];
  for (const { finding } of found) {
    if (indexes.has(finding.rule)) continue;
    indexes.set(finding.rule, described.length);
    const rule = rules.get(finding.rule);
    described.push(rule === undefined ? { id: finding.rule } : describe(rule));
  }
  return { rules: described, indexOf: (id) => indexes.get(id) ?? -1 };
}

function describe(rule: Rule): object {
  const { id, title, why, fix, links, severity, profile } = rule;
  const level = defaultLevel(rule);
  const area = controls.get(id)?.area;
  const list = links.map((link) => `- [${link.title}](${link.url})`).join("\n");
  return {
    id,
    shortDescription: { text: clip(title) },
    fullDescription: { text: clip(why) },
    help: {
      text: `${title}\n\nWhy: ${why}\n\nFix: ${fix}`,
      markdown: `**${title}**\n\n${why}\n\n### Fix\n\n${fix}\n\n\`rampart explain ${id}\` shows what passes, what fails and how to waive it.${list === "" ? "" : `\n\n### References\n\n${list}`}`,
    },
    ...(links[0] !== undefined && { helpUri: links[0].url }),
    defaultConfiguration: { enabled: level !== "disabled", level: level === "mandatory" ? "error" : "warning" },
    properties: {
      // Forges keep ten tags.
      tags: ["security", ...(area === undefined ? [] : [area]), profile],
      precision: "high",
      "security-severity": SECURITY_SEVERITY[severity],
    },
  };
}

function clip(text: string): string {
  return text.length <= LIMITS.description ? text : `${text.slice(0, LIMITS.description - 1)}…`;
}
