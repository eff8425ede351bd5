import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Creation, ListedEnvironment, Removal } from "../../engine/environments.ts";
import { readProject } from "../../engine/record/project.ts";
import { plainTable } from "../../engine/report/table.ts";
import { today } from "../../policies/today.ts";
import { realMachine } from "../doctor/machine.ts";
import { type Claim, requireNothingDeployed } from "../env/left-in-state.ts";
import { asking, readEnvironments, stackFileOf } from "../environments.ts";
import { EXIT, type ExitCode, UserError } from "../exit-codes.ts";
import { changeFiles } from "../file-changes.ts";
import { parsePairs, repeatable } from "../options.ts";
import { writeReport } from "../output.ts";
import { systemsWith } from "../select-pairs.ts";
import { hasColor } from "../verdict.ts";

interface ListFlags {
  readonly program: string;
  readonly expired?: boolean;
  readonly format: "terminal" | "json";
  readonly color?: boolean;
}

interface NewFlags {
  readonly program: string;
  readonly from: string;
  readonly system?: string;
  readonly account?: string;
  readonly cidr?: string;
  readonly domain?: readonly string[];
  readonly zone?: readonly string[];
  readonly ttl?: number;
}

interface RemoveFlags extends Claim {
  readonly program: string;
  readonly system?: string;
  readonly write?: boolean;
}

export function addEnv(program: Command): void {
  const env = program.command("env").description("List environments, make one from another, or take one out again.");
  env
    .command("list")
    .description("List every environment of every system, and what it derives from.")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--expired", "only those whose day has come; exits with 1 when there are any")
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal")
    .action(async (flags: ListFlags) => {
      process.exitCode = await list(flags);
    });
  env
    .command("new")
    .description("Write the files of a new environment that is another but for its identity.")
    .argument("<name>", "name of the environment")
    .requiredOption("--from <environment>", "environment that it derives from")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--system <name>", "system that gets the environment; may be left out where there is one")
    .option("--account <id>", "AWS account of its own, 12 digits")
    .option("--cidr <network>", "network of its VPC, apart from all others, such as 10.70.0.0/16")
    .addOption(repeatable("--domain <key=name>", "its name for each domain of the parent, such as main=qa.example.com"))
    .addOption(repeatable("--zone <key=id>", "hosted zone of each domain, such as main=Z0123456789ABCDEFGHIJ"))
    .addOption(
      new Option("--ttl <days>", "a passing environment, to be destroyed after so many days").argParser(parseDays),
    )
    .addHelpText(
      "after",
      `
Example:
  rampart env new qa --from staging --system mahaseel --account 210987654321 --cidr 10.70.0.0/16 \\
    --domain main=qa.mahaseel.example.com --zone main=Z0123456789ABCDEFGHIJ`,
    )
    .action(async (name: string, flags: NewFlags) => {
      process.exitCode = await create(name, flags);
    });
  env
    .command("remove")
    .description("Show which files an environment consists of, and take them out with --write. Undoes `env new`.")
    .argument("<name>", "name of the environment")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--system <name>", "system that loses the environment; may be left out where only one has it")
    .option("--state <file>", "what `pulumi stack export` wrote, in place of asking the Pulumi CLI")
    .option("--state-is-gone", "you know that nothing of it is deployed: nobody looks")
    .option("--write", "take it out; without it, only shows what would change")
    .addHelpText(
      "after",
      `
Refuses while resources are in the state of its stack, while another environment derives from it, and where nobody can
tell whether anything is deployed. Looks with the Pulumi CLI where that is on PATH and logged in.

Examples:
  rampart env remove pr-12 --system mahaseel
  rampart env remove pr-12 --system mahaseel --state exported.json --write`,
    )
    .action(async (name: string, flags: RemoveFlags) => {
      process.exitCode = await remove(name, flags);
    });
}

async function list(flags: ListFlags): Promise<ExitCode> {
  const source = await readEnvironments(resolve(flags.program));
  const all = await asking(() => source.list());
  const shown = flags.expired === true ? all.filter(isExpired) : all;
  await writeReport(flags.format === "json" ? json(shown) : table(shown, flags), undefined);
  return flags.expired === true && shown.length > 0 ? EXIT.violations : EXIT.clean;
}

/** An environment lives to the end of the day before the one that is named. */
function isExpired({ expires }: ListedEnvironment): boolean {
  return expires !== undefined && expires <= today();
}

function json(environments: readonly ListedEnvironment[]): string {
  return `${JSON.stringify({ schemaVersion: 1, environments }, undefined, 2)}\n`;
}

