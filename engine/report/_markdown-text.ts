/** Lines and control characters have no place in a cell. */
const SPACE = /[\s\p{Cc}]+/gu;

/** A text as prose: nothing in it is markup, mentions nobody and links nothing. */
export function prose(text: string): string {
  return text
    .replaceAll(SPACE, " ")
    .replaceAll(/[&<>]/g, (one) => (one === "&" ? "&amp;" : one === "<" ? "&lt;" : "&gt;"))
    .replaceAll(/[\\`*_~|[\]$]/g, String.raw`\$&`)
    .replaceAll(/([@#!])(?=[\w/-])/g, "$1\u200B")
    .replaceAll(/:\/\//g, ":\u200B//");
}

/** A text as code, in a table too. */
export function code(text: string): string {
  const flat = text.replaceAll(SPACE, " ").replaceAll("|", String.raw`\|`);
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return flat === "" ? "" : `${fence}${pad}${flat}${pad}${fence}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A message that is longer says the rest in the other reports. */
const LONGEST_MESSAGE = 300;

export function clip(text: string): string {
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE - 1)}…`;
}
