import type { StackPreview } from "../engine/preview.ts";
import { type Problem, unusedWaiverProblem } from "../engine/report/_report.ts";
import { type Waiver, describeWaiver } from "../policies/waiver.ts";
import { complain } from "./complain.ts";
import { EXIT, type ExitCode, gravest } from "./exit-codes.ts";
import { type ProgramFlags, type Result, judgeProgram } from "./judge-program.ts";
import { fixedProblems } from "./read-baseline.ts";
import type { RunReportFlags, RunResult } from "./reports.ts";
import { exitCodeOf } from "./verdict.ts";

export type PreviewFlags = ProgramFlags & RunReportFlags;

/** Records and judges the stacks of a program, and says on standard error what was not judged. */
export async function previewProgram(
  names: readonly string[],
  flags: PreviewFlags,
): Promise<{ readonly run: RunResult; readonly code: ExitCode }> {
  const { results, selected, waivers, baseline, complete } = await judgeProgram(names, flags);
  const previews = results.flatMap((result) => ("preview" in result ? [result.preview] : []));
  const unused = complete && isWhole(results, flags) ? unusedWaivers(waivers, previews) : [];
  const fixed = fixedProblems(baseline, previews);
  const codes = results.map((result) => exitCodeOfResult(result, flags));
  const code = gravest([...codes, unused.length + fixed.length > 0 ? EXIT.violations : EXIT.clean]);
  const problems = [...results.flatMap(notJudged), ...unused.map(unusedWaiverProblem), ...fixed];
  return { run: { previews, problems, hasBaseline: baseline !== undefined, rules: selected.byId }, code };
}

function notJudged(result: Result): Problem[] {
  if ("preview" in result) return [];
  const { run, error } = result;
  complain(`${run.name}: ${error.message}`);
  return [{ kind: "not-judged", subject: run.name, message: error.message }];
}

/** Whether the run judged all that a waiver may be meant for: by all rules, with a plan for every stack. */
function isWhole(judged: readonly Result[], flags: PreviewFlags): boolean {
  return (
    flags.rule === undefined &&
    flags.level === undefined &&
    flags.profile === undefined &&
    flags.mode === "simulate" &&
    judged.every((result) => "preview" in result)
  );
}

/** Waivers for environments that were all seen, and that covered nothing in any of them. */
function unusedWaivers(waivers: readonly Waiver[], previews: readonly StackPreview[]): Waiver[] {
  const seen = new Set(previews.map(({ environment }) => environment));
  const unused = waivers.filter(
    (waiver) =>
      waiver.environments.every((environment) => seen.has(environment)) &&
      !previews.some(({ evaluation }) => evaluation.usedWaivers.has(waiver)) &&
      !previews.some(({ evaluation }) => evaluation.waiverProblems.some((problem) => problem.waiver === waiver)),
  );
  for (const waiver of unused) {
    complain(`${describeWaiver(waiver)} covers nothing any more; remove it`);
  }
  return unused;
}

function exitCodeOfResult(result: Result, flags: PreviewFlags): ExitCode {
  if ("error" in result) return result.error.exitCode;
  return exitCodeOf(result.preview.evaluation, result.preview.tier, flags.strict);
}
