import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import { createColors } from "picocolors";
import { type WaiverProblem, describeWaiver } from "../../policies/waiver.ts";
import { groupByComponent } from "../components.ts";
import { isJudged, knownTypes } from "../coverage.ts";
import { plural } from "../graph/picture.ts";
import { type Finding, type Summary, isOpen } from "../finding.ts";
import type { StackPreview } from "../preview.ts";
import { describeResources } from "./_counts.ts";
import {
  KEEP_DATA,
  compared,
  dataAtRisk,
  describeChange,
  describeCompared,
  describeFate,
  describeNotCounted,
  explainFate,
  securityChanges,
} from "./_against.ts";
import { printableLine } from "./_printable.ts";
import { type State, countStates, isNothingJudged } from "./_report.ts";
import { notesOn } from "./_notes.ts";
import { place, renderFinding } from "./_terminal-finding.ts";
import { NARROW, type TerminalOptions, packed } from "./_terminal-text.ts";

export type { TerminalOptions } from "./_terminal-text.ts";

/** A stack's preview for people: what is built, what it carries, the verdict, then every finding with its fix. */
export function renderStack(preview: StackPreview, options: TerminalOptions): string {
  const colors = createColors(options.color);
  const { summary, findings } = preview.evaluation;
  const title = [preview.stack, describeEnvironment(preview)].filter(Boolean).join(" ");
  const parts = [
    `${colors.bold(printableLine(title))}  ${colors.dim(`${describeResources(summary)}, outputs ${describeMode(preview)}`)}`,
    ...riskLines(preview, options),
    componentTable(preview, options),
    capacityTable(preview, options),
    waitingLines(preview, options),
    verdictLine(summary, preview, options),
    ...againstLines(preview, options),
    ...preview.evaluation.waiverProblems.map((problem) => renderWaiverProblem(problem, options)),
    ...newFirst(findings.filter(isOpen)).map((finding) => renderFinding(finding, options)),
    waivedLines(findings, options),
    ...noteLines(preview, options),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

/** The verdict alone, with what stops a deployment: for a command that shows what changes in place of what is built. */
export function renderVerdict(preview: StackPreview, options: TerminalOptions): string {
  const { summary, findings, waiverProblems } = preview.evaluation;
  const grave = findings.filter((finding) => isOpen(finding) && finding.level === "mandatory");
  const parts = [
    verdictLine(summary, preview, options),
    ...waiverProblems.map((problem) => renderWaiverProblem(problem, options)),
    ...grave.map((finding) => renderFinding(finding, options)),
  ];
  return `${parts.join("\n")}\n`;
}

function describeEnvironment({ environment, tier }: StackPreview): string {
  const tierText = tier === "unknown" ? "tier not declared, judged as prod" : tier;
  return `(${environment === undefined ? "" : `${environment}, `}${tierText})`;
}

function describeMode({ plan }: StackPreview): string {
  return plan.mode === "simulate" ? "simulated" : plan.mode === "preview" ? "unknown" : "from state";
}

const PLAIN_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: " ",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Nobody reads further, and laying out a table takes the square of its rows. */
const MOST_ROWS = 200;

function plainTable(
  title: readonly string[],
  cells: readonly (readonly string[])[],
  { color, width }: TerminalOptions,
): string {
  const colors = createColors(color);
  const [head = [], ...rows] = fitTable([title, ...cells.slice(0, MOST_ROWS)], width);
  const left = cells.length - MOST_ROWS;
  const table = new Table({
    head: head.map((cell) => colors.dim(cell)),
    chars: PLAIN_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  // The library pads the last column too.
  const lines = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  return [...lines, ...(left > 0 ? [` … ${left} more; --format json lists all`] : [])].join("\n");
}

/** Least of a name that still tells which one it is. */
const SHORTEST_NAME = 12;

/** A table, its head first, as a narrow terminal takes it: without the kinds if need be, then with names cut off. */
function fitTable(all: readonly (readonly string[])[], width: number): readonly (readonly string[])[] {
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(...all.map((row) => stripVTControlCharacters(row[column] ?? "").length)),
  );
  const total = widths.reduce((sum, own) => sum + own + 2, 0);
  if (width >= NARROW || total <= width) return all;
  const kind = all[0]?.indexOf("kind") ?? -1;
  if (kind !== -1)
    return fitTable(
      all.map((row) => row.filter((_, column) => column !== kind)),
      width,
    );
  const room = Math.max(SHORTEST_NAME, width - total + (widths[0] ?? 0));
  return all.map(([name = "", ...rest]) => [name.length > room ? `${name.slice(0, room - 1)}…` : name, ...rest]);
}

function componentTable(preview: StackPreview, options: TerminalOptions): string {
  const { rowOf } = groupByComponent(preview.plan);
  const knows = knownTypes(options.rules.values());
  const judged = Map.groupBy(preview.plan.resources.filter(isJudged), ({ urn }) => rowOf.get(urn));
  const found = Map.groupBy(preview.evaluation.findings, ({ urn }) => rowOf.get(urn));
  const rows = preview.components.map(({ name, kind, resources }) => {
    const own = judged.get(name) ?? [];
    const verdict =
      own.length > 0 && own.every(({ external }) => external)
        ? createColors(options.color).dim("only read")
        : own.length > 0 && !own.some(({ type }) => knows(type))
          ? createColors(options.color).yellow("no rule")
          : describeRow(countStates(found.get(name) ?? []), options);
    return [printableLine(name), printableLine(kind), String(resources), verdict];
  });
  return plainTable(["component", "kind", "resources", "verdict"], rows, options);
}

/** Advice stands apart from what fails: a stack with nothing but advice is accepted. */
function describeRow({ violation, undecided, advisory }: Record<State, number>, { color }: TerminalOptions): string {
  const colors = createColors(color);
  return [
    ...(violation > 0 ? [colors.red(plural(violation, "violation"))] : []),
    ...(undecided > 0 ? [colors.yellow(`${undecided} undecided`)] : []),
    ...(violation + undecided === 0 ? [colors.green("ok")] : []),
    ...(advisory > 0 ? [`${advisory} advisory`] : []),
  ].join(", ");
}

function capacityTable({ capacity }: StackPreview, options: TerminalOptions): string {
  if (capacity.length === 0) return "";
  return `\n${plainTable(
    ["capacity", "kind", "size"],
    capacity.map(({ name, kind, size }) => [name, kind, size].map(printableLine)),
    options,
  )}`;
}

function verdictLine(summary: Summary, preview: StackPreview, options: TerminalOptions): string {
  const colors = createColors(options.color);
  const { mandatoryFailures, mandatoryUndecided, findings } = preview.evaluation;
  const states = countStates(findings);
  const verdict =
    mandatoryFailures > 0
      ? colors.red(colors.bold("✗ rejected"))
      : mandatoryUndecided > 0
        ? colors.yellow(colors.bold("? undecided"))
        : isNothingJudged(preview)
          ? colors.yellow(colors.bold("nothing was judged"))
          : colors.green(colors.bold("✓ accepted"));
  const counts = [
    plural(summary.pass, "pass", "passes"),
    plural(summary.assumed, "assumed pass", "assumed passes"),
    plural(states.violation, "violation"),
    ...(states.advisory > 0 ? [`${states.advisory} advisory`] : []),
    `${states.undecided} undecided`,
    `${summary.notApplicable} not applicable`,
  ];
  if (states.waived > 0) counts.push(`${states.waived} waived`);
  if (summary.baselined !== undefined) counts.push(`${states.baselined} in the baseline`);
  return options.width < NARROW
    ? `\n${verdict}\n${packed(counts, " · ", options.width)}`
    : `\n${verdict}  ${counts.join(" · ")}`;
}

function waitingLines({ waiting }: StackPreview, { color }: TerminalOptions): string {
  const colors = createColors(color);
  if (waiting.length === 0) return "";
  const lines = waiting.map((one) => `  ${printableLine(`${one.workload} waits for ${one.for.join(", ")}`)}`);
  return `\n${colors.yellow("not made yet")}\n${lines.join("\n")}`;
}

function renderWaiverProblem({ waiver, message }: WaiverProblem, { color }: TerminalOptions): string {
  const colors = createColors(color);
  return `\n${colors.red("✗")} ${colors.bold(printableLine(describeWaiver(waiver)))}\n  ${printableLine(message)}`;
}

/** One entry each: what is waived is known, and is not to bury the rest. Equal entries are counted. */
function waivedLines(findings: readonly Finding[], { color }: TerminalOptions): string {
  const colors = createColors(color);
  const entries = findings.flatMap(({ waiver, rule, severity, identity, path }) => {
    if (waiver === undefined) return [];
    const until = `waived until ${waiver.expires} by ${waiver.owner} (${waiver.ticket})`;
    return [`~ ${severity} ${rule}  ${printableLine(place({ identity, path }))}\n  ${printableLine(until)}`];
  });
  const lines = [...Map.groupBy(entries, (entry) => entry)].map(([entry, { length }]) =>
    length === 1 ? entry : `${entry}, ${length} times`,
  );
  return lines.length === 0 ? "" : `\n${colors.dim(lines.join("\n"))}`;
}

/** Where there is a base, what the change brings is not to be looked for; the rest stays in order. */
function newFirst(findings: readonly Finding[]): Finding[] {
  const isOld = ({ againstBase }: Finding): number => Number(againstBase === "unchanged");
  return findings.toSorted((a, b) => isOld(a) - isOld(b));
}

/** Before anything else: what holds data and does not survive. */
function riskLines(preview: StackPreview, { color }: TerminalOptions): string[] {
  const colors = createColors(color);
  const risks = dataAtRisk(preview);
  const lines = risks.map((fate) => {
    const paint = fate.fate === "may be replaced" ? colors.yellow : colors.red;
    return `${paint(colors.bold(`! ${printableLine(describeFate(fate))}`))}\n  ${printableLine(explainFate(fate))}`;
  });
  return risks.length === 0 ? [] : [...lines, colors.dim(KEEP_DATA)];
}

/** Longer lists are scrolled over; the other reports have all of it. */
const MOST_CHANGES = 20;

function againstLines(preview: StackPreview, { color }: TerminalOptions): string[] {
  const { against } = preview;
  const sums = compared([preview]);
  if (against === undefined || sums === undefined) return [];
  const colors = createColors(color);
  const note = describeNotCounted(sums);
  const ranked = securityChanges(preview);
  const changes = ranked.slice(0, MOST_CHANGES).map(({ concern, change }) => {
    const { where, what } = describeChange(change);
    return printableLine(`  ${[`${concern}:`, change.resource, where, what].filter((part) => part !== "").join("  ")}`);
  });
  const hidden = ranked.length - changes.length;
  return [
    printableLine(
      `against ${against.base}${against.isNewStack ? ", which has no such stack" : ""}: ${describeCompared(sums)}`,
    ),
    ...(note === "" ? [] : [colors.yellow(note)]),
    ...(changes.length === 0 ? [] : [`\n${colors.bold("what changes for security")}`, ...changes]),
    ...(hidden > 0 ? [colors.dim(`  …and ${hidden} more; --report html=FILE shows where`)] : []),
    ...against.fixed.map((finding) =>
      colors.green(printableLine(`✓ fixed: ${finding.severity} ${finding.rule}  ${place(finding)}`)),
    ),
  ];
}

/** What the pack could not look into is said, so that a clean verdict is not taken for more than it is. */
function noteLines(preview: StackPreview, { color, rules, width }: TerminalOptions): string[] {
  const { dim } = createColors(color);
  return notesOn([preview], rules).map(({ text }) => {
    const line = printableLine(text);
    return `\n${dim(width < NARROW ? packed(line.split(" "), " ", width) : line)}`;
  });
}
