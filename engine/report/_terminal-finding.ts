import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { Finding } from "../finding.ts";
import type { SourcePosition } from "../plan.ts";
import { printableLine } from "./_printable.ts";
import { suggestionText } from "./_suggestion.ts";
import { type TerminalOptions, indented } from "./_terminal-text.ts";

/** A finding with what to do about it. */
export function renderFinding(finding: Finding, { color, rules, width }: TerminalOptions): string {
  const colors = createColors(color);
  const mark =
    finding.verdict === "undecided"
      ? colors.yellow("?")
      : finding.level === "mandatory"
        ? colors.red("✗")
        : colors.yellow("!");
  const lines = [
    `\n${mark} ${finding.severity} ${colors.bold(finding.rule)}${describeNovelty(finding)}`,
    `  ${printableLine(place(finding))}`,
    indented(printableLine(finding.message), width),
  ];
  const where = describeSource(finding);
  const set = suggestionText(finding);
  const below = (text: string): string => indented(printableLine(text), width);
  // Advice is not to bury what stops a deployment: its fix is a page away, by `rampart explain`.
  if (finding.level === "advisory") {
    const advice = [`${lines[0]}${lines[1]}`, ...lines.slice(2)];
    // The only line that says where: what is to be set is of no use without.
    const at = finding.source === undefined ? "" : `  at ${position(finding.source)}`;
    if (set !== "") advice.push(below(`set  ${set}${at}`));
    return advice.join("\n");
  }
  if (where !== "") lines.push(colors.dim(below(where)));
  if (set !== "") lines.push(below(`set  ${set}`));
  const rule = rules.get(finding.rule);
  if (rule !== undefined) lines.push(colors.dim(indented(`fix: ${rule.fix}`, width)));
  return lines.join("\n");
}

function describeNovelty({ level, againstBase }: Finding): string {
  const notes = [...(level === "advisory" ? ["advisory"] : []), ...(againstBase === "new" ? ["new"] : [])];
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
}

function describeSource({ source, declaredAt }: Finding): string {
  if (source === undefined) return "";
  const outer =
    declaredAt !== undefined && position(declaredAt) !== position(source)
      ? `, declared at ${position(declaredAt)}`
      : "";
  return `at ${position(source)}${outer}`;
}

function position({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

export function place({ identity, path }: Pick<Finding, "identity" | "path">): string {
  const pointer = formatPointer(path);
  return pointer === "" ? identity : `${identity}  ${pointer}`;
}
