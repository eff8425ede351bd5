import type { Baseline } from "../engine/baseline.ts";
import { type StackPreview, previewOf } from "../engine/preview.ts";
import type { RecordError } from "../engine/record/errors.ts";
import { readProject } from "../engine/record/project.ts";
import { failsUndecided } from "../engine/report/_report.ts";
import { today } from "../policies/today.ts";
import type { Waiver } from "../policies/waiver.ts";
import type { BaseStack } from "./base/judge.ts";
import type { ProgramRuns } from "./base/open.ts";
import { complain } from "./complain.ts";
import { UserError } from "./exit-codes.ts";
import type { Selection } from "./options.ts";
import { Progress } from "./progress.ts";
import { judgedRules, readBaseline } from "./read-baseline.ts";
import { type ReadPlan, readManifestTarget } from "./read-plans.ts";
import { areWaiversShared, readWaivers } from "./read-waivers.ts";
import { recordRuns } from "./record-runs.ts";
import { type Run, choose, knownRuns } from "./runs.ts";
import { type SelectedRules, selectRulesToJudge } from "./select-rules.ts";
import { type ManifestTarget, type ProgramTarget, targetsOf } from "./targets.ts";

/** Flags of every command that records a program and runs the pack over it. */
export interface ProgramFlags extends Omit<Selection, "strict"> {
  readonly program: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
  /** A recorded plan, a commit or a checkout to compare with. */
  readonly against?: string;
  /** Whether what the base has too fails nothing. */
  readonly newOnly?: boolean;
}

/** A run that was judged, or why it was not. */
export type Result =
  | { readonly preview: StackPreview }
  | { readonly run: { readonly name: string }; readonly error: RecordError | UserError };

export interface JudgedProgram {
  /** In the order of the runs; manifests that rampart.yaml names come last. */
  readonly results: readonly Result[];
  readonly selected: SelectedRules;
  readonly waivers: readonly Waiver[];
  readonly baseline: Baseline | undefined;
  /** Whether these are all runs that the program has, or that rampart.yaml names. */
  readonly complete: boolean;
  /** Stacks that could not be compared, as their base could not be recorded. */
  readonly withoutBase: readonly Extract<Result, { error: unknown }>[];
}

/** What is judged in one folder goes by the policy config and the waivers that lie there. */
interface Surroundings {
  readonly selected: SelectedRules;
  readonly waivers: readonly Waiver[];
}

/** Records the stacks of a program, or of all that rampart.yaml names with its manifests, and judges each. */
export async function judgeProgram(names: readonly string[], flags: ProgramFlags): Promise<JudgedProgram> {
  const { runs, manifests, complete, programs } = await chooseTargets(names, flags);
  const folder = flags.inUse?.file.folder ?? process.cwd();
  const folderOf = (one: Run | ManifestTarget): string => ("folder" in one ? one.folder : undefined) ?? folder;
  const progress = new Progress(process.stderr, flags.quiet !== true);
  // Before anything runs: a name that nobody knows is told at once.
  const comparing = flags.against === undefined ? undefined : await import("./base/index.ts");
  const bases = await comparing?.openBases(flags.against ?? "", groupByProgram(runs, programs), flags.mode);
  try {
    // Rules are loaded while the programs are recorded in processes of their own.
    const [surroundings, recorded, read] = await Promise.all([
      readSurroundings([...runs, ...manifests].map(folderOf), flags),
      recordRuns(folder, runs, flags, progress),
      Promise.all(manifests.map((target) => Array.fromAsync(readManifestTarget(target)))),
    ]);
    const [anything] = surroundings.values();
    if (anything === undefined) throw new RangeError("nothing was chosen");
    const { selected } = anything;
    const before = new Map<string, BaseStack>();
    for (const { base, program, runs: own } of bases ?? []) {
      const judges = surroundings.get(program.folder) ?? anything;
      const then = await comparing?.judgeBase(base, { runs: own, complete, program }, flags, judges, progress);
      for (const [name, stack] of then ?? []) before.set(name, stack);
    }
    const baseName = bases?.[0]?.base.name ?? flags.against ?? "";
    if (comparing !== undefined && manifests.length > 0) {
      complain(`manifests are not compared with ${baseName}: --against compares what programs build`);
    }
    const stacks = [...runs, ...manifests].map(({ name }) => name);
    const baseline = readBaseline(flags.baseline, { stacks, complete, judges: judgedRules(selected) });
    const judge = (read: Extract<ReadPlan, { plan: unknown }>, one: Run | ManifestTarget): Result => {
      const { selected: rules, waivers } = surroundings.get(folderOf(one)) ?? anything;
      const inBaseline = baseline?.holderFor(one.name);
      const { positionOf } = read;
      const own = {
        ...rules,
        waivers,
        today: today(),
        ...(inBaseline && { inBaseline }),
        ...(positionOf && { positionOf }),
      };
      const then = before.get(one.name);
      const preview =
        comparing === undefined || then === undefined || "error" in then
          ? previewOf(read.plan, own)
          : comparing.previewAgainst(
              read.plan,
              { name: baseName, preview: then.preview },
              {
                ...own,
                newOnly: flags.newOnly === true,
                failsUndecided: (tier) => failsUndecided(tier, flags.strict),
              },
            );
      return { preview: { ...preview, stack: one.name } };
    };
    const results = recorded.map((one): Result => ("error" in one ? one : judge(one, one.run)));
    const ofManifests = manifests.flatMap((target, index) =>
      (read[index] ?? []).flatMap((one): Result[] => {
        if ("plan" in one) return [judge(one, target)];
        return "fault" in one ? [{ run: target, error: new UserError(one.fault) }] : [];
      }),
    );
    const waivers = [...new Set([...surroundings.values()].flatMap((one) => one.waivers))];
    return {
      results: [...results, ...ofManifests],
      selected,
      waivers,
      baseline,
      complete,
      withoutBase: withoutBase(runs, before, baseName),
    };
  } finally {
    for (const { base } of bases ?? []) base.close();
  }
}

