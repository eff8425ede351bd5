import { createColors } from "picocolors";
import { stripVTControlCharacters } from "node:util";

/** Columns two spaces apart, as wide as their widest cell; no borders, so that lines can be cut and searched. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { color }: { readonly color: boolean },
): string {
  const { dim } = createColors(color);
  const widths = head.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell) + 2))
      .join("")
      .trimEnd();
  return [dim(line(head)), ...rows.map(line)].join("\n");
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
