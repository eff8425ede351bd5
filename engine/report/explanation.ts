import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import { byConcern } from "../compare/rank.ts";
import type { Step } from "../environments.ts";
import type { ExplainedCause, ExplainedWay, Explanation } from "../parity/explanation.ts";
import type { ParityReport } from "./parity.ts";
import { changeJson, printChange } from "./changes.ts";

/** Lines shown of what one cause does; `--format json` has them all. */
const MOST_CHANGES = 8;

/** Which declared difference makes which difference, as lines below the verdict. */
export function explanationLines(explanation: Explanation, { color }: { readonly color: boolean }): string[] {
  const { bold, dim } = createColors(color);
  const { causes, idle, identity, recordings } = explanation;
  const count = causes.reduce((sum, { changes }) => sum + changes.length, 0);
  const names = (paths: readonly { readonly path: string }[]): string =>
    [...new Set(paths.map(({ path }) => formatPointer(path)))].join(", ");
  return [
    `  ${bold("Why they differ")} in ${count} places  ${dim(`${recordings} more recordings`)}`,
    ...causes.flatMap((cause) => [...headOf(cause).map((line) => `  ${line}`), ...changesOf(cause, dim)]),
    ...(idle.length === 0 ? [] : [`  Without a trace in what is deployed: ${names(idle)}`]),
    ...(identity.length === 0 ? [] : [`  The identity itself: ${names(identity)}`]),
  ];
}

function headOf({ ways, among }: ExplainedCause): string[] {
  if (ways.length === 0) {
    return [`not told apart within --recordings: one or more of ${among.map(nameOf).join(", ")}`];
  }
  const [first, ...others] = ways.map(wayText);
  return [
    `${ways.length > 1 ? "each alone: " : ""}${first}`,
    ...others.map((other) => `        or: ${other}`),
    ...(ways.length === 1 ? reasonsOf(ways[0]) : []),
  ];
}

function wayText({ steps, needs }: ExplainedWay): string {
  const together = steps.map(nameOf).join(" + ");
  return needs.length === 0 ? together : `${together} (allowed only with ${needs.map(nameOf).join(", ")})`;
}

function reasonsOf(way: ExplainedWay | undefined): string[] {
  const declared = new Set(way?.steps.flatMap((step) => step.declared.map((one) => `${one.reason}  ${one.source}`)));
  const undeclared = new Set(way?.steps.flatMap(({ from }) => (from === undefined ? [] : [`from ${from}`])));
  return [...declared, ...undeclared].map((line) => `  ${line}`);
}

function changesOf({ changes }: ExplainedCause, dim: (text: string) => string): string[] {
  const groups = [...byConcern(changes)];
  const telling = groups.flatMap(([concern, own]) => (concern === "noise" ? [] : own));
  const shown = telling.slice(0, MOST_CHANGES).map((change) => `      ${printChange(change)}`);
  const rest = changes.length - shown.length;
  return rest === 0 ? shown : [...shown, dim(`      … ${rest} more; --format json has them all`)];
}

function nameOf({ path }: Step): string {
  return formatPointer(path);
}

/** Below an undeclared change: what makes it, and which declaration may have been meant to cover it. */
export function restLines(change: ParityReport["undeclared"][number], report: ParityReport): string[] {
  const rest = report.explanation?.undeclared[report.undeclared.indexOf(change)];
  if (rest === undefined) return [];
  const [way] = rest.ways;
  const cause =
    way === undefined
      ? "no setting makes it: a line of the program, or what it reads, asks where it is"
      : `made by ${wayText(way)}${reasonsOf(way)
          .map((line) => `,${line.slice(1)}`)
          .join("")}`;
  return [`  ${cause}`, ...nearLine(rest.near)];
}

export function nearLine(near: readonly Step[]): string[] {
  return near.length === 0 ? [] : [`  declared near it: ${near.map(nameOf).join(", ")}`];
}

export function explanationJson({ causes, undeclared, ...rest }: Explanation): object {
  return {
    ...rest,
    causes: causes.map(({ ways, among, changes }) => ({
      ways,
      ...(ways.length === 0 && { among }),
      changes: changes.map(changeJson),
    })),
    undeclared,
  };
}
