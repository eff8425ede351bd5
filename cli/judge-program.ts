import type { Baseline } from "../engine/baseline.ts";
import { type StackPreview, previewOf } from "../engine/preview.ts";
import type { RecordError } from "../engine/record/errors.ts";
import { readProject } from "../engine/record/project.ts";
import { today } from "../policies/today.ts";
import type { Waiver } from "../policies/waiver.ts";
import { UserError } from "./exit-codes.ts";
import type { Selection } from "./options.ts";
import { Progress } from "./progress.ts";
import { judgedRules, readBaseline } from "./read-baseline.ts";
import { type ReadPlan, readManifestTarget } from "./read-plans.ts";
import { areWaiversShared, readWaivers } from "./read-waivers.ts";
import { recordRuns } from "./record-runs.ts";
import { type Run, choose, knownRuns } from "./runs.ts";
import { type SelectedRules, selectRulesToJudge } from "./select-rules.ts";
import { type ManifestTarget, targetsOf } from "./targets.ts";

/** Flags of every command that records a program and runs the pack over it. */
export interface ProgramFlags extends Omit<Selection, "strict"> {
  readonly program: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
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
}

/** What is judged in one folder goes by the policy config and the waivers that lie there. */
interface Surroundings {
  readonly selected: SelectedRules;
  readonly waivers: readonly Waiver[];
}

/** Records the stacks of a program, or of all that rampart.yaml names with its manifests, and judges each. */
export async function judgeProgram(names: readonly string[], flags: ProgramFlags): Promise<JudgedProgram> {
  const { runs, manifests, complete } = await chooseTargets(names, flags);
  const folder = flags.inUse?.file.folder ?? process.cwd();
  const folderOf = (one: Run | ManifestTarget): string => ("folder" in one ? one.folder : undefined) ?? folder;
  const progress = new Progress(process.stderr, flags.quiet !== true);
  // Rules are loaded while the programs are recorded in processes of their own.
  const [surroundings, recorded, read] = await Promise.all([
    readSurroundings([...runs, ...manifests].map(folderOf), flags),
    recordRuns(folder, runs, flags, progress),
    Promise.all(manifests.map((target) => Array.fromAsync(readManifestTarget(target)))),
  ]);
  const [anything] = surroundings.values();
  if (anything === undefined) throw new RangeError("nothing was chosen");
  const { selected } = anything;
  const stacks = [...runs, ...manifests].map(({ name }) => name);
  const baseline = readBaseline(flags.baseline, { stacks, complete, judges: judgedRules(selected) });
  const judge = (read: Extract<ReadPlan, { plan: unknown }>, one: Run | ManifestTarget): Result => {
    const { selected: rules, waivers } = surroundings.get(folderOf(one)) ?? anything;
    const inBaseline = baseline?.holderFor(one.name);
    const { positionOf } = read;
    const options = {
      ...rules,
      waivers,
      today: today(),
      ...(inBaseline && { inBaseline }),
      ...(positionOf && { positionOf }),
    };
    return { preview: { ...previewOf(read.plan, options), stack: one.name } };
  };
  const results = recorded.map((one): Result => ("error" in one ? one : judge(one, one.run)));
  const ofManifests = manifests.flatMap((target, index) =>
    (read[index] ?? []).flatMap((one): Result[] => {
      if ("plan" in one) return [judge(one, target)];
      return "fault" in one ? [{ run: target, error: new UserError(one.fault) }] : [];
    }),
  );
  const waivers = [...new Set([...surroundings.values()].flatMap((one) => one.waivers))];
  return { results: [...results, ...ofManifests], selected, waivers, baseline, complete };
}

async function chooseTargets(
  names: readonly string[],
  flags: ProgramFlags,
): Promise<{
  readonly runs: readonly Run[];
  readonly manifests: readonly ManifestTarget[];
  readonly complete: boolean;
}> {
  const targets = targetsOf(flags.program, flags.inUse);
  const programs = await Promise.all(
    targets.programs.map((program) =>
      knownRuns(program, readProject(program.folder).stackConfigDir, flags.all === true),
    ),
  );
  const known = programs.flatMap(({ runs }) => runs);
  const skipped = [...targets.skipped, ...programs.flatMap((program) => program.skipped)];
  for (const sentence of skipped) process.stderr.write(`rampart: ${sentence}\n`);
  if (known.length + targets.manifests.length === 0 && skipped.length > 0) {
    throw new UserError("rampart.yaml leaves out everything that is here, so nothing was judged");
  }
  const chosen = choose(names, { runs: known, manifests: targets.manifests }, flags);
  const isAll = chosen.runs.length === known.length && chosen.manifests.length === targets.manifests.length;
  return { ...chosen, complete: isAll && targets.complete && skipped.length === 0 };
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
