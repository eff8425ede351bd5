import { type Command, Option } from "commander";
import { type Change, comparePlans } from "../../engine/compare.ts";
import { graphOf } from "../../engine/graph.ts";
import { renderDot } from "../../engine/graph/dot.ts";
import { renderMermaid } from "../../engine/graph/mermaid.ts";
import type { PictureLevel } from "../../engine/graph/picture.ts";
import { renderSvg } from "../../engine/graph/svg.ts";
import { decodePlan } from "../../engine/plan-codec.ts";
import { PlanError } from "../../engine/plan-reader.ts";
import type { Plan } from "../../engine/plan.ts";
import type { StackPreview } from "../../engine/preview.ts";
import type { Problem, Report } from "../../engine/report/_report.ts";
import { withoutFolders } from "../../engine/report/_location.ts";
import { renderHtml } from "../../engine/report/html.ts";
import { complain } from "../complain.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type JudgedProgram, type ProgramFlags, judgeProgram } from "../judge-program.ts";
import { selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { InputError, readText } from "../read-inputs.ts";
import { locateIn } from "../repository.ts";
import { version } from "../version.ts";

interface GraphFlags extends Omit<ProgramFlags, "quiet"> {
  readonly format: "mermaid" | "dot" | "svg" | "html";
  readonly detail: PictureLevel;
  readonly out?: string;
  readonly against?: string;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

export function addGraph(program: Command): void {
  const command = program
    .command("graph")
    .description("Draw what a program would build: what lies where, what connects to what, and what is wrong with it.")
    .argument("[stacks...]", "stacks to draw; default: every stack that has a config file")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--all", "everything that rampart.runs.ts beside the program lists, such as every system and environment")
    .addOption(
      new Option("--format <format>", "what to draw; all but html draw one stack")
        .choices(["mermaid", "dot", "svg", "html"])
        .default("mermaid"),
    )
    .addOption(
      new Option("--detail <detail>", "what to draw inside a component; html has both")
        .choices(["component", "resource"])
        .default("component"),
    )
    .option("--against <file>", "a recorded plan of the stack: mark what was added, changed and removed since")
    .option("--out <file>", "write it to a file instead of standard output")
    .option("--quiet", "print no progress");
  for (const option of selectionOptions()) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
A drawing is no gate: it is 0 where there are violations, too.

Examples:
  rampart graph --all --format html --out rampart.html       every stack in one page, for a browser
  rampart graph prod --out architecture.mmd                  Mermaid, which forges draw in Markdown
  rampart graph prod --format svg --out prod.svg
  rampart graph prod --format dot --detail resource --out prod.dot
  rampart graph prod --format html --against plan.json --out change.html`,
    )
    .action(async (stacks: string[], flags: GraphFlags) => {
      process.exitCode = await draw(stacks, flags);
    });
}

async function draw(names: readonly string[], flags: GraphFlags): Promise<ExitCode> {
  const judged = await judgeProgram(names, flags);
  const previews = judged.results.flatMap((result) => ("preview" in result ? [result.preview] : []));
  const failed = judged.results.flatMap((result) => ("error" in result ? [result] : []));
  for (const { run, error } of failed) complain(`${run.name}: ${error.message}`);
  const before = flags.against === undefined ? undefined : await readBefore(flags.against, previews);
  const changesOf = ({ plan }: StackPreview): readonly Change[] | undefined => before && comparePlans(before, plan);
  const code = gravest([EXIT.clean, ...failed.map(({ error }) => error.exitCode)]);
  process.exitCode = code;
  if (flags.format === "html") {
    const problems = failed.map(({ run, error }): Problem => {
      return { kind: "not-judged", subject: run.name, message: withoutFolders(error.message) };
    });
    await writeReport(await renderHtml(reportOf(judged, previews, problems, flags), changesOf), flags.out);
    return code;
  }
  const preview = onlyOne(previews, flags);
  if (preview === undefined) return code;
  const changes = changesOf(preview);
  const { findings } = preview.evaluation;
  const graph = graphOf(
    { ...preview.plan, stack: preview.stack },
    { findings, ...(changes !== undefined && { changes }) },
  );
  const text = await RENDERERS[flags.format](graph, flags.detail);
  if (flags.format === "mermaid" && text.length > MOST_MERMAID) {
    complain(
      `${text.length} characters, and Mermaid reads ${MOST_MERMAID} unless its maxTextSize is raised; draw --detail component, or --format svg`,
    );
  }
  await writeReport(text, flags.out);
  return code;
}

/** Mermaid's own default of `maxTextSize`. */
const MOST_MERMAID = 50_000;

const RENDERERS = { mermaid: renderMermaid, dot: renderDot, svg: renderSvg } as const;

function reportOf(
  { selected, baseline }: JudgedProgram,
  previews: readonly StackPreview[],
  problems: readonly Problem[],
  { strict }: GraphFlags,
): Report {
  const hasBaseline = baseline !== undefined;
  return { previews, problems, hasBaseline, rules: selected.byId, version, strict, locate: locateIn(process.cwd()) };
}

function onlyOne(previews: readonly StackPreview[], { format }: GraphFlags): StackPreview | undefined {
  if (previews.length > 1) {
    const names = previews.map(({ stack }) => stack).join(", ");
    throw new UserError(`--format ${format} draws one stack; name one of ${names}, or draw all with --format html`);
  }
  return previews[0];
}

/** What changed since can be told of one stack only: a plan is of one. */
async function readBefore(file: string, previews: readonly StackPreview[]): Promise<Plan> {
  if (previews.length > 1) {
    throw new UserError(
      `--against is the plan of one stack; name one of ${previews.map((one) => one.stack).join(", ")}`,
    );
  }
  try {
    const { text, source } = await readText(file);
    return decodePlan(text, { source });
  } catch (error) {
    if (error instanceof PlanError || error instanceof InputError) throw new UserError(`--against: ${error.message}`);
    throw error;
  }
}
