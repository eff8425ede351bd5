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
    yield `${from === 0 ? "[" : ","}${entriesText(list.slice(from, from + ENTRIES), indent)}`;
  }
  yield `\n${indent}]`;
}

/** The entries of a list without its brackets, as they stand where the list's own line has this indentation. */
function entriesText(entries: readonly unknown[], indent: string): string {
  const depth = indent.length / 2;
  let nested: unknown = entries;
  for (let level = 0; level < depth; level += 1) nested = [nested];
  // Each list around it opens with a bracket, a line break and the indentation of its entry, and closes with a line break, its
  // own indentation and a bracket.
  const before = depth * (depth + 3);
  const after = depth * (depth + 1);
  return JSON.stringify(nested, undefined, 2).slice(before + 1, -(after + indent.length + 2));
}

/** Of the last line of a text. */
function indentation(text: string): string {
  return /(?:^|\n)( *)[^\n]*$/.exec(text)?.[1] ?? "";
}
