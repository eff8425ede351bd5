import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { CANARY } from "./standin/maker.ts";
import type { Report, Workspace } from "./support.ts";

/** The canary as it is, in hexadecimal digits, and in base64 at each of its three alignments. */
const PATTERNS: readonly string[] = [
  CANARY,
  Buffer.from(CANARY).toString("hex"),
  ...[0, 1, 2].map((shift) => {
    const text = Buffer.from(`${"x".repeat(shift)}${CANARY}`).toString("base64");
    // Digits that also depend on neighbours are left out.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + CANARY.length) * 8) / 6));
  }),
];

function leaks(text: string): number {
  return PATTERNS.reduce((count, pattern) => count + text.split(pattern).length - 1, 0);
}

/**
 * Where a canary stands in plain text: in any file of the workspace (state, backups, history, config, plan), in what
 * the CLI printed, and in the engine's events, the pack's messages among them.
 *
 * Debug diagnostics are left out: they are the SDK's own, print every response and appear only with `--debug`.
 */
export function findLeaks(workspace: Workspace, reports: readonly Report[]): { found: string[]; searched: number } {
  // The driver's report is the test's own, and an export is asked for in plain text.
  const files = filesBelow(workspace.folder).filter((file) => file !== join(workspace.folder, "report.json"));
  const texts: [string, string][] = [
    ...files.map((file): [string, string] => [relative(workspace.folder, file), readFileSync(file, "latin1")]),
    ...reports.map(({ output }, index): [string, string] => [`output of operation ${index + 1}`, output]),
    ...reports.flatMap(({ events }, index) =>
      events
        .filter((event) => !isDebug(event))
        .map((event): [string, string] => [`event ${event.sequence} of operation ${index + 1}`, JSON.stringify(event)]),
    ),
  ];
  const found = texts.filter(([, text]) => leaks(text) > 0).map(([name, text]) => `${name}: ${leaks(text)} times`);
  return { found, searched: texts.length };
}

function isDebug({ diagnosticEvent }: EngineEvent): boolean {
  // The SDK's types leave this severity out.
  return (diagnosticEvent?.severity as string | undefined) === "debug";
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