function table(environments: readonly ListedEnvironment[], flags: ListFlags): string {
  if (environments.length === 0) return "no environment has expired\n";
  const head = ["system", "environment", "tier", "region", "account", "derives from", "differences", "expires"];
  const rows = environments.map((one) => [
    one.system,
    one.environment,
    one.tier,
    one.region,
    one.accountId,
    one.parent ?? "",
    one.parent === undefined ? "" : String(one.differences),
    one.expires ?? "",
  ]);
  return `${plainTable(head, rows, { color: hasColor(flags) })}\n`;
}

async function create(name: string, flags: NewFlags): Promise<ExitCode> {
  const programDir = resolve(flags.program);
  const source = await readEnvironments(programDir);
  const system = systemOf(systemsWith(source, [flags.from], flags.system === undefined ? undefined : [flags.system]));
  const names = parsePairs("--domain", flags.domain ?? []);
  const zones = parsePairs("--zone", flags.zone ?? []);
  const { accountId, cidr } = required(flags, names, zones);
  const creation = await asking(() =>
    source.create({
      system,
      name,
      from: flags.from,
      accountId,
      cidr,
      domains: Object.fromEntries(
        Object.entries(names).map(([key, domain]) => [key, { name: domain, hostedZoneId: zones[key] ?? "" }]),
      ),
      ...(flags.ttl !== undefined && { expires: inDays(flags.ttl) }),
      today: today(),
      read: (file) => textOf(join(programDir, file)),
    }),
  );
  changeFiles(programDir, creation.files);
  await writeReport(described(creation), undefined);
  return EXIT.clean;
}

async function remove(name: string, flags: RemoveFlags): Promise<ExitCode> {
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const source = await readEnvironments(programDir);
  const system = systemOf(systemsWith(source, [name], flags.system === undefined ? undefined : [flags.system]));
  const stack = stackFileOf(project, system, name);
  const removal = await asking(() =>
    source.remove({
      system,
      name,
      ...(stack !== undefined && { stack }),
      read: (file) => textOf(join(programDir, file)),
    }),
  );
  const gone = await requireNothingDeployed(realMachine(), { programDir, system, name, stack }, flags);
  if (flags.write === true) changeFiles(programDir, removal.files);
  await writeReport(removed(removal, gone, flags.write === true), undefined);
  return EXIT.clean;
}

function removed({ files, next }: Removal, gone: string, isWritten: boolean): string {
  const change = ({ file, text, what }: Removal["files"][number]): string =>
    `${text === undefined ? "- " : "~ "}${file}  ${what}`;
  const head = isWritten ? "Taken out:" : "Would be taken out (nothing is written without --write):";
  const after = isWritten ? `\nNext, in this order:\n${indented(next)}` : "";
  return `Nothing is deployed: ${gone}.\n\n${head}\n${indented(files.map(change))}${after}`;
}

function systemOf(systems: readonly string[]): string {
  const [first] = systems;
  if (first === undefined || systems.length > 1) throw new UserError(`name the --system: ${systems.join(", ")}`);
  return first;
}

/** What only the operator knows. All that is missing is asked for at once. */
function required(
  { account, cidr }: NewFlags,
  names: Readonly<Record<string, string>>,
  zones: Readonly<Record<string, string>>,
): { readonly accountId: string; readonly cidr: string } {
  const missing = [
    ...(account === undefined ? ["--account: the AWS account of its own"] : []),
    ...(cidr === undefined ? ["--cidr: the network of its VPC"] : []),
    ...(Object.keys(names).length === 0 ? ["--domain: its name for each domain, such as main=qa.example.com"] : []),
    ...Object.keys(names)
      .filter((key) => zones[key] === undefined)
      .map((key) => `--zone ${key}=…: the hosted zone of ${names[key]}`),
  ];
  if (account === undefined || cidr === undefined || missing.length > 0) {
    throw new UserError(`nothing was written; still to be given:\n  ${missing.join("\n  ")}`);
  }
  return { accountId: account, cidr };
}

function inDays(days: number): string {
  return new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10);
}

function parseDays(text: string): number {
  const days = Number(text.replace(/d$/, ""));
  if (Number.isInteger(days) && days >= 1 && days <= 365) return days;
  throw new UserError(`--ttl is "${text}"; give whole days from 1 to 365`);
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join("");
}

function described({ files, secrets, next }: Creation): string {
  const supply = secrets.length === 0 ? "" : `\nSecrets to supply after the first deployment:\n${indented(secrets)}`;
  return `Written:\n${indented(files.map(({ file }) => file))}${supply}\nNext, in this order:\n${indented(next)}`;
}
