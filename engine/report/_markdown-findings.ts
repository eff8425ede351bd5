import { formatPointer } from "../../policies/pointer.ts";
import type { Finding } from "../finding.ts";
import { clip, code, prose, table } from "./_markdown-text.ts";
import type { Found, Report } from "./_report.ts";
import { suggestionText } from "./_suggestion.ts";

/** One table for each environment; the rows that a section may have are shared out evenly. */
export function byEnvironment(found: readonly Found[], rows: number, report: Report): string {
  const environments = new Map<string, Found[]>();
  for (const one of found) {
    const key = one.preview.environment ?? one.preview.stack;
    const own = environments.get(key);
    if (own === undefined) environments.set(key, [one]);
    else own.push(one);
  }
  return [...environments]
    .map(([environment, own]) => {
      const title = environments.size === 1 ? "" : `**${prose(environment)}** (${own.length})\n\n`;
      return `${title}${findingTable(own, Math.ceil(rows / environments.size), report)}`;
    })
    .join("\n\n");
}

/** Names of stacks in a row; more would widen the table without telling more. */
const MOST_STACKS = 3;

function findingTable(found: readonly Found[], rows: number, report: Report): string {
  const groups = sameInOthers(found).slice(0, rows);
  const hasStacks = new Set(found.map(({ preview }) => preview.stack)).size > 1;
  const lines = groups.map(([first, ...others]) => {
    const { finding, preview } = first;
    const { at } = report.locate(preview, finding);
    return [
      finding.severity,
      code(finding.rule),
      `${code(finding.identity)}${finding.path === "" ? "" : ` ${code(formatPointer(finding.path))}`}`,
      `${prose(clip(finding.message))}${describeSuggestion(finding)}${describeWaiver(finding)}`,
      code(`${at.file}:${at.line}`),
      ...(hasStacks ? [stackNames([first, ...others])] : []),
    ];
  });
  const head = ["severity", "rule", "resource", "what", "where", ...(hasStacks ? ["stacks"] : [])];
  const hidden = found.length - groups.reduce((sum, group) => sum + group.length, 0);
  return [lines.length === 0 ? "" : table(head, lines), ...more(hidden, "")].filter((one) => one !== "").join("\n\n");
}

type Group = readonly [Found, ...Found[]];

/** What several stacks have alike is one row; what one stack has twice is two. */
function sameInOthers(found: readonly Found[]): Group[] {
  const groups = new Map<string, [Found, ...Found[]]>();
  const times = new Map<string, number>();
  for (const one of found) {
    const { rule, identity, path, message } = one.finding;
    const key = JSON.stringify([rule, identity, path, message]);
    const inStack = JSON.stringify([key, one.preview.stack]);
    const time = (times.get(inStack) ?? 0) + 1;
    times.set(inStack, time);
    const group = groups.get(`${time} ${key}`);
    if (group === undefined) groups.set(`${time} ${key}`, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function stackNames(group: Group): string {
  const names = group.map(({ preview }) => code(preview.stack));
  const rest = names.length - MOST_STACKS;
  return rest > 0 ? `${names.slice(0, MOST_STACKS).join(", ")} and ${rest} more` : names.join(", ");
}

function describeWaiver({ waiver }: Finding): string {
  if (waiver === undefined) return "";
  return ` Waived until ${prose(waiver.expires)} by ${prose(waiver.owner)}: ${prose(clip(waiver.reason))}`;
}

function describeSuggestion(finding: Finding): string {
  // Cut before it is quoted: half a quote would swallow the rest of the row.
  const text = suggestionText(finding, (value) => code(clip(value)));
  return text === "" ? "" : `<br>Set ${text}`;
}

/** Says how many entries of a list are not shown. */
export function more(count: number, bullet: string): string[] {
  return count > 0 ? [`${bullet}…and ${count} more; the other reports list them.`] : [];
}
