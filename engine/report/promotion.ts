import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { Change } from "../compare.ts";
import type { Promotion } from "../environments.ts";
import type { StackPreview } from "../preview.ts";
import { changeJson, renderDiff } from "./changes.ts";
import { type TerminalOptions, renderVerdict } from "./terminal.ts";

/** What a promotion makes of the target in one system. */
export interface PromotedStack {
  readonly system: string;
  readonly changes: readonly Change[];
  readonly preview: StackPreview;
  readonly verdict: "accepted" | "undecided" | "rejected";
}

export interface PromotionReport {
  readonly from: string;
  readonly to: string;
  readonly promotion: Promotion;
  /** Empty where there is nothing to promote, or something is left to be edited by hand. */
  readonly stacks: readonly PromotedStack[];
  /** Files that were written; `undefined` where writing was not asked for. */
  readonly written: readonly string[] | undefined;
  readonly next: readonly string[];
}

/** Paths named of those that stay for one reason. */
const MOST_PATHS = 4;

export function renderPromotion(report: PromotionReport, options: TerminalOptions): string {
  const { from, to, promotion, stacks } = report;
  const { bold, dim } = createColors(options.color);
  const { settings, edits, byHand, followers } = promotion;
  if (settings.length === 0) {
    return [bold(`nothing to promote from ${from} to ${to}`), ...kept(promotion).map(dim), ""].join("\n");
  }
  const at = (system: string, path: string): string => `${system}  ${formatPointer(path)}`;
  const lines = [
    bold(`${from} → ${to}: ${settings.length === 1 ? "1 setting travels" : `${settings.length} settings travel`}`),
    ...settings.map(({ system, path, kind, before, after }) => `  ${kind}  ${at(system, path)}  ${before} → ${after}`),
    ...kept(promotion).map(dim),
    ...section(
      "edits",
      edits.map(({ where, system, path, what }) => `${where}  ${at(system, path)}  (${what})`),
    ),
    ...section(
      "to be edited by hand",
      byHand.map(({ where, system, path, what }) => `${where}  ${at(system, path)}  (${what})`),
    ),
    ...section(
      "derive from it and follow",
      followers.map(({ system, environment, path }) => `${system}/${environment}  ${formatPointer(path)}`),
    ),
  ];
  const results = stacks.flatMap(({ system, changes, preview }) => [
    renderDiff([{ subject: `${system}, planned`, left: to, right: `${to} with the promotion`, changes }], {
      color: options.color,
      all: false,
    }),
    renderVerdict(preview, options),
  ]);
  return [...lines, "", ...results, ...ending(report)].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function kept({ kept: all }: Promotion): string[] {
  return [...Map.groupBy(all, ({ why }) => why)].map(([why, own]) => {
    const paths = [...new Set(own.map(({ path }) => formatPointer(path)))];
    const rest = paths.length - MOST_PATHS;
    return `  stays, as ${why}: ${paths.slice(0, MOST_PATHS).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  });
}

function ending({ promotion, written, next, stacks }: PromotionReport): string[] {
  if (written !== undefined && written.length > 0) {
    return [...section("Written", written), ...section("Next, in this order", next), ""];
  }
  if (promotion.byHand.length > 0) {
    return ["Nothing was written. Edit those places, or leave the settings out with --only.", ""];
  }
  const isRefused = stacks.some(({ verdict }) => verdict !== "accepted");
  return [isRefused ? "Nothing was written." : "Nothing was written; --write writes it.", ""];
}

export function promotionJson({ from, to, promotion, stacks, written, next }: PromotionReport): string {
  const { settings, kept: stays, edits, byHand, followers, files } = promotion;
  const systems = stacks.map(({ system, changes, preview, verdict }) => ({
    system,
    verdict,
    violations: preview.evaluation.mandatoryFailures,
    undecided: preview.evaluation.mandatoryUndecided,
    changes: changes.map(changeJson),
  }));
  const report = {
    schemaVersion: 1,
    from,
    to,
    settings,
    kept: stays,
    edits,
    byHand,
    followers,
    files: files.map(({ file }) => file),
    systems,
    written: written ?? [],
    next,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
