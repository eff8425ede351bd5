import { hash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { formatPointer } from "../../policies/pointer.ts";
import type { SourcePosition } from "../plan.ts";
import type { StackPreview } from "../preview.ts";
import { compared, dataAtRisk, describeFate, explainFate } from "./_against.ts";
import { fitToForge, LIMITS } from "./_sarif-limits.ts";
import { type Note, notesOf, sentence } from "./_notes.ts";
import { sarifRules } from "./_sarif-rules.ts";
import { suggestionLine } from "./_suggestion.ts";
import {
  type Found,
  type Problem,
  PROBLEM_TITLES,
  type Report,
  allProblems,
  countStates,
  gravestFirst,
  isBlocking,
} from "./_report.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Paths are relative to the root of the repository; where that lies, only who reads the report knows. */
const ROOT_ID = "%SRCROOT%";

/**
 * SARIF 2.1.0 in one run, as forges want it: gravest results first, within their limits, with a notification
 * for what had to be left out. What a waiver or the baseline bears is a suppressed result.
 */
export function renderSarif(report: Report): string {
  const found = gravestFirst(report.previews);
  const notes = notesOf(report).map(noteNotification);
  const render = (kept: readonly Found[]): string => `${JSON.stringify(sarifLog(report, kept, found.length, notes))}\n`;
  return fitToForge(found, render, compressedSize);
}

function compressedSize(text: string): number {
  return gzipSync(text).length;
}

function sarifLog(report: Report, kept: readonly Found[], total: number, notes: readonly object[]): object {
  const { rules, indexOf } = sarifRules(kept, report.rules);
  const ordinals = new Map<string, number>();
  const problems = allProblems(report);
  const against = compared(report.previews);
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Rampart", semanticVersion: report.version, rules } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT_ID]: { description: { text: "The root of the repository." } } },
        invocations: [
          {
            executionSuccessful: !problems.some(({ kind }) => kind === "not-judged"),
            toolExecutionNotifications: [
              ...problems.map(notification),
              ...report.previews.flatMap((preview) => riskNotifications(preview, report)),
              ...limitNotifications(kept.length, total),
              ...notes,
            ],
          },
        ],
        results: kept.map((one) => result(one, report, indexOf(one.finding.rule), ordinals)),
        properties: {
          findings: countStates(report.previews.flatMap(({ evaluation }) => evaluation.findings)),
          results: { total, kept: kept.length },
          ...(against && { against }),
          stacks: report.previews.map(({ stack, environment, tier, evaluation }) => {
            return { stack, ...(environment !== undefined && { environment }), tier, summary: evaluation.summary };
          }),
        },
      },
    ],
  };
}

function notification({ kind, subject, message }: Problem): object {
  return { level: "error", message: { text: `${PROBLEM_TITLES[kind]}: ${subject}: ${message}` } };
}

function noteNotification(note: Note): object {
  const level = note.kind === "nothing-judged" ? "warning" : "note";
  return { level, descriptor: { id: note.kind }, message: { text: sentence(note) } };
}

/** What the change does to data is no finding of a rule, and the first thing to know. */
function riskNotifications(preview: StackPreview, { locate }: Report): object[] {
  return dataAtRisk(preview).map((fate) => ({
    level: "warning",
    message: { text: `${preview.stack}: ${describeFate(fate)}: ${explainFate(fate)}` },
    locations: [{ physicalLocation: physical(locate(preview, fate).at) }],
  }));
}

function limitNotifications(kept: number, total: number): object[] {
  const texts: string[] = [];
  if (kept < total) {
    texts.push(`${total - kept} of ${total} results are left out, the mildest, to stay within what forges accept.`);
  }
  if (kept > LIMITS.shownResults) {
    texts.push(`GitHub shows the ${LIMITS.shownResults} gravest of ${kept} results.`);
  }
  return texts.map((text) => ({ level: "warning", message: { text } }));
}

const LEVELS = {
  violation: "error",
  advisory: "warning",
  undecided: "note",
  baselined: "note",
  waived: "note",
} as const;

function result(found: Found, report: Report, ruleIndex: number, ordinals: Map<string, number>): object {
  const { finding, preview, state } = found;
  const { at, declaredAt } = report.locate(preview, finding);
  const path = formatPointer(finding.path);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: isBlocking(found, report.strict) ? "error" : LEVELS[state],
    message: {
      text: `${state === "undecided" ? "Undecided: " : ""}${finding.message} (${finding.identity}${path === "" ? "" : `, ${path}`}; ${preview.stack})${suggestionLine(finding)}`,
    },
    locations: [
      {
        physicalLocation: physical(at),
        logicalLocations: [{ name: finding.identity, fullyQualifiedName: finding.urn, kind: "resource" }],
      },
    ],
    ...(declaredAt !== undefined && {
      relatedLocations: [{ id: 1, physicalLocation: physical(declaredAt), message: { text: "Declared here." } }],
    }),
    partialFingerprints: fingerprints(found, ordinals),
    ...baselineState(found, report),
    ...suppression(found),
    properties: {
      state,
      severity: finding.severity,
      stack: preview.stack,
      ...(preview.environment !== undefined && { environment: preview.environment }),
      path: finding.path,
      // No `fixes`: those replace a region of the text, and what is known is where the resource begins, not where its
      // arguments stand or what makes them. A tool that applied a guess would break the program.
      ...(finding.suggestion !== undefined && { suggestion: finding.suggestion }),
    },
  };
}

/**
 * `primaryLocationLineHash` is the one that forges compare; they would make it from the text of the line. Ours
 * stays the same when lines move, and differs between stacks: each has to be fixed.
 */
function fingerprints({ finding, preview }: Found, ordinals: Map<string, number>): Record<string, string> {
  const own = finding.fingerprint;
  const line = hash("sha256", `${own}\n${preview.stack}`, "hex").slice(0, 16);
  const ordinal = (ordinals.get(line) ?? 0) + 1;
  ordinals.set(line, ordinal);
  return { primaryLocationLineHash: `${line}:${ordinal}`, "rampart/v1": own };
}

/** Against a base, or else against the baseline. What is fixed is no result: forges would show it as open. */
function baselineState({ finding: { againstBase }, state }: Found, { hasBaseline }: Report): object {
  if (againstBase !== undefined) return { baselineState: againstBase };
  return hasBaseline ? { baselineState: state === "baselined" ? "unchanged" : "new" } : {};
}

function suppression({ preview, finding: { waiver, againstBase }, state }: Found): object {
  if (waiver !== undefined) {
    const justification = `${waiver.reason} (${waiver.owner}, ${waiver.ticket}, until ${waiver.expires})`;
    return { suppressions: [{ kind: "external", status: "accepted", justification }] };
  }
  if (state !== "baselined") return {};
  const isInBase = preview.against?.newOnly === true && againstBase === "unchanged";
  const justification = isInBase ? "The base has it, too, and only new findings count." : "Recorded in the baseline.";
  return { suppressions: [{ kind: "external", status: "accepted", justification }] };
}

function physical({ file, line, column }: SourcePosition): object {
  return {
    artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: ROOT_ID },
    region: { startLine: line, startColumn: column },
  };
}
