import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { type StackFile, listStacks } from "../engine/stacks.ts";
import { UserError } from "./exit-codes.ts";

/** One recording to be made: a stack, under a name to print it by, with config values that win over its file's. */
export interface Run extends StackFile {
  /** Stack whose config file is read. */
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
}

/** What `--all` records where it is more than every stack with a config file; it lies beside Pulumi.yaml. */
const RUNS_FILE = "rampart.runs.ts";

const runsSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    stack: z.string().min(1),
    environment: z.string().min(1).optional(),
    tier: z.enum(["prod", "nonprod"]).optional(),
    config: z.record(z.string(), z.string()).default({}),
  }),
);

export interface RunSelection {
  readonly program: string;
  readonly all?: boolean;
  readonly environment?: string;
}

export interface SelectedRuns {
  readonly runs: readonly Run[];
  /** Whether these are all that the program has. */
  readonly complete: boolean;
}

/** The runs that names and flags ask for. A name or environment that does not exist is refused with those that do. */
export async function selectRuns(
  names: readonly string[],
  programDir: string,
  stackConfigDir: string,
  selection: RunSelection,
): Promise<SelectedRuns> {
  const known = await knownRuns(programDir, stackConfigDir, selection.all === true);
  const listed = known.map(({ name }) => name).join(", ");
  if (known.length === 0) {
    throw new UserError(
      `no stack in ${selection.program}: there is no Pulumi.<stack>.yaml. Create one, or name another --program`,
    );
  }
  const named = names.map((name) => {
    const run = known.find((one) => one.name === name);
    if (run === undefined) throw new UserError(`no stack "${name}"; the stacks are: ${listed}`);
    return run;
  });
  const chosen = names.length === 0 ? known : named;
  const { environment } = selection;
  const runs = environment === undefined ? chosen : chosen.filter((run) => run.environment === environment);
  if (runs.length === 0) {
    const environments = [...new Set(known.map((run) => run.environment ?? "(none declared)"))].join(", ");
    throw new UserError(`no stack declares rampart:environment "${environment}"; declared are: ${environments}`);
  }
  return { runs, complete: runs.length === known.length };
}

/** Every run that there is: of the stacks that have a config file, or of `rampart.runs.ts` where all are asked for. */
export async function knownRuns(programDir: string, stackConfigDir: string, all: boolean): Promise<Run[]> {
  return all ? allRuns(programDir, stackConfigDir) : runsOfStacks(stackConfigDir);
}

function runsOfStacks(stackConfigDir: string): Run[] {
  return listStacks(stackConfigDir).map((stack) => ({ ...stack, stack: stack.name, config: {} }));
}

async function allRuns(programDir: string, stackConfigDir: string): Promise<Run[]> {
  const file = join(programDir, RUNS_FILE);
  if (!existsSync(file)) return runsOfStacks(stackConfigDir);
  const exports = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const parsed = runsSchema.safeParse(exports["default"]);
  if (parsed.success) {
    return parsed.data.map(({ environment, tier, ...run }) => ({ ...run, environment, tier }));
  }
  const faults = parsed.error.issues.map((issue) => `  [${issue.path.join("].[")}]: ${issue.message}`);
  throw new UserError(`${file} does not export a list of runs:\n${faults.join("\n")}`);
}
