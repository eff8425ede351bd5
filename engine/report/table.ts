import { createColors } from "picocolors";
import { printableLine } from "./_printable.ts";

/** Columns two spaces apart, as wide as their widest cell; no borders, so that lines can be cut and searched. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { color }: { readonly color: boolean },
): string {
  const { dim } = createColors(color);
  // A cell may be a text of a program.
  const printed = rows.map((row) => row.map(printableLine));
  const widths = head.map((title, column) => Math.max(title.length, ...printed.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - cell.length + 2))
      .join("")
      .trimEnd();
  return [dim(line(head)), ...printed.map(line)].join("\n");
}