/** The runs of each program: every one is compared with itself. */
function groupByProgram(runs: readonly Run[], programs: readonly ProgramTarget[]): ProgramRuns[] {
  return programs
    .map((program) => ({ program, runs: runs.filter((run) => run.folder === program.folder) }))
    .filter((one) => one.runs.length > 0);
}

function withoutBase(
  runs: readonly Run[],
  before: ReadonlyMap<string, BaseStack>,
  base: string,
): JudgedProgram["withoutBase"] {
  return runs.flatMap((run) => {
    const then = before.get(run.name);
    return then !== undefined && "error" in then
      ? [{ run: { ...run, name: `${run.name} at ${base}` }, error: then.error }]
      : [];
  });
}

async function chooseTargets(
  names: readonly string[],
  flags: ProgramFlags,
): Promise<{
  readonly runs: readonly Run[];
  readonly manifests: readonly ManifestTarget[];
  readonly complete: boolean;
  readonly programs: readonly ProgramTarget[];
}> {
  const targets = targetsOf(flags.program, flags.inUse);
  const known = await Promise.all(
    targets.programs.map((program) =>
      knownRuns(program, readProject(program.folder).stackConfigDir, flags.all === true),
    ),
  );
  const all = known.flatMap(({ runs }) => runs);
  const skipped = [...targets.skipped, ...known.flatMap((program) => program.skipped)];
  for (const sentence of skipped) complain(sentence);
  if (all.length + targets.manifests.length === 0 && skipped.length > 0) {
    throw new UserError("rampart.yaml leaves out everything that is here, so nothing was judged");
  }
  const chosen = choose(names, { runs: all, manifests: targets.manifests }, flags);
  const isAll = chosen.runs.length === all.length && chosen.manifests.length === targets.manifests.length;
  return { ...chosen, complete: isAll && targets.complete && skipped.length === 0, programs: targets.programs };
}

/** What each folder's files say. Waivers that all share are read once: a copy of one would read as unused. */
async function readSurroundings(folders: readonly string[], flags: ProgramFlags): Promise<Map<string, Surroundings>> {
  const shared = areWaiversShared(flags.waivers) ? readWaivers(process.cwd(), flags.waivers) : undefined;
  const read = [...new Set(folders)].map(async (folder): Promise<[string, Surroundings]> => {
    const [selected, waivers] = await Promise.all([
      selectRulesToJudge(flags, folder),
      shared ?? readWaivers(folder, flags.waivers),
    ]);
    return [folder, { selected, waivers }];
  });
  return new Map(await Promise.all(read));
}
