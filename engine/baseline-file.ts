import { z } from "zod";
import type { Finding } from "./finding.ts";

/** Bumped when a reader would have to change. */
const SCHEMA_VERSION = 1;

/** A violation or undecided verdict that was there before the gate. */
export interface BaselineEntry {
  /** Of the finding: survives renames of project, stack and environment, aliases, and reordered lists. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly verdict: Finding["verdict"];
  /** Logical identity of the resource and path in it, for who reads the file. */
  readonly resource: string;
  readonly path: string;
  /** How often, by the name under which reports list the stack. */
  readonly stacks: Readonly<Record<string, number>>;
}

export interface BaselineFile {
  /** Every stack that was judged, those without a finding among them. */
  readonly stacks: readonly string[];
  readonly entries: readonly BaselineEntry[];
}

const baselineSchema = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(SCHEMA_VERSION),
  stacks: z.array(z.string().min(1)),
  entries: z.array(
    z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{16}$/, "must be a finding's fingerprint: 16 hexadecimal digits"),
      rule: z.string().min(1),
      verdict: z.enum(["fail", "undecided"]),
      resource: z.string(),
      path: z.string(),
      stacks: z
        .record(z.string().min(1), z.int().min(1))
        .refine((stacks) => Object.keys(stacks).length > 0, "must name a stack"),
    }),
  ),
});

/** @throws Error that names the file and everything that is wrong in it. */
export function parseBaseline(text: string, file: string): BaselineFile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error(`${file} is no JSON; write it again with \`rampart baseline write\``);
  }
  const result = baselineSchema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(".") || "the file"}: ${issue.message}`);
  throw new Error(`${file} is no baseline:\n${faults.join("\n")}`);
}

/** What a baseline records of a finding. */
export type Recordable = Pick<Finding, "fingerprint" | "rule" | "verdict" | "identity" | "path" | "waiver">;

export interface RecordableStack {
  readonly stack: string;
  readonly findings: readonly Recordable[];
}

/** The baseline of these stacks: every finding that no waiver covers. Deterministic, one line a finding. */
export function renderBaseline(stacks: readonly RecordableStack[]): string {
  const entries = new Map<string, BaselineEntry & { readonly stacks: Record<string, number> }>();
  for (const { stack, findings } of stacks) {
    for (const { fingerprint, rule, verdict, identity, path, waiver } of findings) {
      if (waiver !== undefined) continue;
      const key = `${fingerprint} ${verdict}`;
      const entry = entries.get(key) ?? { fingerprint, rule, verdict, resource: identity, path, stacks: {} };
      entry.stacks[stack] = (entry.stacks[stack] ?? 0) + 1;
      entries.set(key, entry);
    }
  }
  const lines = [...entries.values()].map((entry) => ({ ...entry, stacks: sortedKeys(entry.stacks) }));
  lines.sort(
    (a, b) =>
      order(a.rule, b.rule) ||
      order(a.resource, b.resource) ||
      order(a.path, b.path) ||
      order(a.fingerprint, b.fingerprint) ||
      order(a.verdict, b.verdict),
  );
  const body = lines.map((entry) => `\n    ${JSON.stringify(entry)}`).join(",");
  const names = JSON.stringify(stacks.map(({ stack }) => stack).toSorted(order));
  return `{\n  "schemaVersion": ${SCHEMA_VERSION},\n  "stacks": ${names},\n  "entries": [${body}${body === "" ? "" : "\n  "}]\n}\n`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedKeys(stacks: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(stacks).toSorted(([a], [b]) => order(a, b)));
}
