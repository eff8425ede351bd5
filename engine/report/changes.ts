import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { Value } from "../../policies/value.ts";
import { type Change } from "../compare.ts";
import { byConcern, concernOf } from "../compare/rank.ts";
import { encodeValue } from "../plan-codec.ts";

interface Look {
  readonly color: boolean;
  /** Shows what people only read, too. */
  readonly all: boolean;
}

const LONGEST_VALUE = 100;

/** A value on one line. A secret shows that it is one, and no more. */
export function printValue(value: Value | undefined): string {
  if (value === undefined) return "(nothing)";
  const text = JSON.stringify(encodeValue(value));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** `network/network-vpc  cidrBlock  "10.0.0.0/16" → "10.1.0.0/16"`. */
export function printChange(change: Change): string {
  const { kind, type, resource, path } = change;
  switch (kind) {
    case "added":
      return `+ ${resource}  (${type})`;
    case "removed":
      return `- ${resource}  (${type})`;
    case "renamed":
      return `~ ${resource}  was ${String(change.left)}  (${type})`;
    case "changed":
      return `${resource}  ${formatPointer(path)}  ${printValue(change.left)} → ${printValue(change.right)}`;
  }
}

export function printPlace({ source }: Change): string {
  return source === undefined ? "" : `${source.file}:${source.line}:${source.column}`;
}

export interface DiffReport {
  readonly subject: string;
  readonly left: string;
  readonly right: string;
  readonly changes: readonly Change[];
}

/** Security first; what people only read is counted. */
export function renderDiff(reports: readonly DiffReport[], look: Look): string {
  const { bold, dim } = createColors(look.color);
  return reports
    .map(({ subject, left, right, changes }) => {
      const groups = byConcern(changes);
      const sections = [...groups].flatMap(([concern, own]) =>
        concern === "noise" && !look.all
          ? ["", dim(`${own.length} more in tags, descriptions and the order of creation (--all shows them)`)]
          : ["", bold(`${concern} (${own.length})`), ...own.map((change) => `  ${printChange(change)}`)],
      );
      const count = changes.length === 0 ? "no difference" : `${changes.length} differences`;
      return [bold(`${subject}: ${left} → ${right}: ${count}`), ...sections, ""].join("\n");
    })
    .join("\n");
}

export function renderDiffMarkdown(reports: readonly DiffReport[]): string {
  return reports
    .map(({ subject, left, right, changes }) => {
      const groups = [...byConcern(changes)];
      const rows = groups.flatMap(([concern, own]) =>
        concern === "noise"
          ? []
          : own.map(
              (change) =>
                `| ${concern} | ${cell(change.resource)} | ${cell(change.kind === "changed" ? formatPointer(change.path) : change.kind)} | ${cell(printValue(change.left))} | ${cell(printValue(change.right))} |`,
            ),
      );
      const folded = groups.find(([concern]) => concern === "noise")?.[1].length ?? 0;
      const table = ["| Concern | Resource | Property | Before | After |", "|---|---|---|---|---|", ...rows].join("\n");
      const tail = folded === 0 ? "" : `\n\n${folded} more in tags, descriptions and the order of creation.`;
      const body = rows.length === 0 ? "No difference that matters." : table;
      return `## ${subject}: ${left} → ${right}\n\n${body}${tail}\n`;
    })
    .join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}

/** A change as data: values as plans write them. */
export function changeJson(change: Change): object {
  const { kind, type, resource, path, left, right, source } = change;
  return {
    kind,
    concern: concernOf(change),
    type,
    resource,
    path,
    ...(left !== undefined && { left: encodeValue(left) }),
    ...(right !== undefined && { right: encodeValue(right) }),
    ...(source !== undefined && { source }),
  };
}
