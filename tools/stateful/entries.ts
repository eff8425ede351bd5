import { z } from "zod";

/** A resource that holds what cannot be made again, as it is in one environment. */
export interface Entry {
  readonly system: string;
  readonly environment: string;
  /** Its URN without stack and project: types from the outside in, and the name. */
  readonly urn: string;
  /** URNs under which it was known before. */
  readonly aliases?: readonly string[];
  /** What AWS fixes when it makes the resource: another value replaces it. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

export const FILE = "stacks/stateful.jsonl";

/** One line for each, so that a change of one shows as a change of one line. */
export function writeEntries(entries: readonly Entry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

const entrySchema = z.strictObject({
  system: z.string().min(1),
  environment: z.string().min(1),
  urn: z.string().regex(/^.+?::./, "must be types and a name"),
  aliases: z.array(z.string()).optional(),
  fixed: z.record(z.string(), z.unknown()),
});

/** @throws SyntaxError that names the line. */
export function readEntries(text: string): Entry[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      const { success, data } = entrySchema.safeParse(parsed(line));
      if (!success) throw new SyntaxError(`line ${index + 1} is no resource; take the file from the last commit`);
      const { aliases, ...entry } = data;
      return { ...entry, ...(aliases !== undefined && { aliases }) };
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function nameOf(urn: string): string {
  return urn.slice(urn.indexOf("::") + 2);
}

/** The last of the types. */
export function typeOf(urn: string): string {
  const types = urn.slice(0, urn.indexOf("::"));
  return types.slice(types.lastIndexOf("$") + 1);
}
