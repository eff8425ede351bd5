import type { Pages } from "../index.ts";
import { ELSEWHERE } from "./_elsewhere.ts";
import type { Area, Guard, KnownFailure } from "./_entry.ts";
import { caches } from "./caches.ts";
import { cluster } from "./cluster.ts";
import { database, pooler } from "./database.ts";
import { edge } from "./edge.ts";
import { media } from "./media.ts";
import { cost, network, operations } from "./operations.ts";
import { scanning } from "./scanning.ts";
import { secrets } from "./secrets.ts";

export const FILE = "docs/known-failures.md";

export const KNOWN_FAILURES: readonly Area[] = [
  edge,
  cluster,
  database,
  pooler,
  caches,
  media,
  scanning,
  secrets,
  network,
  operations,
  cost,
];

const INTRODUCTION = `# Known failures

<!-- Written by \`npm run docs\` from tools/docs/known-failures; change the entries there. -->

How parts like these are known to fail, what keeps each failure out here, and which test fails without that. A guard is a place in the
code, a rule of the pack, a setting or a runbook. A test checks that every file, rule, setting and test that is named
is there.
`;

/** docs/known-failures.md. */
export function knownFailurePages(): Pages {
  const others = ELSEWHERE.map(([failures, why]) => `- ${failures}: ${why}.`);
  const text = [
    INTRODUCTION,
    ...KNOWN_FAILURES.map(chapter),
    `## What cannot happen here\n\n${others.join("\n")}\n`,
  ].join("\n");
  return new Map([[FILE, text]]);
}

function chapter({ title, failures }: Area): string {
  return `## ${title}\n\n${failures.map(item).join("\n")}\n`;
}

function item({ failure, guards, tests }: KnownFailure): string {
  const byFile = Map.groupBy(tests, ({ file }) => file);
  return [
    `- ${failure}`,
    `  - Guards: ${guards.map(guardText).join("; ")}`,
    ...[...byFile].map(
      ([file, proofs]) => `  - Tests: ${link(file)}: ${proofs.map(({ title }) => `\`${title}\``).join("; ")}`,
    ),
  ].join("\n");
}

function guardText(guard: Guard): string {
  switch (guard.by) {
    case "code":
      return `${link(guard.file)}: \`${guard.text}\``;
    case "rule":
      return `rule [${guard.id}](rules/${guard.id}.md)`;
    case "setting":
      return `setting \`${guard.path}\``;
    case "runbook":
      return `runbook [${guard.name}](runbooks/${guard.name}.md)`;
  }
}

function link(file: string): string {
  return `[${file}](../${file})`;
}
