import { createColors } from "picocolors";
import type { FrameworkCoverage, PackCoverage, PlanCoverage } from "../coverage.ts";
import { printableLine } from "./_printable.ts";
import { plainTable } from "./table.ts";

interface Look {
  readonly color: boolean;
}

/** The pack against the catalogue of controls. */
export function renderPackCoverage({ areas, leftOut, frameworks }: PackCoverage, look: Look): string {
  const { bold } = createColors(look.color);
  const of = ({ implemented, controls }: { implemented: number; controls: number }): string =>
    controls === 0 ? "" : `${implemented} of ${controls}`;
  const sum = (profile: "baseline" | "extended") =>
    areas.reduce(
      (total, area) => ({
        implemented: total.implemented + area[profile].implemented,
        controls: total.controls + area[profile].controls,
      }),
      { implemented: 0, controls: 0 },
    );
  const rows = areas.map(({ area, baseline, extended }) => [area, of(baseline), of(extended)]);
  const reasons = Map.groupBy(leftOut, ({ reason }) => reason);
  return [
    bold("Controls with a rule"),
    plainTable(["area", "baseline", "extended"], [...rows, ["all", of(sum("baseline")), of(sum("extended"))]], look),
    `\n${bold("Left out")}`,
    ...[...reasons].map(([reason, list]) => `${list.length} × ${reason}:\n${idLines(list.map(({ id }) => id))}`),
    `\n${bold("Frameworks")}`,
    frameworkTable(frameworks, look),
    gapLines(frameworks),
    "",
  ].join("\n");
}

/** What the pack looked at in one stack. */
export function renderPlanCoverage(coverage: PlanCoverage, look: Look): string {
  const { bold, dim } = createColors(look.color);
  const judged = coverage.types.filter(({ rules, consulted }) => rules + consulted > 0);
  const silent = coverage.types.filter(({ rules, consulted }) => rules + consulted === 0);
  return [
    bold(printableLine(`${coverage.stack}: resources by type`)),
    plainTable(
      ["type", "resources", "rules", "consulted by"],
      judged.map(({ type, resources, rules, consulted }) => [type, resources, rules, consulted].map(String)),
      look,
    ),
    `\n${bold("Types without a rule")}`,
    silent.length === 0
      ? "none"
      : plainTable(
          ["type", "resources"],
          silent.map(({ type, resources }) => [type, String(resources)]),
          look,
        ),
    `\n${bold("Properties that sound like security, are set, and that no rule reads")} ${dim("(by their names; a hint, not a verdict)")}`,
    coverage.unread.length === 0
      ? "none"
      : plainTable(
          ["type", "property", "resources"],
          coverage.unread.map(({ type, path, resources }) => [type, path, String(resources)]),
          look,
        ),
    `\n${bold("Not looked into: what these make is made elsewhere")}`,
    coverage.opaque.length === 0
      ? "none"
      : coverage.opaque.map(({ type, name }) => printableLine(`${name} (${type})`)).join("\n"),
    `\n${bold("Frameworks")}`,
    frameworkTable(coverage.frameworks, look),
    gapLines(coverage.frameworks),
    "",
  ].join("\n");
}

function frameworkTable(frameworks: readonly FrameworkCoverage[], look: Look): string {
  const withEvidence = frameworks.some(({ evidence }) => evidence !== undefined);
  return plainTable(
    ["framework", "ids", "with a rule", ...(withEvidence ? ["pass", "fail", "undecided", "nothing to judge"] : [])],
    frameworks.map(({ name, ids, implemented, evidence }) => [
      name,
      String(ids),
      String(implemented),
      ...(evidence === undefined
        ? []
        : [evidence.pass, evidence.fail, evidence.undecided, evidence.notJudged].map((list) => String(list.length))),
    ]),
    look,
  );
}

/** The standards' ids that nothing judges. What other tools check beyond that is theirs to tell. */
function gapLines(frameworks: readonly FrameworkCoverage[]): string {
  return frameworks
    .filter(({ kind, gaps }) => kind === "standard" && gaps.length > 0)
    .map(({ name, gaps }) => `\n${name}, ids without a rule:\n${idLines(gaps)}`)
    .join("\n");
}

/** Ids, as many as fit on lines of a hundred signs. */
function idLines(ids: readonly string[]): string {
  const lines: string[] = [];
  let line = " ";
  for (const id of ids) {
    if (line.length + id.length > 100) {
      lines.push(line);
      line = " ";
    }
    line += ` ${id}`;
  }
  return [...lines, line].join("\n");
}
