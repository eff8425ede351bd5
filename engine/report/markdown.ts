import { CONCERNS } from "../compare/rank.ts";
import {
  type Compared,
  KEEP_DATA,
  compared,
  dataAtRisk,
  describeChange,
  describeCompared,
  describeNotCounted,
  explainFate,
  securityChanges,
} from "./_against.ts";
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
  const against = compared(report.previews);
  const [violations, undecided] = [splitByBase(listed("violation")), splitByBase(listed("undecided"))];
  const isRatchet = report.hasBaseline || against !== undefined;
  const borne = against?.newOnly === true ? "In the base or the baseline, and not counted" : "In the baseline";
  const sections = [
    MARKER,
    `## ${VERDICTS[shownOverall(report)]} by Rampart`,
    describeCounts(counts, problems.length),
    against === undefined ? "" : againstSection(against),
    riskSection(report, rows),
    stackTable(report),
    problemSection(problems, rows),
    section(isRatchet ? "New violations" : "Violations", violations.added, rows, report),
    section("Fixed since the base", fixedSinceBase(report), rows, report),
    fixedSection(problems, rows),
    section(`${against === undefined ? "U" : "New u"}ndecided${undecidedNote(report)}`, undecided.added, rows, report),
    section("Violations that the base has, too", violations.kept, rows, report),
    section(`Undecided in the base, too${undecidedNote(report)}`, undecided.kept, rows, report),
    changeSection(report, rows),
    folded("Advisory", listed("advisory"), rows, report),
    folded("Waived", listed("waived"), rows, report),
    folded(borne, listed("baselined"), rows, report),
    notesOf(report, code).map(sentence).join("\n\n"),
  ];
  return `${sections.filter((one) => one !== "").join("\n\n")}\n`;
}

/** Without a base everything counts as added. */
function splitByBase(found: readonly Found[]): { readonly added: Found[]; readonly kept: Found[] } {
  const isKept = ({ finding }: Found): boolean => finding.againstBase === "unchanged";
  return { added: found.filter((one) => !isKept(one)), kept: found.filter(isKept) };
}

function againstSection(against: Compared): string {
  const note = describeNotCounted(against);
  return `Against ${code(against.base)}: ${describeCompared(against)}.${note === "" ? "" : ` ${note}.`}`;
}

/** What holds data and does not survive: above everything that can be mended later. */
function riskSection({ previews }: Report, rows: number): string {
  const risks = previews.flatMap((preview) => dataAtRisk(preview).map((fate) => ({ preview, fate })));
  if (risks.length === 0) return "";
  const hasStacks = previews.length > 1;
  const lines = risks.slice(0, rows).map(({ preview: { stack }, fate }) => {
    const name = `${fate.fate}: ${fate.stateful?.name ?? ""}`;
    return `- **${prose(name)}** ${code(fate.resource)}${hasStacks ? ` in ${code(stack)}` : ""}: ${prose(explainFate(fate))}`;
  });
  const list = [...lines, ...more(risks.length - lines.length, "- ")].join("\n");
  return `### ⚠️ Data at risk (${risks.length})\n\n${list}\n\n${KEEP_DATA}`;
}

function fixedSinceBase({ previews }: Report): Found[] {
  return gravestFirst(
    previews.map((preview) => {
      const { evaluation, against } = preview;
      return { ...preview, evaluation: { ...evaluation, findings: against?.fixed ?? [] } };
    }),
  );
}

/** What changes for security, gravest concern first. Texts are left out: any may be a secret that nobody marked. */
function changeSection({ previews }: Report, rows: number): string {
  const ranked = previews.flatMap((preview) => securityChanges(preview).map((one) => ({ ...one, preview })));
  if (ranked.length === 0) return "";
  const hasStacks = previews.length > 1;
  const lines = ranked
    .toSorted((a, b) => CONCERNS.indexOf(a.concern) - CONCERNS.indexOf(b.concern))
    .slice(0, rows)
    .map(({ concern, change, preview: { stack } }) => {
      const { where, what } = describeChange(change);
      const place = `${code(change.resource)}${where === "" ? "" : ` ${code(where)}`}`;
      return [concern, place, prose(what), ...(hasStacks ? [code(stack)] : [])];
    });
  const head = ["concern", "resource", "change", ...(hasStacks ? ["stack"] : [])];
  const shown = lines.length === 0 ? "" : table(head, lines);
  const body = [shown, ...more(ranked.length - lines.length, "")].filter((one) => one !== "").join("\n\n");
  return details(`What changes for security (${ranked.length})`, body);
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
