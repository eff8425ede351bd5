import type { Command } from "commander";
import { Evaluator } from "../../engine/evaluate.ts";
import { type PreviewOptions, type StackPreview, describeEvaluation } from "../../engine/preview.ts";
import type { Problem } from "../../engine/report/_report.ts";
import { renderBatchError, renderBatchLine } from "../../engine/report/batch.ts";
import { plural } from "../../engine/graph/picture.ts";
import { today } from "../../policies/today.ts";
import { complain } from "../complain.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type Selection, selectionOptions } from "../options.ts";
import { fixedProblems, judgedRules, readBaseline } from "../read-baseline.ts";
import { streamReport, writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { InputError } from "../read-inputs.ts";
import {
  type BatchLine,
  type InputFlags,
  inputFiles,
  inputOptions,
  isBatch,
  readBatch,
  readPlans,
} from "../read-plans.ts";
import { readWaivers } from "../read-waivers.ts";
import { type SelectedRules, selectRules, selectRulesToJudge } from "../select-rules.ts";
import { type RunReportFlags, reportOptions, reporting, writeRun } from "../reports.ts";
import { exitCodeOf } from "../verdict.ts";

interface CheckFlags
  extends
    Pick<Selection, "profile" | "rule" | "rules" | "level" | "waivers" | "policyConfig" | "baseline">,
    InputFlags,
    RunReportFlags {
  readonly all?: boolean;
}

type Options = PreviewOptions & Pick<SelectedRules, "byId">;

export function addCheck(program: Command): void {
  const command = program
    .command("check")
    .description("Run the policy pack over what another tool wrote: plans, state, previews, Kubernetes manifests.")
    .option("--all", "with --format json: also list what passed and what did not apply");
  for (const option of [...inputOptions(), ...reportOptions()]) command.addOption(option);
  for (const option of selectionOptions([
    "profile",
    "rule",
    "rules",
    "level",
    "environment",
    "strict",
    "policyConfig",
    "waivers",
    "baseline",
  ])) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      `
Input that declares no environment is judged as --environment.
Every input can be given more than once.
--policy-config alone checks that file, and nothing else.

Examples:
  rampart check --plan plans.jsonl --format json     one line of JSON for each plan, in order
  pulumi stack export | rampart check --state - --environment prod --tier prod
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=1 pulumi preview --json > events.json
  rampart check --preview events.json
  helm template ./chart | rampart check --manifests -
  rampart check --manifests deploy/ --profile baseline --level k8s-image-pinned-digest=advisory
  rampart check --policy-config rampart.policy.json`,
    )
    .action(async (flags: CheckFlags) => {
      process.exitCode = await reporting(flags, () => check(flags));
    });
}

async function check(flags: CheckFlags): Promise<ExitCode> {
  refuseContradictions(flags);
  const folder = process.cwd();
  if (inputFiles(flags).length === 0) return reportConfig(flags, await selectRules(flags, folder));
  const [selected, waivers] = await Promise.all([
    selectRulesToJudge(flags, folder),
    readWaivers(folder, flags.waivers),
  ]);
  const options: Options = { ...selected, waivers, today: today(), ...(flags.all === true && { all: true }) };
  const batch = flags.plan?.find(isBatch);
  if (batch !== undefined && flags.format === "json") return checkBatch(batch, flags, options);
  return checkAll(flags, options);
}

function refuseContradictions(flags: CheckFlags): void {
  const files = inputFiles(flags);
  if (files.length === 0 && flags.policyConfig === undefined) {
    throw new UserError(
      "nothing to check: give --plan, --state, --preview or --manifests, or --policy-config to check that file",
    );
  }
  if (flags.all === true && flags.format !== "json") throw new UserError("--all needs --format json");
  if (flags.format === "json" && flags.plan?.some(isBatch) === true && files.length > 1) {
    throw new UserError("a batch with --format json is the only input: its report has one line for each of its lines");
  }
  if (flags.format === "json" && flags.plan?.some(isBatch) === true && (flags.report ?? flags.baseline) !== undefined) {
    throw new UserError(
      "a batch with --format json takes neither --report nor --baseline: print it as terminal, and use --report json=FILE",
    );
  }
}

/** The config was read, and every fault in it refused, when the rules were selected. */
async function reportConfig({ policyConfig, out }: CheckFlags, { settings }: SelectedRules): Promise<ExitCode> {
  const count = Object.keys(settings).length;
  await writeReport(`${policyConfig} is valid; it configures ${plural(count, "rule")}\n`, out);
  return EXIT.clean;
}

/** One line of JSON for each line of the batch, in its order, with the memory of one plan. */
async function checkBatch(file: string, flags: CheckFlags, options: Options): Promise<ExitCode> {
  const evaluator = new Evaluator(options);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  progress.start(`checking ${file}`);
  try {
    await streamReport(flags.out, async (write) => {
      for await (const line of readBatch(file, flags)) {
        const { code, text } = judgeLine(line, evaluator, flags);
        // Noted as it goes on: a reader that closes early ends the process with what was found until then.
        process.exitCode = gravest([code, (process.exitCode ?? EXIT.clean) as ExitCode]);
        await write(text);
      }
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UserError(error.message);
  } finally {
    progress.done(`checking ${file}`);
  }
  return (process.exitCode ?? EXIT.clean) as ExitCode;
}

function judgeLine(line: BatchLine, evaluator: Evaluator, flags: CheckFlags): { code: ExitCode; text: string } {
  if ("error" in line) return { code: EXIT.usage, text: renderBatchError(line.index, line.error) };
  const evaluation = evaluator.evaluate(line.plan);
  const code = exitCodeOf(evaluation, line.plan.tier ?? "unknown", flags.strict);
  return { code, text: renderBatchLine(line.index, evaluation) };
}

/** Every input by itself; one that cannot be read is reported, and the others are judged all the same. */
async function checkAll(flags: CheckFlags, options: Options): Promise<ExitCode> {
  const evaluator = new Evaluator(options);
  // Nobody knows which stacks there are beside those given: a recorded one that is missing is not judged.
  const baseline = readBaseline(flags.baseline, { stacks: [], complete: false, judges: judgedRules(options) });
  const codes: ExitCode[] = [];
  const previews: StackPreview[] = [];
  const problems: Problem[] = [];
  for await (const read of readPlans(flags)) {
    if ("plan" in read) {
      const { plan, input, positionOf } = read;
      if (flags.environment !== undefined && plan.environment !== flags.environment) {
        complain(`${plan.stack} declares environment "${plan.environment}" and is left out`);
        continue;
      }
      const evaluation = evaluator.evaluate(plan, {
        ...(positionOf !== undefined && { positionOf }),
        ...(baseline !== undefined && { inBaseline: baseline.holderFor(plan.stack) }),
      });
      codes.push(exitCodeOf(evaluation, plan.tier ?? "unknown", flags.strict));
      previews.push({ ...describeEvaluation(plan, evaluation), ...(input !== undefined && { input }) });
    } else if ("fault" in read) {
      codes.push(EXIT.usage);
      problems.push({ kind: "not-judged", subject: "input", message: read.fault });
      complain(read.fault);
    } else if (flags.quiet !== true) complain(read.remark);
  }
  const fixed = fixedProblems(baseline, previews);
  if (fixed.length > 0) codes.push(EXIT.violations);
  // Noted before anything is printed: a reader that closes early ends the process.
  process.exitCode = gravest(codes);
  const run = { previews, problems: [...problems, ...fixed], hasBaseline: baseline !== undefined, rules: options.byId };
  await writeRun(run, flags);
  return gravest(codes);
}
