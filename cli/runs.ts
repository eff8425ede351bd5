import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { type StackFile, listStacks } from "../engine/stacks.ts";
import { EXIT, UserError } from "./exit-codes.ts";
import type { FileInUse } from "./rampart-file/read.ts";
import type { ManifestTarget, ProgramTarget } from "./targets.ts";

/** One recording to be made: a stack, under a name to print it by, with config values that win over its file's. */
export interface Run extends StackFile {
  /** Stack whose config file is read. */
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  /** Folder of its program. @default that of the command */
  readonly folder?: string;
  /** Its name among the runs of its program. */
  readonly short?: string;
}

/** What `--all` records where it is more than every stack with a config file; it lies beside Pulumi.yaml. */
export const RUNS_FILE = "rampart.runs.ts";

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
  readonly inUse?: FileInUse;
}

export interface SelectedRuns {
  readonly runs: readonly Run[];
  /** Whether these are all that the program has. */
  readonly complete: boolean;
}

/** The runs of one program that names and flags ask for. What does not exist is refused with what does. */
export async function selectRuns(
  names: readonly string[],
  program: ProgramTarget,
  stackConfigDir: string,
  selection: RunSelection,
): Promise<SelectedRuns> {
  const { runs: known, skipped } = await knownRuns(program, stackConfigDir, selection.all === true);
  const { runs } = choose(names, { runs: known, manifests: [] }, selection);
  return { runs, complete: runs.length === known.length && skipped.length === 0 };
}

interface KnownRuns {
  readonly runs: readonly Run[];
  /** Stacks that rampart.yaml leaves out: a sentence each. */
  readonly skipped: readonly string[];
}

/** Everything that a program has: for one that rampart.yaml names always what `--all` gives. */
export async function knownRuns(program: ProgramTarget, stackConfigDir: string, all: boolean): Promise<KnownRuns> {
  const { folder, prefix, listed } = program;
  const own = all || listed !== undefined ? await allRuns(folder, stackConfigDir) : runsOfStacks(stackConfigDir);
  const { runs, skipped } = listed === undefined ? { runs: own, skipped: [] } : declare(own, listed);
  // Beside programs that have some, it would go unguarded in silence.
  if (listed !== undefined && runs.length + skipped.length === 0) {
    throw new UserError(
      `${listed.placeOf()} has no stack: there is no Pulumi.<stack>.yaml. Name one, such as \`stacks: { dev: {} }\`, or leave the program out with \`skip\``,
    );
  }
  return { runs: runs.map((run) => ({ ...run, name: `${prefix}${run.name}`, short: run.name, folder })), skipped };
}

/** What rampart.yaml says of stacks, added to what their own files say. */
function declare(own: readonly Run[], { stacks, placeOf }: NonNullable<ProgramTarget["listed"]>): KnownRuns {
  const named = Object.keys(stacks).filter((name) => !own.some((run) => run.name === name || run.stack === name));
  const runs = [...own, ...named.map((name): Run => ({ ...NOTHING_DECLARED, name, stack: name }))];
  const skipped: string[] = [];
  const kept = runs.flatMap((run): Run[] => {
    const key = [run.name, run.stack].find((name) => Object.hasOwn(stacks, name));
    const declared = key === undefined ? undefined : stacks[key];
    if (key === undefined || declared === undefined) return [run];
    if (declared.skip !== undefined) {
      skipped.push(`${placeOf(key)} is left out: ${declared.skip}`);
      return [];
    }
    const config = Object.entries(declared.config ?? {}).map(([name, value]) => [name, String(value)] as const);
    return [
      {
        ...run,
        environment: agreed("environment", run.environment, declared.environment, placeOf(key)),
        tier: agreed("tier", run.tier, declared.tier, placeOf(key)),
        config: { ...Object.fromEntries(config), ...run.config },
      },
    ];
  });
  return { runs: kept, skipped };
}

const NOTHING_DECLARED = { environment: undefined, tier: undefined, config: {} } as const;

/** Two files that say different things of one stack: nobody knows which of them holds. */
function agreed<T extends string>(
  key: string,
  own: T | undefined,
  listed: T | undefined,
  place: string,
): T | undefined {
  if (own !== undefined && listed !== undefined && own !== listed) {
    throw new UserError(
      `${place} contradicts the stack's own declaration
  given:   ${key} "${listed}"
  allowed: "${own}", as rampart:${key} of the stack says; declare it in one of the two`,
    );
  }
  return own ?? listed;
}

export interface Judged {
  readonly runs: readonly Run[];
  readonly manifests: readonly ManifestTarget[];
}

/** What names and flags ask for. A stack may be named without its program; then it is meant in every one. */
export function choose(names: readonly string[], known: Judged, selection: RunSelection): Judged {
  const all = [...known.runs, ...known.manifests];
  if (all.length === 0) {
    throw new UserError(
      `no stack in ${selection.program}: there is no Pulumi.<stack>.yaml. Create one, or name another --program`,
    );
  }
  for (const name of names) {
    if (all.some((one) => isCalled(one, name))) continue;
    const more = selection.all !== true && existsSync(join(selection.program, RUNS_FILE));
    throw new UserError(
      `no stack "${name}"; the stacks are: ${all.map((one) => one.name).join(", ")}` +
        (more ? `; ${RUNS_FILE} lists more, which --all takes, alone or with names` : ""),
    );
  }
  const { environment } = selection;
  const isChosen = (one: Run | ManifestTarget): boolean =>
    (names.length === 0 || names.some((name) => isCalled(one, name))) &&
    (environment === undefined || one.environment === environment);
  const chosen = { runs: known.runs.filter(isChosen), manifests: known.manifests.filter(isChosen) };
  if (chosen.runs.length + chosen.manifests.length === 0) {
    const environments = [...new Set(all.map((one) => one.environment ?? "(none declared)"))].join(", ");
    throw new UserError(`no stack declares rampart:environment "${environment}"; declared are: ${environments}`);
  }
  const order = (run: Run): number => names.findIndex((name) => isCalled(run, name));
  return { ...chosen, runs: chosen.runs.toSorted((a, b) => order(a) - order(b)) };
}

function isCalled(one: Run | ManifestTarget, name: string): boolean {
  return one.name === name || ("short" in one && one.short === name);
}

function runsOfStacks(stackConfigDir: string): Run[] {
  if (!existsSync(stackConfigDir)) return [];
  return listStacks(stackConfigDir).map((stack) => ({ ...stack, stack: stack.name, config: {} }));
}

async function allRuns(programDir: string, stackConfigDir: string): Promise<Run[]> {
  const file = join(programDir, RUNS_FILE);
  if (!existsSync(file)) return runsOfStacks(stackConfigDir);
  const exports = await load(file);
  const parsed = runsSchema.safeParse(exports["default"]);
  if (parsed.success) {
    return parsed.data.map(({ environment, tier, ...run }) => ({ ...run, environment, tier }));
  }
  const faults = parsed.error.issues.map((issue) => `  [${issue.path.join("].[")}]: ${issue.message}`);
  throw new UserError(`${file} does not export a list of runs:\n${faults.join("\n")}`);
}

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UserError(`${file} cannot be loaded: ${(error as Error).message}`, EXIT.program);
  }
}
