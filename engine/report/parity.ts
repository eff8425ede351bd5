import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { Change } from "../compare.ts";
import { byConcern } from "../compare/rank.ts";
import type { DeclaredDifference, SettingChange } from "../environments.ts";
import { plural } from "../graph/picture.ts";
import type { Explanation } from "../parity/explanation.ts";
import { printableLine } from "./_printable.ts";
import { explanationJson, explanationLines, nearLine, restLines } from "./explanation.ts";
import { changeJson, printChange, printPlace, printValue } from "./changes.ts";

/** The verdict on one pair of environments. */
export interface ParityReport {
  readonly subject: string;
  readonly left: string;
  readonly right: string;
  readonly resources: number;
  readonly declared: readonly DeclaredDifference[];
  /** Differences that the declarations explain, where they were counted. */
  readonly explained: number;
  readonly settings: readonly SettingChange[];
  /** Keys of the stacks' configuration that only one has, or that differ. */
  readonly config: readonly ConfigChange[];
  readonly undeclared: readonly (Change & { readonly side?: "left" | "right" })[];
  /** Where it was asked for. */
  readonly explanation?: Explanation;
}

export interface ConfigChange {
  readonly key: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

export function isParity({ settings, config, undeclared }: ParityReport): boolean {
  return settings.length + config.length + undeclared.length === 0;
}

/** Lines shown of each verdict: a change of the whole program need not scroll the reasons away. */
const MOST_LINES = 40;

export function renderParity(reports: readonly ParityReport[], { color }: { readonly color: boolean }): string {
  const { green, red, bold, dim } = createColors(color);
  return reports
    .map((report) => {
      const { resources, declared } = report;
      const [subject, left, right] = [report.subject, report.left, report.right].map(printableLine);
      const scope = `${plural(resources, "resource")}, ${plural(declared.length, "declared difference")}`;
      const why = report.explanation === undefined ? [] : explanationLines(report.explanation, { color });
      if (isParity(report)) {
        const verdict = `${green("✓")} ${bold(subject)}: ${right} is ${left} but for what is declared  ${dim(scope)}`;
        return [verdict, ...why, ""].join("\n");
      }
      const lines = [
        ...report.settings.flatMap((change, index) => [
          ...settingLines(change),
          ...nearLine(report.explanation?.settings[index] ?? []),
        ]),
        ...report.config.map(
          ({ key, left: one, right: other }) =>
            `config ${key}: ${one ?? "(nothing)"} in ${left}, ${other ?? "(nothing)"} in ${right}`,
        ),
        ...[...byConcern(report.undeclared)].flatMap(([, changes]) =>
          changes.flatMap((change) => [...changeLines(change, report), ...restLines(change, report)]),
        ),
      ];
      const rest = lines.length - MOST_LINES;
      const shown = lines.slice(0, MOST_LINES).map((line) => `  ${printableLine(line)}`);
      const more = rest > 0 ? [dim(`  … ${plural(rest, "more line")}; --format json has all of them`)] : [];
      const count = report.settings.length + report.config.length + report.undeclared.length;
      const head = `${red("✗")} ${bold(subject)}: ${count} undeclared between ${left} and ${right}  ${dim(scope)}`;
      return [
        head,
        ...shown,
        ...more,
        "  Declare what is meant in the environment's file, with a reason; take back the rest.",
        ...why,
        "",
      ].join("\n");
    })
    .join("");
}

function settingLines({ path, expected, actual, from }: SettingChange): string[] {
  return [
    `setting ${formatPointer(path)}: expected ${String(expected ?? "(nothing)")}, found ${String(actual ?? "(nothing)")}`,
    `  from ${from}`,
  ];
}

/** A change at the left means that the program reads the name of that stack or environment. */
function changeLines(change: ParityReport["undeclared"][number], { left, right }: ParityReport): string[] {
  const environment = change.side === "left" ? left : right;
  const at = printPlace(change);
  const where = at === "" ? "" : `  at ${at}`;
  if (change.kind !== "changed") return [`in ${environment}: ${printChange(change)}${where}`];
  const values = `expected ${printValue(change.left)}, found ${printValue(change.right)}`;
  return [`in ${environment}: ${change.resource}  ${formatPointer(change.path)}`, `  ${values}${where}`];
}

export function parityJson(reports: readonly ParityReport[]): string {
  const pairs = reports.map(({ undeclared, explanation, ...rest }) => ({
    ...rest,
    verdict: isParity({ undeclared, ...rest }) ? "parity" : "undeclared",
    undeclared: undeclared.map((change) => ({ ...changeJson(change), ...(change.side && { side: change.side }) })),
    ...(explanation !== undefined && { explanation: explanationJson(explanation) }),
  }));
  return `${JSON.stringify({ schemaVersion: 1, pairs }, undefined, 2)}\n`;
}
