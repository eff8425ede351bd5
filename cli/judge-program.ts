import { resolve } from "node:path";
import type { Baseline } from "../engine/baseline.ts";
import { type StackPreview, previewOf } from "../engine/preview.ts";
import { readProject } from "../engine/record/project.ts";
import { failsUndecided } from "../engine/report/_report.ts";
import { today } from "../policies/today.ts";
import type { Waiver } from "../policies/waiver.ts";
import type { BaseStack } from "./base/judge.ts";
import type { Selection } from "./options.ts";
import { Progress } from "./progress.ts";
import { judgedRules, readBaseline } from "./read-baseline.ts";
import { readWaivers } from "./read-waivers.ts";
import { type Recorded, recordRuns } from "./record-runs.ts";
import { type Run, selectRuns } from "./runs.ts";
import { type SelectedRules, selectRulesToJudge } from "./select-rules.ts";

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
export type Result = { readonly preview: StackPreview } | Extract<Recorded, { error: unknown }>;

export interface JudgedProgram {
  /** In the order of the runs. */
  readonly results: readonly Result[];
  readonly selected: SelectedRules;
  readonly waivers: readonly Waiver[];
  readonly baseline: Baseline | undefined;
  /** Whether these are all runs that the program has. */
  readonly complete: boolean;
  /** Stacks that could not be compared, as their base could not be recorded. */
  readonly withoutBase: readonly Extract<Recorded, { error: unknown }>[];
}

/** Records the stacks of a program and judges each. */
export async function judgeProgram(names: readonly string[], flags: ProgramFlags): Promise<JudgedProgram> {
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const { runs, complete } = await selectRuns(names, programDir, project.stackConfigDir, flags);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  // Before anything runs: a name that nobody knows is told at once.
  const comparing = flags.against === undefined ? undefined : await import("./base/index.ts");
  const base = await comparing?.openBase(flags.against ?? "", programDir, runs, flags.mode);
  try {
    // Rules are loaded while the programs are recorded in processes of their own.
    const [selected, waivers, recorded] = await Promise.all([
      selectRulesToJudge(flags, programDir),
      readWaivers(programDir, flags.waivers),
      recordRuns(programDir, runs, flags, progress),
    ]);
    const judges = { selected, waivers };
    const before = base && (await comparing?.judgeBase(base, { runs, complete }, flags, judges, progress));
    const stacks = runs.map(({ name }) => name);
    const baseline = readBaseline(flags.baseline, { stacks, complete, judges: judgedRules(selected) });
    const options = { ...selected, waivers, today: today() };
    const results = recorded.map((one): Result => {
      if ("error" in one) return one;
      const { name } = one.run;
      const inBaseline = baseline?.holderFor(name);
      const own = { ...options, ...(inBaseline && { inBaseline }) };
      const then = before?.get(name);
      const preview =
        comparing === undefined || base === undefined || then === undefined || "error" in then
          ? previewOf(one.plan, own)
          : comparing.previewAgainst(
              one.plan,
              { name: base.name, preview: then.preview },
              {
                ...own,
                newOnly: flags.newOnly === true,
                failsUndecided: (tier) => failsUndecided(tier, flags.strict),
              },
            );
      return { preview: { ...preview, stack: name } };
    });
    return { results, selected, waivers, baseline, complete, withoutBase: withoutBase(runs, before, base?.name ?? "") };
  } finally {
    base?.close();
  }
}

function withoutBase(
  runs: readonly Run[],
  before: ReadonlyMap<string, BaseStack> | undefined,
  base: string,
): JudgedProgram["withoutBase"] {
  return runs.flatMap((run) => {
    const then = before?.get(run.name);
    return then !== undefined && "error" in then
      ? [{ run: { ...run, name: `${run.name} at ${base}` }, error: then.error }]
      : [];
  });
}
