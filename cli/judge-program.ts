import { resolve } from "node:path";
import type { Baseline } from "../engine/baseline.ts";
import { type StackPreview, previewOf } from "../engine/preview.ts";
import { readProject } from "../engine/record/project.ts";
import { today } from "../policies/today.ts";
import type { Waiver } from "../policies/waiver.ts";
import type { Selection } from "./options.ts";
import { Progress } from "./progress.ts";
import { judgedRules, readBaseline } from "./read-baseline.ts";
import { readWaivers } from "./read-waivers.ts";
import { type Recorded, recordRuns } from "./record-runs.ts";
import { selectRuns } from "./runs.ts";
import { type SelectedRules, selectRulesToJudge } from "./select-rules.ts";

/** Flags of every command that records a program and runs the pack over it. */
export interface ProgramFlags extends Omit<Selection, "strict"> {
  readonly program: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
}

/** A run that was judged, or why it was not. */
export type Result = { readonly preview: StackPreview } | Extract<Recorded, { error: unknown }>;

export interface JudgedProgram {
  /** In the order of the runs. */
  readonly results: readonly Result[];
  readonly selected: SelectedRules;
  readonly waivers: readonly Waiver[];
  readonly baseline: Baseline | undefined;
  /** Whether these are all runs that the program has. */
  readonly complete: boolean;
}

/** Records the stacks of a program and judges each. */
export async function judgeProgram(names: readonly string[], flags: ProgramFlags): Promise<JudgedProgram> {
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const { runs, complete } = await selectRuns(names, programDir, project.stackConfigDir, flags);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  // Rules are loaded while the programs are recorded in processes of their own.
  const [selected, waivers, recorded] = await Promise.all([
    selectRulesToJudge(flags, programDir),
    readWaivers(programDir, flags.waivers),
    recordRuns(programDir, runs, flags, progress),
  ]);
  const stacks = runs.map(({ name }) => name);
  const baseline = readBaseline(flags.baseline, { stacks, complete, judges: judgedRules(selected) });
  const options = { ...selected, waivers, today: today() };
  const results = recorded.map((one): Result => {
    if ("error" in one) return one;
    const { name } = one.run;
    const inBaseline = baseline?.holderFor(name);
    return { preview: { ...previewOf(one.plan, { ...options, ...(inBaseline && { inBaseline }) }), stack: name } };
  });
  return { results, selected, waivers, baseline, complete };
}
