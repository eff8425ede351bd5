import type { Command } from "commander";
import type { StackPreview } from "../../engine/preview.ts";
import { type Problem, unusedWaiverProblem } from "../../engine/report/_report.ts";
import { type Waiver, describeWaiver } from "../../policies/waiver.ts";
import { EXIT, type ExitCode, gravest } from "../exit-codes.ts";
import { type ProgramFlags, type Result, judgeProgram } from "../judge-program.ts";
import { selectionOptions } from "../options.ts";
import { fixedProblems } from "../read-baseline.ts";
import { type RunReportFlags, reportOptions, reporting, writeRun } from "../reports.ts";
import { exitCodeOf } from "../verdict.ts";

type PreviewFlags = ProgramFlags & RunReportFlags;

export function addPreview(program: Command): void {
  const command = program
    .command("preview")
    .description(
      "Record the program offline, run the policy pack over it, and print what would be built and what is wrong.",
    )
    .argument("[stacks...]", "stacks to preview; default: every stack that has a config file")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--all", "everything that rampart.runs.ts beside the program lists, such as every system and environment");
  for (const option of [...reportOptions(), ...selectionOptions()]) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Examples:
  rampart preview                          every stack of the program in this folder
  rampart preview prod --no-strict         one stack; undecided findings do not fail
  rampart preview --all --quiet            every system in every environment; says nothing where all is well
  rampart preview --program ../shop --format json --out preview.json
  rampart preview --report sarif=rampart.sarif --report markdown=comment.md --report junit=junit.xml
  rampart preview --baseline rampart.baseline.json
  rampart preview staging --rule rds-storage-encrypted --config aws:region=eu-west-1`,
    )
    .action(async (stacks: string[], flags: PreviewFlags) => {
      process.exitCode = await reporting(flags, () => preview(stacks, flags));
    });
}

async function preview(names: readonly string[], flags: PreviewFlags): Promise<ExitCode> {
  const { results, selected, waivers, baseline, complete } = await judgeProgram(names, flags);
  const previews = results.flatMap((result) => ("preview" in result ? [result.preview] : []));
  const unused = complete && isWhole(results, flags) ? unusedWaivers(waivers, previews) : [];
  const fixed = fixedProblems(baseline, previews);
  const codes = results.map((result) => exitCodeOfResult(result, flags));
  const code = gravest([...codes, unused.length + fixed.length > 0 ? EXIT.violations : EXIT.clean]);
  // Noted before anything is printed: a reader that closes early ends the process.
  process.exitCode = code;
  const problems = [...results.flatMap(notJudged), ...unused.map(unusedWaiverProblem), ...fixed];
  await writeRun({ previews, problems, hasBaseline: baseline !== undefined, rules: selected.byId }, flags);
  return code;
}

function notJudged(result: Result): Problem[] {
  if ("preview" in result) return [];
  const { run, error } = result;
  process.stderr.write(`rampart: ${run.name}: ${error.message}\n`);
  return [{ kind: "not-judged", subject: run.name, message: error.message }];
}

/** Whether the run judged all that a waiver may be meant for: by all rules, with a plan for every stack. */
function isWhole(judged: readonly Result[], flags: PreviewFlags): boolean {
  return (
    flags.rule === undefined &&
    isLevelStanding(flags) &&
    flags.profile === undefined &&
    flags.mode === "simulate" &&
    judged.every((result) => "preview" in result)
  );
}

/** Levels of rampart.yaml are those of every run; what --level says is of this one. */
function isLevelStanding({ level, inUse }: PreviewFlags): boolean {
  return level === undefined || (inUse !== undefined && !inUse.given.has("level"));
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
    process.stderr.write(`rampart: ${describeWaiver(waiver)} covers nothing any more; remove it\n`);
  }
  return unused;
}

function exitCodeOfResult(result: Result, flags: PreviewFlags): ExitCode {
  if ("error" in result) return result.error.exitCode;
  return exitCodeOf(result.preview.evaluation, result.preview.tier, flags.strict);
}
