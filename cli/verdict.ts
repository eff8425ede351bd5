import type { Evaluation } from "../engine/evaluate.ts";
import type { StackPreview } from "../engine/preview.ts";
import { renderJson } from "../engine/report/json.ts";
import { renderStack } from "../engine/report/terminal.ts";
import type { Rule, Tier } from "../policies/rule.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** How a report is to look; the flags of every command that prints verdicts. */
export interface ReportFlags {
  readonly format: "terminal" | "json";
  readonly out?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

/** What one evaluation means for the exit code. Undecided fails unless the tier is nonprod or the flag says otherwise. */
export function exitCodeOf(evaluation: Evaluation, tier: Tier, strict: boolean | undefined): ExitCode {
  if (evaluation.mandatoryFailures > 0) return EXIT.violations;
  return (strict ?? tier !== "nonprod") && evaluation.mandatoryUndecided > 0 ? EXIT.undecided : EXIT.clean;
}

/** The report on these stacks. With `--quiet` a person sees those only that are not accepted. */
export function renderPreviews(
  previews: readonly StackPreview[],
  flags: ReportFlags,
  rules: ReadonlyMap<string, Rule>,
): string {
  if (flags.format === "json") return renderJson(previews);
  const shown = previews.filter(
    ({ evaluation, tier }) => flags.quiet !== true || exitCodeOf(evaluation, tier, flags.strict) !== EXIT.clean,
  );
  const color = hasColor(flags);
  const width = process.stdout.columns ?? 100;
  return shown.map((one) => renderStack(one, { color, width, rules })).join("\n");
}

export function hasColor({ out, color }: Pick<ReportFlags, "out" | "color">): boolean {
  return out === undefined && color !== false && process.stdout.isTTY && !process.env["NO_COLOR"];
}
