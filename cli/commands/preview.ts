import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { type StackPreview, previewOf } from "../../engine/preview.ts";
import { EXIT, type ExitCode, gravest } from "../exit-codes.ts";
import { type Selection, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { readProject } from "../../engine/record/project.ts";
import { type Recorded, recordRuns } from "../record-runs.ts";
import { selectRuns } from "../runs.ts";
import { readWaivers } from "../read-waivers.ts";
import { selectRules } from "../select-rules.ts";
import { type ReportFlags, exitCodeOf, renderPreviews } from "../verdict.ts";
import { today } from "../../policies/today.ts";
import { type Waiver, describeWaiver } from "../../policies/waiver.ts";

interface PreviewFlags extends Omit<Selection, "strict">, ReportFlags {
  readonly program: string;
  readonly all?: boolean;
}

/** A run that was previewed, or why it was not. */
type Result = { readonly preview: StackPreview } | Extract<Recorded, { error: unknown }>;

export function addPreview(program: Command): void {
  const command = program
    .command("preview")
    .description(
      "Record the program offline, run the policy pack over it, and print what would be built and what is wrong.",
    )
    .argument("[stacks...]", "stacks to preview; default: every stack that has a config file")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--all", "everything that rampart.runs.ts beside the program lists, such as every system and environment")
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--out <file>", "write the report to a file instead of standard output")
    .option("--quiet", "print findings and verdicts only where a stack is not accepted")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions()) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Examples:
  rampart preview                          every stack of the program in this folder
  rampart preview prod --no-strict         one stack; undecided findings do not fail
  rampart preview --all --quiet            every system in every environment; says nothing where all is well
  rampart preview --program ../shop --format json --out preview.json
  rampart preview staging --rule rds-storage-encrypted --config aws:region=eu-west-1`,
    )
    .action(async (stacks: string[], flags: PreviewFlags) => {
      process.exitCode = await preview(stacks, flags);
    });
}

async function preview(names: readonly string[], flags: PreviewFlags): Promise<ExitCode> {
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const { runs, complete } = await selectRuns(names, programDir, project.stackConfigDir, flags);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  // Rules are loaded while the programs are recorded in processes of their own.
  const [selected, waivers, recorded] = await Promise.all([
    selectRules(flags, programDir),
    readWaivers(programDir, flags.waivers),
    recordRuns(programDir, runs, flags, progress),
  ]);
  const options = { ...selected, waivers, today: today() };
  const judged = recorded.map((one): Result =>
    "plan" in one ? { preview: { ...previewOf(one.plan, options), stack: one.run.name } } : one,
  );
  await report(judged, flags, selected.byId);
  const unused = complete && isWhole(judged, flags) ? unusedWaivers(waivers, judged) : [];
  for (const waiver of unused) {
    process.stderr.write(`rampart: ${describeWaiver(waiver)} covers nothing any more; remove it\n`);
  }
  const codes = judged.map((result) => exitCodeOfResult(result, flags));
  return gravest([...codes, unused.length > 0 ? EXIT.violations : EXIT.clean]);
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
function unusedWaivers(waivers: readonly Waiver[], judged: readonly Result[]): Waiver[] {
  const previews = judged.flatMap((result) => ("preview" in result ? [result.preview] : []));
  const seen = new Set(previews.map(({ environment }) => environment));
  return waivers.filter(
    (waiver) =>
      waiver.environments.every((environment) => seen.has(environment)) &&
      !previews.some(({ evaluation }) => evaluation.usedWaivers.has(waiver)) &&
      !previews.some(({ evaluation }) => evaluation.waiverProblems.some((problem) => problem.waiver === waiver)),
  );
}

function exitCodeOfResult(result: Result, flags: PreviewFlags): ExitCode {
  if ("error" in result) return result.error.exitCode;
  return exitCodeOf(result.preview.evaluation, result.preview.tier, flags.strict);
}

async function report(
  results: readonly Result[],
  flags: PreviewFlags,
  byId: Awaited<ReturnType<typeof selectRules>>["byId"],
): Promise<void> {
  for (const result of results) {
    if ("error" in result) process.stderr.write(`rampart: ${result.run.name}: ${result.error.message}\n`);
  }
  const previews = results.flatMap((result) => ("preview" in result ? [result.preview] : []));
  return writeReport(renderPreviews(previews, flags, byId), flags.out);
}
