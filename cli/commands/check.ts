import { type Command, Option } from "commander";
import { Evaluator } from "../../engine/evaluate.ts";
import { linesOf } from "../../engine/inputs/lines.ts";
import { readManifests } from "../../engine/inputs/manifests.ts";
import { readPreview } from "../../engine/inputs/preview-events.ts";
import { readState } from "../../engine/inputs/state.ts";
import { decodePlan } from "../../engine/plan-codec.ts";
import { PlanError } from "../../engine/plan-reader.ts";
import type { Plan } from "../../engine/plan.ts";
import { type PreviewOptions, type StackPreview, describeEvaluation, previewOf } from "../../engine/preview.ts";
import { renderBatchError, renderBatchLine } from "../../engine/report/batch.ts";
import { today } from "../../policies/today.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type Selection, repeatable, selectionOptions } from "../options.ts";
import { streamReport, writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { InputError, STDIN, readManifestFiles, readText, streamText } from "../read-inputs.ts";
import { readWaivers } from "../read-waivers.ts";
import { type SelectedRules, selectRules } from "../select-rules.ts";
import { type ReportFlags, exitCodeOf, renderPreviews } from "../verdict.ts";

interface CheckFlags
  extends Pick<Selection, "profile" | "rule" | "level" | "environment" | "waivers" | "policyConfig">, ReportFlags {
  readonly plan?: readonly string[];
  readonly state?: readonly string[];
  readonly preview?: readonly string[];
  readonly manifests?: readonly string[];
  readonly tier?: "prod" | "nonprod";
  readonly all?: boolean;
}

type Options = PreviewOptions & Pick<SelectedRules, "byId">;

export function addCheck(program: Command): void {
  const command = program
    .command("check")
    .description("Run the policy pack over what another tool wrote: plans, state, previews, Kubernetes manifests.")
    .addOption(repeatable("--plan <file>", "a recorded plan, or a batch with one plan a line (*.jsonl; - for stdin)"))
    .addOption(repeatable("--state <file>", "what `pulumi stack export` wrote; encrypted secrets stay undecided"))
    .addOption(repeatable("--preview <file>", "what `pulumi preview --json` or `--event-log` wrote"))
    .addOption(repeatable("--manifests <path>", "Kubernetes YAML: a file, a folder, or - for stdin"))
    .addOption(
      new Option("--tier <tier>", "the tier of input that declares none (default: judged as prod)").choices([
        "prod",
        "nonprod",
      ]),
    )
    .option("--all", "with --format json: also list what passed and what did not apply")
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--out <file>", "write the report to a file instead of standard output")
    .option("--quiet", "print findings and verdicts only where something is not accepted")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions([
    "profile",
    "rule",
    "level",
    "environment",
    "strict",
    "policyConfig",
    "waivers",
  ])) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      `
Input that declares no environment is judged as --environment. Every input can be given more than once.
--policy-config alone checks that file, and nothing else.

Examples:
  rampart check --plan plans.jsonl --format json     one line of JSON for each plan, in order
  pulumi stack export | rampart check --state - --environment prod --tier prod
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=1 pulumi preview --json > events.json; rampart check --preview events.json
  helm template ./chart | rampart check --manifests -
  rampart check --manifests deploy/ --profile baseline --level k8s-image-pinned-digest=advisory
  rampart check --policy-config rampart.policy.json`,
    )
    .action(async (flags: CheckFlags) => {
      process.exitCode = await check(flags);
    });
}

async function check(flags: CheckFlags): Promise<ExitCode> {
  refuseContradictions(flags);
  const folder = process.cwd();
  const [selected, waivers] = await Promise.all([selectRules(flags, folder), readWaivers(folder, flags.waivers)]);
  const options: Options = { ...selected, waivers, today: today(), ...(flags.all === true && { all: true }) };
  if (!hasInput(flags)) return reportConfig(flags, selected);
  const batches = (flags.plan ?? []).filter(isBatch);
  if (batches.length > 0 && flags.format === "json") return checkBatch(batches[0] as string, flags, options);
  return checkAll(flags, options);
}

function hasInput({ plan, state, preview, manifests }: CheckFlags): boolean {
  return [plan, state, preview, manifests].some((files) => files !== undefined);
}

function isBatch(file: string): boolean {
  return file === STDIN || /\.(jsonl|ndjson)$/.test(file);
}

function refuseContradictions(flags: CheckFlags): void {
  const { plan = [], state = [], preview = [], manifests = [] } = flags;
  const files = [...plan, ...state, ...preview, ...manifests];
  if (files.length === 0 && flags.policyConfig === undefined) {
    throw new UserError(
      "nothing to check: give --plan, --state, --preview or --manifests, or --policy-config to check that file",
    );
  }
  if (flags.all === true && flags.format !== "json") throw new UserError("--all needs --format json");
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new UserError('only one input can be "-": standard input is read once');
  }
  if (flags.format === "json" && plan.some(isBatch) && files.length > 1) {
    throw new UserError("a batch with --format json is the only input: its report has one line for each of its lines");
  }
}

