import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { type Check, runChecks } from "../doctor/checks.ts";
import { realMachine } from "../doctor/machine.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { writeReport } from "../output.ts";
import { hasColor } from "../verdict.ts";

interface DoctorFlags {
  readonly program: string;
  readonly stack?: string;
  readonly offline?: boolean;
  readonly format: "terminal" | "json";
  readonly color?: boolean;
}

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("Check tools, credentials, the state backend and the clock, and tell how to mend what is wrong.")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--stack <name>", "stack whose region, account and secrets provider are checked")
    .option("--offline", "ask nothing that needs a network or credentials")
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal")
    .action(async (flags: DoctorFlags) => {
      process.exitCode = await doctor(flags);
    });
}

async function doctor(flags: DoctorFlags): Promise<ExitCode> {
  const { stack } = flags;
  const checks = await runChecks(realMachine(), {
    programDir: resolve(flags.program),
    offline: flags.offline === true,
    ...(stack !== undefined && { stack }),
  });
  const text =
    flags.format === "json" ? `${JSON.stringify({ schemaVersion: 1, checks }, undefined, 2)}\n` : render(checks, flags);
  await writeReport(text, undefined);
  return checks.some(({ verdict }) => verdict === "wrong") ? EXIT.violations : EXIT.clean;
}

function render(checks: readonly Check[], flags: DoctorFlags): string {
  const { green, red, dim } = createColors(hasColor(flags));
  const marks = { well: green("✓"), wrong: red("✗"), "not checked": dim("–") };
  return checks
    .map(({ name, verdict, found, fix }) => {
      const state = verdict === "not checked" ? `not checked: ${found}` : found;
      return `${marks[verdict]} ${name}: ${state}\n${fix === undefined ? "" : `  fix: ${fix}\n`}`;
    })
    .join("");
}
