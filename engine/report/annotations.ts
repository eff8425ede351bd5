import {
  type Found,
  PROBLEM_TITLES,
  type Report,
  type State,
  allProblems,
  countStates,
  describeState,
  gravestFirst,
} from "./_report.ts";
import type { Fate } from "../against/fates.ts";
import type { StackPreview } from "../preview.ts";
import { compared, dataAtRisk, describeCompared, describeFate, explainFate } from "./_against.ts";
import { describeCounts } from "./_counts.ts";
import { notesOf, sentence } from "./_notes.ts";
import { printable } from "./_printable.ts";
import { suggestionLine } from "./_suggestion.ts";

/** GitHub shows so many of each kind for a step, and drops the rest without a word. */
const MOST_OF_A_KIND = 10;

type Kind = "error" | "warning" | "notice";

const KIND_OF: Readonly<Record<State, Kind | undefined>> = {
  violation: "error",
  advisory: "warning",
  undecided: "warning",
  // Nobody has to act on what is borne; it is in the counts.
  baselined: undefined,
  waived: undefined,
};

/** Workflow commands that mark lines of a pull request on GitHub: gravest first, as many as are shown, then all counts. */
export function renderAnnotations(report: Report): string {
  const shown: Record<Kind, string[]> = { error: [], warning: [], notice: [] };
  for (const { kind, subject, message } of allProblems(report)) {
    shown.error.push(command("error", { title: `${PROBLEM_TITLES[kind]}: ${subject}` }, message));
  }
  for (const preview of report.previews) {
    for (const fate of dataAtRisk(preview)) shown.warning.push(riskAnnotation(fate, preview, report));
  }
  for (const found of gravestFirst(report.previews)) {
    const kind = KIND_OF[found.state];
    if (kind !== undefined && shown[kind].length < MOST_OF_A_KIND) shown[kind].push(annotation(kind, found, report));
  }
  const lines = [shown.error, shown.warning].flatMap((list) => list.slice(0, MOST_OF_A_KIND));
  const findings = report.previews.flatMap(({ evaluation }) => evaluation.findings);
  const problems = allProblems(report).length;
  const against = compared(report.previews);
  const counts = [
    describeCounts(countStates(findings), problems),
    ...(against === undefined ? [] : [`against ${against.base}: ${describeCompared(against)}`]),
  ].join("; ");
  const notes = notesOf(report).map((note) => command("notice", { title: "Rampart" }, sentence(note)));
  // Each kind is cut off by itself: the counts come before notes that may be many.
  return [
    ...lines,
    command("notice", { title: "Rampart" }, `${counts}; ${lines.length} shown here`),
    ...notes.slice(0, MOST_OF_A_KIND - 1),
    "",
  ].join("\n");
}

function annotation(kind: Kind, found: Found, report: Report): string {
  const { finding, preview } = found;
  const { at } = report.locate(preview, finding);
  const place = { file: at.file, line: String(at.line), col: String(at.column) };
  const title = `${finding.severity}: ${finding.rule}`;
  return command(
    kind,
    { ...place, title },
    `${describeState(found)}${finding.message} (${finding.identity}; ${preview.stack})${suggestionLine(finding)}`,
  );
}

function riskAnnotation(fate: Fate, preview: StackPreview, report: Report): string {
  const { at } = report.locate(preview, fate);
  const place = { file: at.file, line: String(at.line), col: String(at.column) };
  return command("warning", { ...place, title: describeFate(fate) }, `${explainFate(fate)} (${preview.stack})`);
}

function command(kind: Kind, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${kind} ${list.join(",")}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
