import Table from "cli-table3";
import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { Rule } from "../../policies/rule.ts";
import { type WaiverProblem, describeWaiver } from "../../policies/waiver.ts";
import { groupByComponent } from "../components.ts";
import { isJudged, knownTypes } from "../coverage.ts";
import { plural } from "../graph/picture.ts";
import { type Finding, type Summary, isOpen } from "../finding.ts";
import type { SourcePosition } from "../plan.ts";
import type { StackPreview } from "../preview.ts";
import { printableLine } from "./_printable.ts";
import { type State, countStates, isNothingJudged } from "./_report.ts";
import { describeUnknownTypes } from "./_unknown-types.ts";

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns to fit into. */
  readonly width: number;
  /** By id; a finding names its rule, the rule knows the fix. */
  readonly rules: ReadonlyMap<string, Rule>;
}

/** A stack's preview for people: what is built, what it carries, the verdict, then every finding with its fix. */
export function renderStack(preview: StackPreview, options: TerminalOptions): string {
  const colors = createColors(options.color);
  const { summary, findings } = preview.evaluation;
  const title = [preview.stack, describeEnvironment(preview)].filter(Boolean).join(" ");
  const parts = [
    `${colors.bold(printableLine(title))}  ${colors.dim(`${plural(summary.resources, "resource")}, outputs ${describeMode(preview)}`)}`,
    componentTable(preview, options),
    capacityTable(preview, options),
    waitingLines(preview, options),
    verdictLine(summary, preview, options),
    ...preview.evaluation.waiverProblems.map((problem) => renderWaiverProblem(problem, options)),
    ...findings.filter(isOpen).map((finding) => renderFinding(finding, options)),
    waivedLines(findings, options),
    ...opaqueNote(preview, options),
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

function plainTable(head: readonly string[], rows: readonly (readonly string[])[], { color }: TerminalOptions): string {
  const colors = createColors(color);
  const table = new Table({
    head: head.map((cell) => colors.dim(cell)),
    chars: PLAIN_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  // The library pads the last column too.
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function componentTable(preview: StackPreview, options: TerminalOptions): string {
  const { rowOf } = groupByComponent(preview.plan);
  const knows = knownTypes(options.rules.values());
  const judged = Map.groupBy(preview.plan.resources.filter(isJudged), ({ urn }) => rowOf.get(urn));
  const found = Map.groupBy(preview.evaluation.findings, ({ urn }) => rowOf.get(urn));
  const rows = preview.components.map(({ name, kind, resources }) => {
    const own = judged.get(name) ?? [];
    const verdict =
      own.length > 0 && !own.some(({ type }) => knows(type))
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
    `${summary.pass} passes`,
    `${summary.assumed} assumed passes`,
    `${states.violation} violations`,
    ...(states.advisory > 0 ? [`${states.advisory} advisory`] : []),
    `${states.undecided} undecided`,
    `${summary.notApplicable} not applicable`,
  ];
  if (states.waived > 0) counts.push(`${states.waived} waived`);
  if (summary.baselined !== undefined) counts.push(`${states.baselined} in the baseline`);
  return `\n${verdict}  ${counts.join(" · ")}`;
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

function place({ identity, path }: Pick<Finding, "identity" | "path">): string {
  const pointer = formatPointer(path);
  return pointer === "" ? identity : `${identity}  ${pointer}`;
}

function renderFinding(finding: Finding, { color, rules }: TerminalOptions): string {
  const colors = createColors(color);
  const mark =
    finding.verdict === "undecided"
      ? colors.yellow("?")
      : finding.level === "mandatory"
        ? colors.red("✗")
        : colors.yellow("!");
  const lines = [
    `\n${mark} ${finding.severity} ${colors.bold(finding.rule)}${finding.level === "advisory" ? " (advisory)" : ""}`,
    `  ${printableLine(place(finding))}`,
    `  ${printableLine(finding.message)}`,
  ];
  // Advice is not to bury what stops a deployment: its fix is a page away, by `rampart explain`.
  if (finding.level === "advisory") return [`${lines[0]}${lines[1]}`, ...lines.slice(2)].join("\n");
  const where = describeSource(finding);
  if (where !== "") lines.push(`  ${colors.dim(printableLine(where))}`);
  const rule = rules.get(finding.rule);
  if (rule !== undefined) lines.push(`  ${colors.dim(`fix: ${rule.fix}`)}`);
  return lines.join("\n");
}

function describeSource({ source, declaredAt }: Finding): string {
  if (source === undefined) return "";
  const outer =
    declaredAt !== undefined && position(declaredAt) !== position(source)
      ? `, declared at ${position(declaredAt)}`
      : "";
  return `at ${position(source)}${outer}`;
}

export function position({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

/** What the pack could not look into is said, so that a clean verdict is not taken for more than it is. */
function opaqueNote(preview: StackPreview, { color, rules }: TerminalOptions): string[] {
  const colors = createColors(color);
  const { plan } = preview;
  const notes: string[] = [];
  const unknown = describeUnknownTypes([preview], rules, (type) => type);
  if (unknown !== "") notes.push(unknown);
  const opaque = plan.resources.filter((resource) => resource.opaque === true);
  if (opaque.length > 0)
    notes.push(`not looked into: ${opaque.map(({ name }) => name).join(", ")} (children are made elsewhere)`);
  const unanswered = new Set(plan.invokes.filter(({ answer }) => answer === "unknown").map(({ token }) => token));
  if (unanswered.size > 0) notes.push(`answered as unknown: ${[...unanswered].join(", ")} (supply --fixtures)`);
  return notes.map((note) => `\n${colors.dim(printableLine(note))}`);
}
