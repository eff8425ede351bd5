import { readFileSync } from "node:fs";
import { type BaselineFile, parseBaseline } from "../engine/baseline-file.ts";
import { Baseline, type BaselineRun } from "../engine/baseline.ts";
import type { StackPreview } from "../engine/preview.ts";
import { type Problem, baselineProblem } from "../engine/report/_report.ts";
import { complain } from "./complain.ts";
import { UserError } from "./exit-codes.ts";
import type { SelectedRules } from "./select-rules.ts";

/** The baseline of `--baseline`, for one run. */
export function readBaseline(file: string | undefined, run: BaselineRun): Baseline | undefined {
  return file === undefined ? undefined : new Baseline(readBaselineFile(file, `--baseline ${file}`), run);
}

export function readBaselineFile(file: string, flag: string): BaselineFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing ? "there is no such file; `rampart baseline write` makes one" : (error as Error).message;
    throw new UserError(`${flag}: ${reason}`);
  }
  try {
    return parseBaseline(text, file);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** Whether a run judges a rule; one that does not exist any more finds nothing, so it counts as judged. */
export function judgedRules({ rules, byId }: Pick<SelectedRules, "rules" | "byId">): (id: string) => boolean {
  const judged = new Set(rules.map(({ id }) => id));
  return (id) => judged.has(id) || !byId.has(id);
}

/** What the baseline holds and these stacks no longer have. Each is said on stderr too. */
export function fixedProblems(baseline: Baseline | undefined, previews: readonly StackPreview[]): Problem[] {
  const problems = baseline?.fixed(previews.map(({ stack }) => stack)).map(baselineProblem) ?? [];
  for (const { subject, message } of problems) complain(`${subject}: ${message}`);
  return problems;
}
