import { resolve } from "node:path";
import type { Command } from "commander";
import { type PlanCoverage, packCoverage, planCoverage } from "../../engine/coverage.ts";
import { readProject } from "../../engine/record/project.ts";
import { renderPackCoverage, renderPlanCoverage } from "../../engine/report/coverage.ts";
import { complain } from "../complain.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type Selection, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { type PrintFlags, printOptions } from "../print-options.ts";
import { Progress } from "../progress.ts";
import { type InputFlags, inputFiles, inputOptions, readPlans } from "../read-plans.ts";
import { recordRuns } from "../record-runs.ts";
import { selectRuns } from "../runs.ts";
import { selectRules } from "../select-rules.ts";
import { hasColor } from "../verdict.ts";

interface CoverageFlags extends Omit<Selection, "strict">, Omit<InputFlags, "environment">, PrintFlags {
  readonly program?: string;
}

export function addCoverage(program: Command): void {
  const command = program
    .command("coverage")
    .description("Tell what the pack looks at: in a program or a file, or of the whole catalogue of controls.")
    .argument("[stacks...]", "with --program: stacks to record; default: every stack that has a config file")
    .option("--program <folder>", "folder of a Pulumi program to record");
  for (const option of [...inputOptions(), ...printOptions("print no progress")]) command.addOption(option);
  for (const option of selectionOptions([
    "profile",
    "rule",
    "rules",
    "level",
    "environment",
    "mode",
    "policyConfig",
    "fixtures",
    "config",
    "timeout",
  ])) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      `
Without a program and without files: which controls of the catalogue have a rule, and which are
left out. With them: types and properties that no rule looks at, resources that hide others, and
what each framework's ids came to.

Examples:
  rampart coverage
  rampart coverage --program . prod
  rampart coverage --state state.json --format json`,
    )
    .action(async (stacks: string[], flags: CoverageFlags) => {
      process.exitCode = await coverage(stacks, flags);
    });
}

async function coverage(stacks: readonly string[], flags: CoverageFlags): Promise<ExitCode> {
  if (stacks.length > 0 && flags.program === undefined) throw new UserError("name the --program of these stacks");
  const ofPlans = flags.program !== undefined || inputFiles(flags).length > 0;
  const { rules, settings } = await selectRules(flags, resolve(flags.program ?? "."));
  const look = { color: hasColor(flags) };
  if (!ofPlans) {
    const pack = packCoverage(rules);
    await writeReport(flags.format === "json" ? json(pack) : renderPackCoverage(pack, look), flags.out);
    return EXIT.clean;
  }
  const codes: ExitCode[] = [];
  const reports: PlanCoverage[] = [];
  const refuse = (message: string, code: ExitCode): void => {
    complain(message);
    codes.push(code);
  };
  if (flags.program !== undefined) {
    for (const one of await record(stacks, flags.program, flags)) {
      if ("error" in one) refuse(one.error.message, one.error.exitCode);
      else reports.push(planCoverage(one.plan, { rules, settings }));
    }
  }
  for await (const read of readPlans(flags)) {
    if ("plan" in read) reports.push(planCoverage(read.plan, { rules, settings }));
    else if ("fault" in read) refuse(read.fault, EXIT.usage);
  }
  const text =
    flags.format === "json"
      ? json({ stacks: reports })
      : reports.map((report) => renderPlanCoverage(report, look)).join("\n");
  await writeReport(text, flags.out);
  return gravest(codes);
}

async function record(stacks: readonly string[], program: string, flags: CoverageFlags) {
  const folder = resolve(program);
  const { stackConfigDir } = readProject(folder);
  const { environment } = flags;
  const { runs } = await selectRuns(stacks, folder, stackConfigDir, { program, ...(environment && { environment }) });
  return recordRuns(folder, runs, flags, new Progress(process.stderr, flags.quiet !== true));
}

function json(report: object): string {
  return `${JSON.stringify({ schemaVersion: 1, ...report }, undefined, 2)}\n`;
}