/** The config was read, and every fault in it refused, when the rules were selected. */
async function reportConfig({ policyConfig, out }: CheckFlags, { settings }: SelectedRules): Promise<ExitCode> {
  await writeReport(`${policyConfig} is valid; it sets ${Object.keys(settings).length} rules\n`, out);
  return EXIT.clean;
}

/** One line of JSON for each line of the batch, in its order, with the memory of one plan. */
async function checkBatch(file: string, flags: CheckFlags, options: Options): Promise<ExitCode> {
  const progress = new Progress(process.stderr, flags.quiet !== true);
  progress.start(`checking ${file}`);
  try {
    await streamReport(flags.out, async (write) => {
      for await (const result of judgeBatch(file, flags, options)) {
        // Noted as it goes on: a reader that closes early ends the process with what was found until then.
        process.exitCode = gravest([result.code, (process.exitCode ?? EXIT.clean) as ExitCode]);
        await write(
          "error" in result
            ? renderBatchError(result.index, result.error)
            : renderBatchLine(result.index, result.evaluation),
        );
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

async function* judgeBatch(file: string, flags: CheckFlags, options: Options) {
  const evaluator = new Evaluator(options);
  let index = 0;
  for await (const line of linesOf(streamText(file))) {
    try {
      const plan = declared(decodePlan(line, { source: file }), flags);
      const evaluation = evaluator.evaluate(plan);
      const code = exitCodeOf(evaluation, plan.tier ?? "unknown", flags.strict);
      yield { index, plan, evaluation, code };
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      yield { index, error, code: EXIT.usage };
    }
    index += 1;
  }
}

/** The plan, with the environment and tier of the flags where it declares none. */
function declared(plan: Plan, { environment, tier }: CheckFlags): Plan {
  return {
    ...plan,
    ...(plan.environment === undefined && environment !== undefined && { environment }),
    ...(plan.tier === undefined && tier !== undefined && { tier }),
  };
}

/** Every input by itself; one that cannot be read is reported, and the others are judged all the same. */
async function checkAll(flags: CheckFlags, options: Options): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  const previews: StackPreview[] = [];
  const refuse = (message: string): void => {
    codes.push(EXIT.usage);
    process.stderr.write(`rampart: ${message}\n`);
  };
  const add = (preview: StackPreview): void => {
    codes.push(exitCodeOf(preview.evaluation, preview.tier, flags.strict));
    previews.push(preview);
  };
  const judge = (plan: Plan, more: Partial<PreviewOptions> = {}): void => {
    const own = declared(plan, flags);
    if (flags.environment !== undefined && own.environment !== flags.environment) {
      process.stderr.write(`rampart: ${own.stack} declares environment "${own.environment}" and is left out\n`);
    } else add(previewOf(own, { ...options, ...more }));
  };
  const guard = async (read: () => Promise<void>): Promise<void> => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof PlanError) && !(error instanceof InputError)) throw error;
      refuse(error.message);
    }
  };

  for (const file of flags.plan ?? []) {
    await guard(async () => {
      if (isBatch(file)) {
        for await (const result of judgeBatch(file, flags, options)) {
          if ("error" in result)
            refuse(`${file}:${result.index + 1}:${result.error.position.column}: ${result.error.complaint}`);
          else
            add({
              ...describeEvaluation(result.plan, result.evaluation),
              stack: `line ${result.index + 1}: ${result.plan.stack}`,
            });
        }
      } else {
        const { text, source } = await readText(file);
        judge(decodePlan(text, { source }));
      }
    });
  }
  for (const file of flags.state ?? []) {
    await guard(async () => {
      const { text, source } = await readText(file);
      judge(readState(text, source));
    });
  }
  for (const file of flags.preview ?? []) {
    await guard(async () => {
      const { text, source } = await readText(file);
      const { plan, incomplete } = readPreview(text, source);
      if (incomplete !== undefined)
        refuse(`${source}: the preview is not complete: ${incomplete}; only what it saw is judged`);
      judge(plan);
    });
  }
  if (flags.manifests !== undefined) {
    const read = await Promise.all(flags.manifests.map(readManifestFiles));
    for (const { message } of read.flatMap(({ errors }) => errors)) refuse(message);
    const { plan, faults, skipped, positionOf } = readManifests(read.flatMap(({ files }) => files));
    faults.forEach(refuse);
    if (skipped.length > 0 && flags.quiet !== true) {
      process.stderr.write(`rampart: ${skipped.length} files hold no Kubernetes object and were left out\n`);
    }
    judge(plan, { positionOf });
  }
  await writeReport(renderPreviews(previews, flags, options.byId), flags.out);
  return gravest(codes);
}
