import { isatty } from "node:tty";
import type { Evaluation } from "../engine/evaluate.ts";
import type { Tier } from "../policies/rule.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** How a report is to look; the flags of commands that print for people or as JSON. */
export interface ReportFlags {
  readonly format: "terminal" | "json";
  readonly out?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
}

/** What one evaluation means for the exit code. Undecided fails unless the tier is nonprod or the flag says otherwise. */
export function exitCodeOf(evaluation: Evaluation, tier: Tier, strict: boolean | undefined): ExitCode {
  if (evaluation.mandatoryFailures > 0) return EXIT.violations;
  return (strict ?? tier !== "nonprod") && evaluation.mandatoryUndecided > 0 ? EXIT.undecided : EXIT.clean;
}

/** Whether what is printed may have colours. */
export function hasColor({ out, color }: Pick<ReportFlags, "out" | "color">): boolean {
  // Never left open: without an answer the colour library decides, and it colours wherever CI is set.
  return out === undefined && color !== false && isatty(1) && !process.env["NO_COLOR"];
}
