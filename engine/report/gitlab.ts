import { hash } from "node:crypto";
import type { Severity } from "../../policies/rule.ts";
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
      description: `${describeState(found)}${finding.message} (${finding.identity}; ${preview.stack})`,
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
    location: { path: "Pulumi.yaml", lines: { begin: 1 } },
  }));
  return `${JSON.stringify([...problems, ...findings], undefined, 1)}\n`;
}
