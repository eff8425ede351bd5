import { existsSync } from "node:fs";
import type { BaselineRun } from "../../engine/baseline.ts";
import type { Plan } from "../../engine/plan.ts";
import { type StackPreview, previewOf } from "../../engine/preview.ts";
import { RecordError } from "../../engine/record/errors.ts";
import { readProject } from "../../engine/record/project.ts";
import { today } from "../../policies/today.ts";
import type { Waiver } from "../../policies/waiver.ts";
import { UserError } from "../exit-codes.ts";
import type { Selection } from "../options.ts";
import type { Progress } from "../progress.ts";
import { judgedRules, readBaseline } from "../read-baseline.ts";
import { readWaivers } from "../read-waivers.ts";
import { recordRuns } from "../record-runs.ts";
import { type Run, type SelectedRuns, knownRuns } from "../runs.ts";
import type { SelectedRules } from "../select-rules.ts";
import type { ProgramTarget } from "../targets.ts";
import { type Checkout, type OpenBase, hasProgram } from "./open.ts";

/** A stack as it was; undefined where there was none; or why nobody knows. */
export type BaseStack = { readonly preview: StackPreview | undefined } | { readonly error: RecordError };

export interface BaseFlags extends Omit<Selection, "strict"> {
  readonly all?: boolean;
}

/** The runs of one program, with what rampart.yaml says of it. */
interface RunsNow extends SelectedRuns {
  readonly program: ProgramTarget;
}

/** What the run itself judges by. */
export interface Judges {
  readonly selected: SelectedRules;
  readonly waivers: readonly Waiver[];
}

/**
 * The stacks of these runs as they were, by name. Judged by the rules and levels of now, so that only the program
 * makes a difference, and with what was waived and recorded there: taking a waiver away is a change of this side.
 */
export async function judgeBase(
  base: OpenBase,
  now: RunsNow,
  flags: BaseFlags,
  judges: Judges,
  progress: Progress,
): Promise<ReadonlyMap<string, BaseStack>> {
  if (base.kind === "plan") {
    const [run] = now.runs;
    if (run === undefined) return new Map();
    return new Map([[run.name, judge(declared(base.plan, run), run, judges, flags.baseline)]]);
  }
  try {
    return await judgeCheckout(base, now, flags, judges, progress);
  } catch (error) {
    if (error instanceof RecordError) throw withoutRoot(error, base);
    if (error instanceof UserError)
      throw new UserError(`--against: ${base.name}: ${withoutRootIn(error.message, base)}`);
    throw error;
  }
}

async function judgeCheckout(
  base: Checkout,
  now: RunsNow,
  flags: BaseFlags,
  { selected }: Judges,
  progress: Progress,
): Promise<ReadonlyMap<string, BaseStack>> {
  const there = await runsOf(base, now, flags.all === true);
  const waivers = there.length === 0 ? [] : await waiversOf(base, flags.waivers);
  const file = flags.baseline === undefined ? undefined : base.fileOf(flags.baseline);
  const baselineFile = file !== undefined && existsSync(file) ? file : undefined;
  const labelled = there.map((run) => ({ ...run, name: `${run.name} at ${base.name}` }));
  const recorded = await recordRuns(base.programDir, labelled, flags, progress);
  const stacks = new Map<string, BaseStack>(now.runs.map(({ name }) => [name, { preview: undefined }]));
  for (const [index, run] of there.entries()) {
    const one = recorded[index];
    if (one === undefined) throw new RangeError("a recording is missing");
    stacks.set(
      run.name,
      "error" in one
        ? { error: withoutRoot(one.error, base) }
        : judge(one.plan, run, { selected, waivers }, baselineFile),
    );
  }
  return stacks;
}

function judge(plan: Plan, run: Run, { selected, waivers }: Judges, baselineFile: string | undefined): BaseStack {
  const judged: BaselineRun = { stacks: [run.name], complete: false, judges: judgedRules(selected) };
  const inBaseline = readBaseline(baselineFile, judged)?.holderFor(run.name);
  const options = { ...selected, waivers, today: today(), ...(inBaseline && { inBaseline }) };
  return { preview: { ...previewOf(plan, options), stack: run.name } };
}

/** A recorded plan may leave open what the stack's config says now. */
function declared(plan: Plan, { environment, tier }: Run): Plan {
  return {
    ...plan,
    ...(plan.environment === undefined && environment !== undefined && { environment }),
    ...(plan.tier === undefined && tier !== undefined && { tier }),
  };
}

/** Nobody finds a file by a folder that is gone when the message is read. */
function withoutRoot(error: RecordError, base: Checkout): RecordError {
  return new RecordError(error.kind, withoutRootIn(error.message, base), error.frame);
}

function withoutRootIn(text: string, { root }: Checkout): string {
  return text.replaceAll(`${root}/`, "");
}

/** Those of the runs that the base has, as they are there. A program that is not there yet has none. */
async function runsOf(
  { programDir, name }: Checkout,
  { runs, complete, program }: RunsNow,
  all: boolean,
): Promise<Run[]> {
  if (!hasProgram(programDir)) {
    process.stderr.write(`rampart: ${name} has no such program: everything is new\n`);
    return [];
  }
  const there = { ...program, folder: programDir };
  const { runs: known } = await knownRuns(there, readProject(programDir).stackConfigDir, all);
  const gone = known.filter((run) => !runs.some((one) => one.name === run.name));
  if (complete && gone.length > 0) {
    const names = gone.map((run) => run.name).join(", ");
    process.stderr.write(
      `rampart: ${name} has stacks that are no longer here, and nothing of them is judged: ${names}\n`,
    );
  }
  return known.filter((run) => runs.some((one) => one.name === run.name));
}

async function waiversOf(base: Checkout, flag: Selection["waivers"]): Promise<Waiver[]> {
  const named = typeof flag === "string" ? base.fileOf(flag) : undefined;
  if (typeof flag === "string" && (named === undefined || !existsSync(named))) {
    // Outside the repository it is the same for both; inside, the base has none.
    return named === undefined ? readWaivers(base.programDir, flag) : [];
  }
  return readWaivers(base.programDir, named ?? flag);
}
