import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { RecordError } from "../../engine/record/errors.ts";
import { type StackPreview, previewOf } from "../../engine/preview.ts";
import { recordProgram } from "../../engine/record/index.ts";
import { type StackFile, listStacks } from "../../engine/stacks.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type Selection, parsePairs, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { readProject } from "../../engine/record/project.ts";
import { readWaivers } from "../read-waivers.ts";
import { selectRules } from "../select-rules.ts";
import { type ReportFlags, exitCodeOf, renderPreviews } from "../verdict.ts";
import { today } from "../../policies/today.ts";
import { type Waiver, describeWaiver } from "../../policies/waiver.ts";

interface PreviewFlags extends Omit<Selection, "strict">, ReportFlags {
  readonly program: string;
}

/** A stack that was previewed, or why it was not. */
type Result = { readonly preview: StackPreview } | { readonly stack: string; readonly error: RecordError };

export function addPreview(program: Command): void {
  const command = program
    .command("preview")
    .description(
      "Record the program offline, run the policy pack over it, and print what would be built and what is wrong.",
    )
    .argument("[stacks...]", "stacks to preview; default: every stack that has a config file")
    .option("--program <folder>", "folder of the Pulumi program", ".")
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
  const known = listStacks(project.stackConfigDir);
  const stacks = selectStacks(names, known, flags);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  // Rules are loaded while the programs are recorded in processes of their own.
  const [selected, waivers, results] = await Promise.all([
    selectRules(flags, programDir),
    readWaivers(programDir, flags.waivers),
    inParallel(stacks, (stack) => record(programDir, stack, flags, progress)),
  ]);
  const options = { ...selected, waivers, today: today() };
  const judged = results.map((result): Result =>
    "plan" in result ? { preview: previewOf(result.plan, options) } : result,
  );
  await report(judged, flags, selected.byId);
  const unused = isWhole(stacks, known, judged, flags) ? unusedWaivers(waivers, judged) : [];
  for (const waiver of unused) {
    process.stderr.write(`rampart: ${describeWaiver(waiver)} covers nothing any more; remove it\n`);
  }
  const codes = judged.map((result) => exitCodeOfResult(result, flags));
  return gravest([...codes, unused.length > 0 ? EXIT.violations : EXIT.clean]);
}

/** Whether the run saw everything that a waiver may be meant for: all rules, every stack, each with a plan. */
function isWhole(
  stacks: readonly StackFile[],
  known: readonly StackFile[],
  judged: readonly Result[],
  flags: PreviewFlags,
): boolean {
  return (
    stacks.length === known.length &&
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

function selectStacks(names: readonly string[], known: readonly StackFile[], flags: PreviewFlags): StackFile[] {
  const listed = known.map(({ name }) => name).join(", ");
  if (known.length === 0) {
    throw new UserError(
      `no stack in ${flags.program}: there is no Pulumi.<stack>.yaml. Create one, or name another --program`,
    );
  }
  const chosen =
    names.length === 0
      ? [...known]
      : names.map((name) => {
          const stack = known.find((one) => one.name === name);
          if (stack === undefined) throw new UserError(`no stack "${name}"; the stacks are: ${listed}`);
          return stack;
        });
  if (flags.environment === undefined) return chosen;
  const inEnvironment = chosen.filter(({ environment }) => environment === flags.environment);
  if (inEnvironment.length > 0) return inEnvironment;
  const environments = [...new Set(known.map(({ environment }) => environment ?? "(none declared)"))].join(", ");
  throw new UserError(`no stack declares rampart:environment "${flags.environment}"; declared are: ${environments}`);
}

async function record(programDir: string, stack: StackFile, flags: PreviewFlags, progress: Progress) {
  const task = `recording ${stack.name}`;
  progress.start(task);
  try {
    const plan = await recordProgram({
      programDir,
      stack: stack.name,
      mode: flags.mode,
      timeoutSeconds: flags.timeout,
      config: parsePairs("--config", flags.config ?? []),
      ...(flags.fixtures !== undefined && { fixtures: flags.fixtures }),
      ...(stack.environment !== undefined && { environment: stack.environment }),
      ...(stack.tier !== undefined && { tier: stack.tier }),
      onOutput: (line) => process.stderr.write(`${stack.name} | ${line}\n`),
    });
    return { plan };
  } catch (error) {
    if (error instanceof RecordError) return { stack: stack.name, error };
    throw error;
  } finally {
    progress.done(task);
  }
}

async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await run(next[1]);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), items.length) }, worker));
  return results;
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
    if ("error" in result) process.stderr.write(`rampart: ${result.stack}: ${result.error.message}\n`);
  }
  const previews = results.flatMap((result) => ("preview" in result ? [result.preview] : []));
  return writeReport(renderPreviews(previews, flags, byId), flags.out);
}
