import { randomUUID } from "node:crypto";

/** Entries of a list that are written at a time. */
const ENTRIES = 1000;

/**
 * The text that `JSON.stringify(value, undefined, 2)` would return, in pieces: long lists a thousand entries at a time. As one
 * text, a report of some 200,000 resources would be longer than a string may be, and a smaller one would lie in memory twice.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  const mark = randomUUID();
  const held: (readonly unknown[])[] = [];
  const frame = JSON.stringify(
    value,
    (_, part: unknown) => (Array.isArray(part) && part.length > ENTRIES ? `${mark}${held.push(part) - 1}` : part),
    2,
  );
  const [start = "", ...rest] = frame.split(new RegExp(`"${mark}(?=\\d+")`));
  yield start;
  let before = start;
  for (const part of rest) {
    const end = part.indexOf('"');
    yield* listPieces(held[Number(part.slice(0, end))] ?? [], indentation(before));
    before = part.slice(end + 1);
    yield before;
  }
}

function* listPieces(list: readonly unknown[], indent: string): Generator<string> {
  for (let from = 0; from < list.length; from += ENTRIES) {
    // Without its brackets. A line break is never part of a text in JSON, so that each one begins a line.
    const entries = JSON.stringify(list.slice(from, from + ENTRIES), undefined, 2).slice(1, -2);
    yield `${from === 0 ? "[" : ","}${entries.replaceAll("\n", `\n${indent}`)}`;
  }
  yield `\n${indent}]`;
}

/** Of the last line of a text. */
function indentation(text: string): string {
  return /(?:^|\n)( *)[^\n]*$/.exec(text)?.[1] ?? "";
}
