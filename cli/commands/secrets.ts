import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { ListedSecret } from "../../engine/environments.ts";
import { STAND_IN } from "../../engine/normalise.ts";
import { readProject } from "../../engine/record/project.ts";
import { plainTable } from "../../engine/report/table.ts";
import { readersOfSecrets } from "../../engine/secret-readers.ts";
import { today } from "../../policies/today.ts";
import { asking, readEnvironments, stackOf } from "../environments.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Selection, repeatable, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { recordRuns } from "../record-runs.ts";
import { systemsWith } from "../select-pairs.ts";
import { hasColor } from "../verdict.ts";

interface SecretsFlags extends Pick<Selection, "mode" | "timeout" | "fixtures"> {
  readonly program: string;
  readonly system?: readonly string[];
  readonly format: "terminal" | "json";
  readonly out?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** A secret and, from the plan, whose policies let them read it. */
type Row = ListedSecret & { readonly readers: readonly string[] };

interface SystemSecrets {
  readonly system: string;
  readonly secrets: readonly Row[];
}

export function addSecrets(program: Command): void {
  const command = program
    .command("secrets")
    .description("List the secrets that an environment needs, who owns them and who can read them. Never a value.")
    .argument("<environment>", "environment to list")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .addOption(repeatable("--system <name>", "only this system; repeat for more (default: all that have it)"))
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--out <file>", "write the report to a file instead of standard output")
    .option("--quiet", "print no progress")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions(["mode", "fixtures", "timeout"])) command.addOption(option);
  command.action(async (environment: string, flags: SecretsFlags) => {
    process.exitCode = await secrets(environment, flags);
  });
}

async function secrets(environment: string, flags: SecretsFlags): Promise<ExitCode> {
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const source = await readEnvironments(programDir);
  const systems = systemsWith(source, [environment], flags.system);
  const runs = await Promise.all(
    systems.map(async (system) => {
      const { overrides } = stackOf(project, system, environment);
      const sides = { left: overrides, right: overrides };
      const request = { system, left: environment, right: environment, overrides: sides, today: today() };
      const { plain } = await asking(() => source.pair(request));
      return {
        name: `${system}/${environment}`,
        stack: STAND_IN,
        environment: undefined,
        tier: undefined,
        config: plain.right,
      };
    }),
  );
  const recorded = await recordRuns(programDir, runs, flags, new Progress(process.stderr, flags.quiet !== true));
  const all = await Promise.all(
    systems.map(async (system, index): Promise<SystemSecrets> => {
      const one = recorded[index];
      if (one === undefined) throw new RangeError("a recording is missing");
      if ("error" in one) throw one.error;
      const readers = readersOfSecrets(one.plan);
      const listed = await asking(() => source.secrets(system, environment));
      return { system, secrets: listed.map((secret) => ({ ...secret, readers: readers.get(secret.storedAs) ?? [] })) };
    }),
  );
  await writeReport(flags.format === "json" ? json(environment, all) : render(all, flags), flags.out);
  return EXIT.clean;
}

function json(environment: string, systems: readonly SystemSecrets[]): string {
  return `${JSON.stringify({ schemaVersion: 1, environment, systems }, undefined, 2)}\n`;
}

function render(systems: readonly SystemSecrets[], flags: SecretsFlags): string {
  const head = ["secret", "kind", "owner", "source", "rotation", "readers"];
  return systems
    .map(({ system, secrets: rows }) => {
      const cells = rows.map((row) => [
        row.name,
        row.kind,
        row.owner,
        row.supplied ? row.source : `${row.source}: still to supply`,
        row.rotation,
        row.readers.length === 0 ? "nobody" : row.readers.join(", "),
      ]);
      return `${system}\n${plainTable(head, cells, { color: hasColor(flags) })}\n`;
    })
    .join("\n");
}
