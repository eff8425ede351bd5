import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { comparePlans } from "../../engine/compare.ts";
import { type DiffReport, changeJson, renderDiff, renderDiffMarkdown } from "../../engine/report/changes.ts";
import { STAND_IN, namedIdentity, substituteIdentity } from "../../engine/normalise.ts";
import type { Plan } from "../../engine/plan.ts";
import { readProject } from "../../engine/record/project.ts";
import { today } from "../../policies/today.ts";
import { asking, readEnvironments, stackOf } from "../environments.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Selection, repeatable, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { recordRuns } from "../record-runs.ts";
import { systemsWith } from "../select-pairs.ts";
import { hasColor } from "../verdict.ts";
import type { Run } from "../runs.ts";

interface DiffFlags extends Pick<Selection, "mode" | "timeout" | "fixtures"> {
  readonly program: string;
  readonly system?: readonly string[];
  readonly format: "terminal" | "json" | "markdown";
  readonly out?: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export function addDiff(program: Command): void {
  const command = program
    .command("diff")
    .description("Show how two environments differ, by what the difference means for security.")
    .argument("<left>", "environment to compare from")
    .argument("<right>", "environment to compare with")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .addOption(repeatable("--system <name>", "only this system; repeat for more (default: all that have both)"))
    .addOption(
      new Option("--format <format>", "what to print").choices(["terminal", "json", "markdown"]).default("terminal"),
    )
    .option("--out <file>", "write the report to a file instead of standard output")
    .option("--all", "show tags, descriptions and the order of creation too")
    .option("--quiet", "print no progress")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions(["mode", "fixtures", "timeout"])) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Names, accounts and domains of the two environments are no difference.

Examples:
  rampart diff prod staging
  rampart diff prod staging --system flask-app --format markdown --out diff.md`,
    )
    .action(async (left: string, right: string, flags: DiffFlags) => {
      process.exitCode = await diff(left, right, flags);
    });
}

async function diff(left: string, right: string, flags: DiffFlags): Promise<ExitCode> {
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const source = await readEnvironments(programDir);
  const systems = systemsWith(source, [left, right], flags.system);
  const pairs = await Promise.all(
    systems.map(async (system) => {
      const overrides = {
        left: stackOf(project, system, left).overrides,
        right: stackOf(project, system, right).overrides,
      };
      const { plain, standIn } = await asking(() => source.pair({ system, left, right, overrides, today: today() }));
      const runs = [run(`${system}/${left}`, plain.left), run(`${system}/${right}`, plain.right)];
      return { system, standIn, runs };
    }),
  );
  const progress = new Progress(process.stderr, flags.quiet !== true);
  const recorded = await recordRuns(
    programDir,
    pairs.flatMap(({ runs }) => runs),
    flags,
    progress,
  );
  const reports = pairs.map(({ system, standIn }, index): DiffReport => {
    const [one, other] = [recorded[index * 2], recorded[index * 2 + 1]];
    if (one === undefined || other === undefined) throw new RangeError("a recording is missing");
    if ("error" in one) throw one.error;
    if ("error" in other) throw other.error;
    const read = (plan: Plan): Plan => substituteIdentity(plan, standIn, namedIdentity(standIn));
    return { subject: system, left, right, changes: comparePlans(read(one.plan), read(other.plan)) };
  });
  await writeReport(render(reports, flags), flags.out);
  return EXIT.clean;
}

function run(name: string, config: Readonly<Record<string, string>>): Run {
  return { name, stack: STAND_IN, environment: undefined, tier: undefined, config };
}

function render(reports: readonly DiffReport[], flags: DiffFlags): string {
  switch (flags.format) {
    case "json": {
      const systems = reports.map(({ changes, ...rest }) => ({ ...rest, changes: changes.map(changeJson) }));
      return `${JSON.stringify({ schemaVersion: 1, systems }, undefined, 2)}\n`;
    }
    case "markdown":
      return renderDiffMarkdown(reports);
    case "terminal":
      return renderDiff(reports, { color: hasColor(flags), all: flags.all === true });
  }
}
