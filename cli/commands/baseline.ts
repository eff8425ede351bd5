import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { z } from "zod";
import { type RecordableStack, renderBaseline } from "../../engine/baseline-file.ts";
import { lowerBaseline } from "../../engine/baseline.ts";
import { plural } from "../../engine/graph/picture.ts";
import { complain } from "../complain.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type ProgramFlags, judgeProgram } from "../judge-program.ts";
import { selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { readBaselineFile } from "../read-baseline.ts";

interface BaselineFlags extends ProgramFlags {
  readonly from?: string;
  readonly out: string;
  readonly acceptNew?: boolean;
}

/** Beside the program, so that it is reviewed with it. */
const DEFAULT_FILE = "rampart.baseline.json";

export function addBaseline(program: Command): void {
  const baseline = program
    .command("baseline")
    .description("Take an existing estate as it is: what is recorded is borne, anything new fails.");
  const command = baseline
    .command("write")
    .description(
      "Record every finding that no waiver covers. Where the file is there already: take out of it what is fixed, and nothing in.",
    )
    .argument("[stacks...]", "stacks to record; default: every stack that has a config file")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--all", "everything that rampart.runs.ts beside the program lists")
    .option("--from <file>", "record what this JSON report found, of `preview` or `check`, instead of a program")
    .option("--out <file>", "the baseline", DEFAULT_FILE)
    .option("--accept-new", "also record what the file does not hold yet")
    .option("--quiet", "print nothing but faults");
  for (const option of selectionOptions([
    "rules",
    "environment",
    "mode",
    "policyConfig",
    "waivers",
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
Examples:
  rampart baseline write                                   every stack of the program in this folder
  rampart check --state state.json --report json=found.json
  rampart baseline write --from found.json                 what that run found
  rampart preview --baseline rampart.baseline.json         fails on what is new, and on what is
                                                           fixed and still recorded`,
    )
    .action(async (stacks: string[], flags: BaselineFlags) => {
      process.exitCode = await write(stacks, flags);
    });
}

async function write(names: readonly string[], flags: BaselineFlags): Promise<ExitCode> {
  if (flags.from !== undefined && names.length > 0) {
    throw new UserError("--from takes what a report found; leave the stacks out, or leave --from out");
  }
  const { stacks, codes, complete } =
    flags.from === undefined
      ? await recordProgram(names, flags)
      : { stacks: readReport(flags.from), codes: [], complete: false };
  // A baseline without the stacks that failed would read as if they had no findings.
  if (codes.length > 0) return gravest(codes);
  const isFirst = !existsSync(flags.out);
  const { stacks: recorded, added } =
    isFirst || flags.acceptNew === true
      ? { stacks, added: [] }
      : lowerBaseline(readBaselineFile(flags.out, `--out ${flags.out}`), stacks, complete);
  await writeReport(renderBaseline(recorded), flags.out);
  const count = recorded.reduce(
    (sum, { findings }) => sum + findings.filter(({ waiver }) => waiver === undefined).length,
    0,
  );
  if (flags.quiet !== true)
    process.stdout.write(`${flags.out} records ${plural(count, "finding")} of ${plural(recorded.length, "stack")}\n`);
  for (const { stack, rule, identity, path } of added) {
    complain(`${stack}: ${rule} at ${identity} ${path} is new and was not recorded`);
  }
  return added.length > 0 ? EXIT.violations : EXIT.clean;
}

interface Recorded {
  readonly stacks: readonly RecordableStack[];
  readonly codes: readonly ExitCode[];
  readonly complete: boolean;
}

async function recordProgram(names: readonly string[], flags: BaselineFlags): Promise<Recorded> {
  const { results, complete } = await judgeProgram(names, flags);
  const codes: ExitCode[] = [];
  const stacks = results.flatMap((result) => {
    if ("preview" in result) return [{ stack: result.preview.stack, findings: result.preview.evaluation.findings }];
    complain(`${result.run.name}: ${result.error.message}`);
    codes.push(result.error.exitCode);
    return [];
  });
  return { stacks, codes, complete };
}

const reportSchema = z.object({
  schemaVersion: z.literal(1),
  problems: z.array(z.object({ kind: z.string() })),
  stacks: z.array(
    z.object({
      stack: z.string(),
      findings: z.array(
        z.object({
          fingerprint: z.string(),
          rule: z.string(),
          verdict: z.enum(["fail", "undecided"]),
          identity: z.string(),
          path: z.string(),
          waiver: z
            .object({ reason: z.string(), owner: z.string(), ticket: z.string(), expires: z.string() })
            .optional(),
        }),
      ),
    }),
  ),
});

function readReport(file: string): RecordableStack[] {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`--from ${file}: cannot be read as JSON: ${(error as Error).message}`);
  }
  const result = reportSchema.safeParse(data);
  if (!result.success) {
    throw new UserError(`--from ${file}: is no report; write one with \`rampart check … --report json=${file}\``);
  }
  if (result.data.problems.some(({ kind }) => kind === "not-judged")) {
    throw new UserError(`--from ${file}: something was not judged in that run; mend it, and write the report again`);
  }
  return result.data.stacks.map(({ stack, findings }) => ({
    stack,
    findings: findings.map(({ waiver, ...finding }) => (waiver === undefined ? finding : { ...finding, waiver })),
  }));
}
