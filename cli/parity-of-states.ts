import { readState } from "../engine/inputs/state.ts";
import { STAND_IN } from "../engine/normalise.ts";
import { compareStates, taggedAs } from "../engine/parity/state.ts";
import { PlanError } from "../engine/plan-reader.ts";
import type { Plan } from "../engine/plan.ts";
import type { ParityReport } from "../engine/report/parity.ts";
import { today } from "../policies/today.ts";
import { asking, readEnvironments } from "./environments.ts";
import { UserError } from "./exit-codes.ts";
import type { Selection } from "./options.ts";
import type { Progress } from "./progress.ts";
import { InputError, readText } from "./read-inputs.ts";
import { recordRuns } from "./record-runs.ts";

/** Two exported states of one system; what the program declares is recorded from the program. */
export async function parityOfStates(
  programDir: string,
  files: readonly [string, string],
  selection: Selection,
  progress: Progress,
): Promise<ParityReport> {
  const [left, right] = await Promise.all([readPlan(files[0]), readPlan(files[1])]);
  const [one, other] = [ownerOf(left, files[0]), ownerOf(right, files[1])];
  if (one.system !== other.system) {
    throw new UserError(
      `${files[0]} is a state of ${one.system}, and ${files[1]} is one of ${other.system}; give two of one system`,
    );
  }
  const source = await readEnvironments(programDir);
  const request = {
    system: one.system,
    left: one.environment,
    right: other.environment,
    overrides: {},
    today: today(),
  };
  const pair = await asking(() => source.pair(request));
  const run = (name: string, config: Readonly<Record<string, string>>) => {
    return { name, stack: STAND_IN, environment: undefined, tier: undefined, config };
  };
  const runs = [
    run(`${one.system}/${one.environment}`, pair.plain.left),
    run(`${one.system}/${other.environment}`, pair.plain.right),
  ];
  const [from, to] = await recordRuns(programDir, runs, selection, progress);
  if (from === undefined || to === undefined) throw new RangeError("a recording is missing");
  if ("error" in from) throw from.error;
  if ("error" in to) throw to.error;
  const { undeclared, declared } = compareStates(
    { plan: left, identity: pair.identity.left },
    { plan: right, identity: pair.identity.right },
    pair.standIn,
    { left: from.plan, right: to.plan },
  );
  return {
    subject: one.system,
    left: files[0],
    right: files[1],
    resources: right.resources.length,
    declared: pair.declared,
    explained: declared,
    settings: [],
    config: [],
    undeclared,
  };
}

async function readPlan(file: string): Promise<Plan> {
  try {
    const { text, source } = await readText(file);
    return readState(text, source);
  } catch (error) {
    if (error instanceof PlanError || error instanceof InputError) throw new UserError(error.message);
    throw error;
  }
}

function ownerOf(plan: Plan, file: string): { readonly system: string; readonly environment: string } {
  const owner = taggedAs(plan);
  if (owner !== undefined) return owner;
  throw new UserError(
    `${file} has no resource with the tags system and environment, so nobody can tell whose state it is`,
  );
}
