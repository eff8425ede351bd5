import type { Rule, Severity, Tier } from "../../policies/rule.ts";
import { type WaiverProblem, describeWaiver } from "../../policies/waiver.ts";
import type { FixedEntry } from "../baseline.ts";
import { type Finding, isOpen } from "../finding.ts";
import type { StackPreview } from "../preview.ts";
import type { Locate } from "./_location.ts";

/** All that a run has to tell; every report is made from it, so that they tell the same. */
export interface Report {
  readonly previews: readonly StackPreview[];
  /** Why the run fails beyond its findings, or did not judge everything. */
  readonly problems: readonly Problem[];
  /** Whether the run was compared with a baseline: what is open is then new. */
  readonly hasBaseline: boolean;
  /** By id. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** Of Rampart. */
  readonly version: string;
  /** Whether mandatory undecided findings fail; left out: where the tier is not nonprod. */
  readonly strict: boolean | undefined;
  readonly locate: Locate;
}

/** Something that fails the run and is no finding. */
export interface Problem {
  readonly kind: "not-judged" | "waiver" | "baseline";
  /** What was wrong with, such as a stack. */
  readonly subject: string;
  /** The fact, then what to do. */
  readonly message: string;
}

/** Titles of the kinds, as the ids of rules read. */
export const PROBLEM_TITLES: Readonly<Record<Problem["kind"], string>> = {
  "not-judged": "Not judged",
  waiver: "Waiver that does not hold",
  baseline: "Fixed, and still in the baseline",
};

/** Problems of the run and those that each stack has with its waivers. */
export function allProblems({ previews, problems }: Pick<Report, "previews" | "problems">): Problem[] {
  const ofWaivers = previews.flatMap(({ stack, evaluation }) =>
    evaluation.waiverProblems.map((problem) => waiverProblem(stack, problem)),
  );
  return [...problems, ...ofWaivers];
}

function waiverProblem(stack: string, { waiver, message }: WaiverProblem): Problem {
  return { kind: "waiver", subject: stack, message: `${describeWaiver(waiver)}: ${message}` };
}

export function unusedWaiverProblem(waiver: WaiverProblem["waiver"]): Problem {
  return {
    kind: "waiver",
    subject: "all stacks",
    message: `${describeWaiver(waiver)} covers nothing any more; remove it`,
  };
}

export function baselineProblem({ entry, stack, count }: FixedEntry): Problem {
  const place = entry.path === "" ? entry.resource : `${entry.resource} ${entry.path}`;
  const times = count > 1 ? ` (${count} of them)` : "";
  return {
    kind: "baseline",
    subject: stack,
    message: `${entry.rule} at ${place}${times} is fixed: remove ${entry.fingerprint} from the baseline, or write it again`,
  };
}

/** What a finding asks for. Every finding is in one state, and every report counts by them. */
export type State = "violation" | "advisory" | "undecided" | "baselined" | "waived";

export const STATES: readonly State[] = ["violation", "advisory", "undecided", "baselined", "waived"];

export function stateOf(finding: Finding): State {
  if (finding.waiver !== undefined) return "waived";
  if (!isOpen(finding)) return "baselined";
  if (finding.verdict === "undecided") return "undecided";
  return finding.level === "mandatory" ? "violation" : "advisory";
}

export function countStates(findings: readonly Finding[]): Record<State, number> {
  const counts: Record<State, number> = { violation: 0, advisory: 0, undecided: 0, baselined: 0, waived: 0 };
  for (const finding of findings) counts[stateOf(finding)] += 1;
  return counts;
}

export type Verdict = "rejected" | "undecided" | "accepted";

/** The stack's verdict; undecided where that is all that keeps it from being accepted. */
export function verdictOf({ evaluation, tier }: StackPreview, strict: boolean | undefined): Verdict {
  if (evaluation.mandatoryFailures > 0) return "rejected";
  return evaluation.mandatoryUndecided > 0 && failsUndecided(tier, strict) ? "undecided" : "accepted";
}

/** Whether no rule had anything to say of the stack: nothing fails, and that is no sign that all is well. */
export function isNothingJudged({ evaluation }: StackPreview): boolean {
  const { pass, assumed } = evaluation.summary;
  return pass + assumed + evaluation.findings.length + evaluation.waiverProblems.length === 0;
}

/** A verdict as people read it: that nothing was judged is not to be taken for acceptance. */
export type ShownVerdict = Verdict | "nothing was judged";

export function shownVerdict(preview: StackPreview, strict: boolean | undefined): ShownVerdict {
  return isNothingJudged(preview) ? "nothing was judged" : verdictOf(preview, strict);
}

export function shownOverall(report: Report): ShownVerdict {
  const verdict = overallVerdict(report);
  return verdict === "accepted" && report.previews.every(isNothingJudged) ? "nothing was judged" : verdict;
}

/** Whether an undecided mandatory finding fails a stack of this tier. */
export function failsUndecided(tier: Tier, strict: boolean | undefined): boolean {
  return strict ?? tier !== "nonprod";
}

/** The verdict on everything: the gravest, and never accepted with something not judged. */
export function overallVerdict(report: Report): Verdict {
  const verdicts = new Set(report.previews.map((preview) => verdictOf(preview, report.strict)));
  if (verdicts.has("rejected") || report.problems.length > 0) return "rejected";
  return verdicts.has("undecided") ? "undecided" : "accepted";
}

/** A finding and the stack it was found in. */
export interface Found {
  readonly preview: StackPreview;
  readonly finding: Finding;
  readonly state: State;
}

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Everything that was found, gravest first: what is open, by severity, then what is borne; ties stay in order. */
export function gravestFirst(previews: readonly StackPreview[]): Found[] {
  const found = previews.flatMap((preview) =>
    preview.evaluation.findings.map((finding): Found => ({ preview, finding, state: stateOf(finding) })),
  );
  return found.toSorted(
    (a, b) =>
      Number(isOpen(b.finding)) - Number(isOpen(a.finding)) ||
      SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) ||
      STATES.indexOf(a.state) - STATES.indexOf(b.state),
  );
}

/** Whether the finding by itself keeps its stack from being accepted. */
export function isBlocking({ finding, preview, state }: Found, strict: boolean | undefined): boolean {
  if (state === "violation") return true;
  if (state !== "undecided" || finding.level !== "mandatory") return false;
  return finding.undecidedFails === true || failsUndecided(preview.tier, strict);
}

/** What a state adds in front of a finding's message, where nothing else says it. */
export function describeState({ finding, state }: Found): string {
  switch (state) {
    case "violation":
      return "";
    case "advisory":
      return "Advisory: ";
    case "undecided":
      return "Undecided: ";
    case "baselined":
      return "In the baseline: ";
    case "waived":
      return `Waived until ${finding.waiver?.expires} by ${finding.waiver?.owner} (${finding.waiver?.ticket}): `;
  }
}
