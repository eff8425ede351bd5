import { hash } from "node:crypto";
import type { Severity } from "../../policies/rule.ts";
import { notesOf, sentence } from "./_notes.ts";
import { suggestionLine } from "./_suggestion.ts";
import { PROBLEM_TITLES, type Report, type State, allProblems, describeState, gravestFirst } from "./_report.ts";

const OPEN: Readonly<Record<Severity, string>> = { critical: "critical", high: "major", medium: "minor", low: "info" };

/** The format knows no other way to say that something fails nothing. */
const SEVERITY_OF: Readonly<Record<State, Readonly<Record<Severity, string>> | "info">> = {
  violation: OPEN,
  advisory: "info",
  undecided: OPEN,
  baselined: "info",
  waived: "info",
};

/** GitLab's code quality: one list, each entry with a place and a fingerprint of its own. */
export function renderGitlab(report: Report): string {
  const ordinals = new Map<string, number>();
  const [first] = report.previews;
  const anchor = first === undefined ? "Pulumi.yaml" : report.locate(first).at.file;
  const unique = (text: string): string => {
    const ordinal = (ordinals.get(text) ?? 0) + 1;
    ordinals.set(text, ordinal);
    return hash("sha256", `${text}\n${ordinal}`, "hex").slice(0, 32);
  };
  const findings = gravestFirst(report.previews).map((found) => {
    const { finding, preview, state } = found;
    const { at } = report.locate(preview, finding);
    const severities = SEVERITY_OF[state];
    return {
      description: `${describeState(found)}${finding.message} (${finding.identity}; ${preview.stack})${suggestionLine(finding)}`,
      check_name: finding.rule,
      fingerprint: unique(`${finding.fingerprint}\n${preview.stack}`),
      severity: severities === "info" ? "info" : severities[finding.severity],
      location: { path: at.file, lines: { begin: at.line } },
    };
  });
  const problems = allProblems(report).map(({ kind, subject, message }) => ({
    description: `${PROBLEM_TITLES[kind]}: ${subject}: ${message}`,
    check_name: `rampart-${kind}`,
    fingerprint: unique(`${kind}\n${subject}\n${message}`),
    severity: "blocker",
    location: { path: anchor, lines: { begin: 1 } },
  }));
  // Each kind is one entry in every pipeline, whatever it counts, so that it is not new in every merge request.
  const notes = notesOf(report).map((note) => ({
    description: sentence(note),
    check_name: `rampart-note-${note.kind}`,
    fingerprint: unique(`note\n${note.kind}`),
    severity: "info",
    location: { path: anchor, lines: { begin: 1 } },
  }));
  return `${JSON.stringify([...problems, ...findings, ...notes], undefined, 1)}\n`;
}
