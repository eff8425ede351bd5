import type { ConfigValues, Ladder, Pair, PairSteps } from "../engine/environments.ts";
import { STAND_IN, substituteIdentity } from "../engine/normalise.ts";
import { type Attribution, type Search, attribute } from "../engine/parity/attribute.ts";
import type { Taken } from "../engine/parity/closures.ts";
import { type Explanation, explain } from "../engine/parity/explanation.ts";
import type { ParityReport } from "../engine/report/parity.ts";
import { UserError } from "./exit-codes.ts";
import type { Recorder } from "./recorder.ts";
import type { Run } from "./runs.ts";

/** One pair to be explained. */
export interface Explained {
  readonly report: ParityReport;
  readonly pair: Pair;
  readonly steps: PairSteps;
  /** What else the right stack's file says; every recording has it. */
  readonly config: ConfigValues;
}

/** Why two environments differ, by recording the program with some of the differences between them. */
export async function explainParity(
  { report, pair, steps, config }: Explained,
  recorder: Recorder,
  most: number,
): Promise<Explanation> {
  let recordings = 0;
  const search = (ladder: Ladder): Promise<Attribution> => {
    const configs = new Map<string, ConfigValues | undefined>();
    const configOf = (taken: Taken): ConfigValues | undefined => {
      const key = taken.join(",");
      if (!configs.has(key)) configs.set(key, ladder.taking(taken));
      return configs.get(key);
    };
    const record: Search["record"] = async (taken) => {
      const run = runOf(report.subject, recordings + 1, { ...config, ...configOf(taken) });
      if (!recorder.has(run)) {
        const isEnd = taken.length === 0 || taken.length === ladder.steps.length;
        if (recordings >= most && !isEnd) return "no more may be recorded";
        recordings += 1;
      }
      const recorded = await recorder.record(run, "explanation");
      if (!("error" in recorded)) return substituteIdentity(recorded.plan, pair.standIn, pair.identity.right);
      if (taken.length === 0 || taken.length === ladder.steps.length) throw recorded.error;
      return "failed";
    };
    if (ladder.steps.length > 0 && configOf([]) === undefined) throw notAlone(report);
    return attribute({ steps: ladder.steps.length, isValid: (taken) => configOf(taken) !== undefined, record });
  };
  const [declared, undeclared] = await Promise.all([search(steps.declared), search(steps.undeclared)]);
  const changes = report.undeclared.map((change) => ({ ...change, side: change.side ?? ("right" as const) }));
  return explain(steps, { declared, undeclared }, { changes, settings: report.settings }, recordings);
}

function runOf(system: string, count: number, config: ConfigValues): Run {
  return { name: `${system}, explanation ${count}`, stack: STAND_IN, environment: undefined, tier: undefined, config };
}

function notAlone({ subject, left, right }: ParityReport): UserError {
  return new UserError(
    `${subject}: the settings of ${left} are not valid under the name of ${right}, so that the differences cannot be taken one by one`,
  );
}
