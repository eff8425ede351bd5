import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Pair, PairSteps } from "../../engine/environments.ts";
import { STAND_IN } from "../../engine/normalise.ts";
import { judgeParity } from "../../engine/parity.ts";
import { type Project, readProject } from "../../engine/record/project.ts";
import {
  type ConfigChange,
  type ParityReport,
  isParity,
  parityJson,
  renderParity,
} from "../../engine/report/parity.ts";
import { today } from "../../policies/today.ts";
import { type OwnStack, asking, readEnvironments, stackOf } from "../environments.ts";
import { EXIT, type ExitCode, UserError } from "../exit-codes.ts";
import { explainParity } from "../explain-parity.ts";
import { type Selection, repeatable, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { parityOfStates } from "../parity-of-states.ts";
import { Progress } from "../progress.ts";
import type { Recorded } from "../record-runs.ts";
import { Recorder } from "../recorder.ts";
import type { Run } from "../runs.ts";
import { systemsWith } from "../select-pairs.ts";
import { hasColor } from "../verdict.ts";

interface ParityFlags extends Pick<Selection, "mode" | "timeout" | "fixtures"> {
  readonly program: string;
  readonly state?: boolean;
  readonly explain?: boolean;
  readonly recordings?: number;
  readonly system?: readonly string[];
  readonly format: "terminal" | "json";
  readonly out?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** A system has some 30 declared differences; each is recorded once, and the rest is for those that act together. */
const DEFAULT_RECORDINGS = 200;

export function addParity(program: Command): void {
  const command = program
    .command("parity")
    .description("Prove that one environment is another but for the differences that are declared.")
    .argument("<left>", "environment to compare from; with --state an exported state")
    .argument("<right>", "environment to compare with; with --state an exported state")
    .option("--state", "the two are files that `pulumi stack export` wrote")
    .option(
      "--explain",
      "say which declared difference makes which difference in what is deployed, and why a rest is one",
    )
    .addOption(
      new Option(
        "--recordings <count>",
        `with --explain: most recordings for a system (default: ${DEFAULT_RECORDINGS})`,
      ).argParser(parseRecordings),
    )
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .addOption(repeatable("--system <name>", "only this system; repeat for more (default: all that have both)"))
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--out <file>", "write the report to a file instead of standard output")
    .option("--quiet", "print only what is not declared")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions(["mode", "fixtures", "timeout"])) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Exits with 1 where anything differs that no environment declares: a setting, a value that only
one stack's configuration has, or a line of the program that asks for the name of its stack or
environment.

Examples:
  rampart parity prod staging
  rampart parity prod staging --system flask-app
  rampart parity prod staging --system flask-app --explain
  rampart parity --state prod.json staging.json`,
    )
    .action(async (left: string, right: string, flags: ParityFlags) => {
      process.exitCode = await parity(left, right, flags);
    });
}

function parseRecordings(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2 && count <= 10_000) return count;
  throw new UserError(`--recordings is "${text}"; give a whole number from 2 to 10000`);
}

async function parity(left: string, right: string, flags: ParityFlags): Promise<ExitCode> {
  if (flags.state === true && flags.explain === true) {
    throw new UserError("--explain records the program again and again, which --state does not; leave one out");
  }
  if (flags.recordings !== undefined && flags.explain !== true) {
    throw new UserError("--recordings bounds what --explain records; add --explain, or leave it out");
  }
  const programDir = resolve(flags.program);
  const project = readProject(programDir);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  const reports =
    flags.state === true
      ? [await parityOfStates(programDir, [left, right], flags, progress)]
      : await parityOfEnvironments(project, [left, right], flags, progress);
  const shown = flags.quiet === true ? reports.filter((report) => !isParity(report)) : reports;
  const text = flags.format === "json" ? parityJson(reports) : renderParity(shown, { color: hasColor(flags) });
  await writeReport(text, flags.out);
  return reports.every(isParity) ? EXIT.clean : EXIT.violations;
}

interface Prepared {
  readonly system: string;
  readonly pair: Pair;
  readonly runs: readonly Run[];
  readonly config: readonly ConfigChange[];
  /** What the right stack's file says beside the settings. */
  readonly rightConfig: OwnStack["config"];
  /** Only where they are to be explained. */
  readonly steps: PairSteps | undefined;
}

/**
 * In which series of processes a pair's template is recorded, and what it is compared with. By turns, so that both have as
 * much to do.
 */
const SERIES = [
  ["one", "other"],
  ["other", "one"],
] as const;

/** How the programs are recorded, and how often at most. */
type RecordFlags = Pick<ParityFlags, "mode" | "timeout" | "fixtures" | "explain" | "recordings">;

/** Records and judges both environments of every system that is asked for. */
export async function parityOfEnvironments(
  project: Project,
  names: readonly [string, string],
  flags: RecordFlags & Pick<ParityFlags, "system">,
  progress: Progress,
): Promise<ParityReport[]> {
  const source = await readEnvironments(project.folder);
  const prepared = await Promise.all(
    systemsWith(source, names, flags.system).map(async (system): Promise<Prepared> => {
      const [left, right] = [stackOf(project, system, names[0]), stackOf(project, system, names[1])];
      const overrides = { left: left.overrides, right: right.overrides };
      const request = { system, left: names[0], right: names[1], overrides, today: today() };
      const pair = await asking(() => source.pair(request));
      return {
        system,
        pair,
        runs: runsOf(system, names, pair, left, right),
        config: compareConfig(left, right),
        rightConfig: right.config,
        steps: flags.explain === true ? await asking(() => source.steps(request)) : undefined,
      };
    }),
  );
  // Each pair is judged while the programs of the next are recorded in processes of their own.
  const recorder = new Recorder(project.folder, flags, progress);
  const results = await Promise.allSettled(
    prepared.map((one, index) => judge(one, SERIES[index % 2 === 0 ? 0 : 1], names, recorder, flags)),
  );
  recorder.end();
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

async function judge(
  one: Prepared,
  [templates, identities]: readonly [string, string],
  names: readonly [string, string],
  recorder: Recorder,
  flags: RecordFlags,
): Promise<ParityReport> {
  const recorded = await Promise.all(
    one.runs.map((run, index) => recorder.record(run, index === 0 ? templates : identities)),
  );
  const report = reportOf(one, recorded, names);
  const { pair, rightConfig: config, steps } = one;
  if (steps === undefined) return report;
  const explained = { report, pair, steps, config };
  return { ...report, explanation: await explainParity(explained, recorder, flags.recordings ?? DEFAULT_RECORDINGS) };
}

/** The template under a stack that does not exist, either identity under its own. */
function runsOf(
  system: string,
  [left, right]: readonly [string, string],
  pair: Pair,
  leftStack: OwnStack,
  rightStack: OwnStack,
): Run[] {
  const run = (name: string, stack: string, config: Readonly<Record<string, string>>): Run => {
    return { name: `${system}/${name}`, stack, environment: undefined, tier: undefined, config };
  };
  return [
    run(`${left} as ${right}`, STAND_IN, { ...rightStack.config, ...pair.template }),
    run(left, leftStack.stack, { ...pair.left, ...leftStack.config }),
    run(right, rightStack.stack, { ...pair.right, ...rightStack.config }),
  ];
}

/** What only one file says, or says otherwise. Which account may be deployed to is identity, and compared as such. */
function compareConfig(left: OwnStack, right: OwnStack): ConfigChange[] {
  const keys = [...new Set([...Object.keys(left.config), ...Object.keys(right.config)])].toSorted();
  const hidden = new Set([...left.secretKeys, ...right.secretKeys]);
  return keys.flatMap((key) => {
    const [one, other] = [left.config[key], right.config[key]];
    // Two secrets differ on purpose, and only whoever holds the keys can tell.
    if (
      key === "aws:allowedAccountIds" ||
      one === other ||
      (hidden.has(key) && one !== undefined && other !== undefined)
    )
      return [];
    const show = (value: string | undefined) => (value !== undefined && hidden.has(key) ? "[secret]" : value);
    return [{ key, left: show(one), right: show(other) }];
  });
}

function reportOf(
  { system, pair, config }: Prepared,
  recorded: readonly Recorded[],
  [left, right]: readonly [string, string],
): ParityReport {
  const plans = recorded.map((one) => {
    if ("error" in one) throw one.error;
    return one.plan;
  });
  const [template, asLeft, asRight] = plans;
  if (template === undefined || asLeft === undefined || asRight === undefined)
    throw new RangeError("a recording is missing");
  const { standIn, identity, declared } = pair;
  const { undeclared, derived, resources } = judgeParity({ template, left: asLeft, right: asRight, standIn, identity });
  return {
    subject: system,
    left,
    right,
    resources,
    declared,
    explained: derived,
    settings: pair.undeclared,
    config,
    undeclared,
  };
}
