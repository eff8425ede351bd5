import { describeCounts, resourceCell } from "./_counts.ts";
import { byEnvironment, more } from "./_markdown-findings.ts";
import { notesOf, sentence } from "./_notes.ts";
import { clip, code, details, prose, table } from "./_markdown-text.ts";
import {
  type Found,
  type Problem,
  PROBLEM_TITLES,
  type Report,
  type ShownVerdict,
  type State,
  allProblems,
  countStates,
  failsUndecided,
  gravestFirst,
  shownOverall,
  shownVerdict,
} from "./_report.ts";

/** First line of the report: who updates a comment in place finds it by this. */
export const MARKER = "<!-- rampart:report -->";

/** GitHub takes 65,536 characters in a comment; a job's summary and GitLab take more. */
const LONGEST = 60_000;
/** Longer lists are scrolled over. Tried from the left until the report is short enough. */
const ROWS = [50, 20, 10, 3, 0] as const;

const VERDICTS: Readonly<Record<ShownVerdict, string>> = {
  rejected: "❌ rejected",
  undecided: "❓ undecided",
  accepted: "✅ accepted",
  "nothing was judged": "⚪ nothing was judged",
};

/**
 * What a reviewer reads: the verdict, the counts of every stack, then what is new, fixed, undecided, advised,
 * and borne. Lists are cut, counts are not.
 */
export function renderMarkdown(report: Report): string {
  const found = gravestFirst(report.previews);
  for (const rows of ROWS) {
    const text = render(report, found, rows);
    if (text.length <= LONGEST || rows === 0) return text.length <= LONGEST ? text : cutOff(text);
  }
  throw new Error("the last number of rows is 0");
}

/** Only the stacks are left, and there are thousands. */
function cutOff(text: string): string {
  return `${text.slice(0, text.lastIndexOf("\n", LONGEST))}\n\nThe rest is cut off; the JSON report has everything.\n`;
}

function render(report: Report, found: readonly Found[], rows: number): string {
  const problems = allProblems(report);
  const counts = countStates(found.map(({ finding }) => finding));
  const listed = (state: State): Found[] => found.filter((one) => one.state === state);
  const sections = [
    MARKER,
    `## ${VERDICTS[shownOverall(report)]} by Rampart`,
    describeCounts(counts, problems.length),
    stackTable(report),
    problemSection(problems, rows),
    section(report.hasBaseline ? "New violations" : "Violations", listed("violation"), rows, report),
    fixedSection(problems, rows),
    section(`Undecided${undecidedNote(report)}`, listed("undecided"), rows, report),
    folded("Advisory", listed("advisory"), rows, report),
    folded("Waived", listed("waived"), rows, report),
    folded("In the baseline", listed("baselined"), rows, report),
    notesOf(report, code).map(sentence).join("\n\n"),
  ];
  return `${sections.filter((one) => one !== "").join("\n\n")}\n`;
}

function stackTable({ previews, strict }: Report): string {
  if (previews.length === 0) return "";
  const rows = previews.map((preview) => {
    const { stack, environment, tier, evaluation } = preview;
    const counts = countStates(evaluation.findings);
    const { summary } = evaluation;
    return [
      code(stack),
      `${environment === undefined ? "" : `${prose(environment)}, `}${tier === "unknown" ? "judged as prod" : tier}`,
      VERDICTS[shownVerdict(preview, strict)],
      ...[counts.violation, counts.advisory, counts.undecided, counts.baselined, counts.waived].map(String),
      `${summary.pass} + ${summary.assumed} assumed`,
      resourceCell(summary),
    ];
  });
  const head = [
    "stack",
    "environment",
    "verdict",
    "violations",
    "advisory",
    "undecided",
    "baseline",
    "waived",
    "passes",
    "resources",
  ];
  return table(head, rows);
}

function problemSection(problems: readonly Problem[], rows: number): string {
  const own = problems.filter(({ kind }) => kind !== "baseline");
  return own.length === 0 ? "" : `### Problems (${own.length})\n\n${problemList(own, rows)}`;
}

function fixedSection(problems: readonly Problem[], rows: number): string {
  const fixed = problems.filter(({ kind }) => kind === "baseline");
  return fixed.length === 0
    ? ""
    : `### Fixed, and to be removed from the baseline (${fixed.length})\n\n${problemList(fixed, rows)}`;
}

function problemList(problems: readonly Problem[], rows: number): string {
  const lines = problems
    .slice(0, rows)
    .map(({ kind, subject, message }) => `- ${PROBLEM_TITLES[kind]}: ${code(subject)}: ${prose(clip(message))}`);
  return [...lines, ...more(problems.length - lines.length, "- ")].join("\n");
}

function undecidedNote({ previews, strict }: Report): string {
  return previews.some(({ tier }) => failsUndecided(tier, strict)) ? "" : ", which does not fail here";
}

function section(title: string, found: readonly Found[], rows: number, report: Report): string {
  return found.length === 0 ? "" : `### ${title} (${found.length})\n\n${byEnvironment(found, rows, report)}`;
}

function folded(title: string, found: readonly Found[], rows: number, report: Report): string {
  return found.length === 0 ? "" : details(`${title} (${found.length})`, byEnvironment(found, rows, report));
}
