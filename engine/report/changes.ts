import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { Value } from "../../policies/value.ts";
import { type Change } from "../compare.ts";
import { byConcern, concernOf } from "../compare/rank.ts";
import { plural } from "../graph/picture.ts";
import { encodeValue } from "../plan-codec.ts";
import { code, prose, table } from "./_markdown-text.ts";
import { printableLine } from "./_printable.ts";

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
          : ["", bold(`${concern} (${own.length})`), ...own.map((change) => `  ${printableLine(printChange(change))}`)],
      );
      const count = changes.length === 0 ? "no difference" : plural(changes.length, "difference");
      return [bold(printableLine(`${subject}: ${left} → ${right}: ${count}`)), ...sections, ""].join("\n");
    })
    .join("\n");
}

export function renderDiffMarkdown(reports: readonly DiffReport[]): string {
  return reports
    .map(({ subject, left, right, changes }) => {
      const groups = [...byConcern(changes)];
      const rows = groups.flatMap(([concern, own]) =>
        concern === "noise" ? [] : own.map((change) => [concern, ...changeCells(change)]),
      );
      const folded = groups.find(([concern]) => concern === "noise")?.[1].length ?? 0;
      const tail = folded === 0 ? "" : `\n\n${folded} more in tags, descriptions and the order of creation.`;
      const body =
        rows.length === 0
          ? "No difference that matters."
          : table(["Concern", "Resource", "Property", "Before", "After"], rows);
      return `## ${prose(subject)}: ${prose(left)} → ${prose(right)}\n\n${body}${tail}\n`;
    })
    .join("\n");
}

function changeCells({ kind, resource, path, left, right }: Change): string[] {
  const what = kind === "changed" ? code(formatPointer(path)) : kind;
  return [code(resource), what, code(printValue(left)), code(printValue(right))];
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
