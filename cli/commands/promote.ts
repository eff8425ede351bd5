import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { comparePlans } from "../../engine/compare.ts";
import type { ConfigValues, EnvironmentSource, Pair } from "../../engine/environments.ts";
import type { Plan } from "../../engine/plan.ts";
import { previewOf } from "../../engine/preview.ts";
import { type Project, readProject } from "../../engine/record/project.ts";
import { isParity, renderParity } from "../../engine/report/parity.ts";
import {
  type PromotedStack,
  type PromotionReport,
  promotionJson,
  renderPromotion,
} from "../../engine/report/promotion.ts";
import { today } from "../../policies/today.ts";
import { type OwnStack, asking, readEnvironments, stackOf } from "../environments.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { changeFiles } from "../file-changes.ts";
import { type Selection, repeatable, selectionOptions } from "../options.ts";
import { refuseUnwritable, writeReport } from "../output.ts";
import { Progress } from "../progress.ts";
import { withCopy } from "../promotion/copy.ts";
import { listed, refuseOtherPlan, refuseSideEffects } from "../promotion/verify.ts";
import { readWaivers } from "../read-waivers.ts";
import { recordRuns } from "../record-runs.ts";
import type { Run } from "../runs.ts";
import { systemsWith } from "../select-pairs.ts";
import { selectRulesToJudge } from "../select-rules.ts";
import { exitCodeOf, hasColor } from "../verdict.ts";
import { parityOfEnvironments } from "./parity.ts";
import { below } from "../help.ts";

interface PromoteFlags extends Pick<Selection, "timeout" | "fixtures" | "waivers" | "policyConfig" | "strict"> {
  readonly program: string;
  readonly system?: readonly string[];
  readonly only?: readonly string[];
  readonly sizes?: boolean;
  readonly write?: boolean;
  readonly format: "terminal" | "json";
  readonly out?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export function addPromote(program: Command): void {
  const command = program
    .command("promote")
    .description("Carry what was tried in one environment to another: the smallest edit of its files, judged first.")
    .argument("<from>", "environment that has the values")
    .argument("<to>", "environment that is to get them")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .addOption(repeatable("--system <name>", "only this system; repeat for more (default: all that have both)"))
    .addOption(
      repeatable("--only <setting>", "only this setting or section, such as workloads.api.image; repeat for more"),
    )
    .option("--sizes", "sizes travel too: classes, counts, storage, CPU and memory")
    .option("--write", "edit the files; without it they are only named")
    .addOption(new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"))
    .option("--out <file>", "write the report to a file instead of standard output")
    .option("--quiet", "print no progress")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions(["fixtures", "timeout", "waivers", "policyConfig", "strict"])) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      below(
        {
          prose:
            "Images, versions and features travel; sizes with --sizes; what may be a third party's name, such as variables of workloads, when --only names it. Secrets, identity, and how long data lives never do.",
        },
        {
          prose:
            "Exits with 1 where the target holds what nobody declared (see rampart parity) or the pack refuses the result, with 2 where that is undecided, with 3 where only a person can make an edit. Nothing is written then.",
        },
        {
          examples: [
            "rampart promote staging prod --system flask-app",
            "rampart promote staging prod --system flask-app --only workloads.web.image --write",
          ],
        },
      ),
    )
    .action(async (from: string, to: string, flags: PromoteFlags) => {
      process.exitCode = await promote(from, to, flags);
    });
}

/** A system that takes part, with the stacks of both environments. */
interface Participant {
  readonly system: string;
  readonly from: OwnStack;
  readonly to: OwnStack;
}

async function promote(from: string, to: string, flags: PromoteFlags): Promise<ExitCode> {
  if (from === to) throw new UserError(`${from} is both environments; name two`);
  refuseUnwritable([{ file: flags.out, flag: "--out" }]);
  const project = readProject(resolve(flags.program));
  const source = await readEnvironments(project.folder);
  const participants = (await asking(() => systemsWith(source, [from, to], flags.system))).map((system) => ({
    system,
    from: stackOf(project, system, from),
    to: stackOf(project, system, to),
  }));
  await refuseUndeclaredSettings(source, participants, from, to);
  const promotion = await asking(() =>
    source.promote({
      from,
      to,
      systems: participants.map(({ system, ...own }) => ({
        system,
        overrides: { from: own.from.overrides, to: own.to.overrides },
      })),
      sizes: flags.sizes === true,
      only: flags.only ?? [],
      today: today(),
      read: (file) => textOf(join(project.folder, file)),
    }),
  );
  const report = { from, to, promotion, stacks: [], written: undefined, next: [] };
  if (promotion.settings.length === 0) return finish(report, flags, EXIT.clean);
  if (promotion.byHand.length > 0) return finish(report, flags, EXIT.usage);
  return apply(project, source, participants, report, flags);
}

/** The target has to be what is declared before anything is added to it; this much is known without a recording. */
async function refuseUndeclaredSettings(
  source: EnvironmentSource,
  participants: readonly Participant[],
  left: string,
  right: string,
): Promise<void> {
  const paths: string[] = [];
  for (const participant of participants) {
    const pair = await pairOf(source, participant, left, right);
    paths.push(...pair.undeclared.map(({ path, from }) => `${participant.system}  ${path}  from ${from}`));
  }
  if (paths.length > 0) throw undeclared(left, right, `${listed(paths)}\n`);
}

function undeclared(from: string, to: string, details: string): UserError {
  return new UserError(
    `nothing was written: ${to} differs from ${from} by what nobody declared; see \`rampart parity ${from} ${to}\`\n${details}`,
    EXIT.violations,
  );
}

/** Tries the edits on a copy, and makes them in the program only when the copy is what was promised and accepted. */
async function apply(
  project: Project,
  source: EnvironmentSource,
  participants: readonly Participant[],
  base: PromotionReport,
  flags: PromoteFlags,
): Promise<ExitCode> {
  const { from, to, promotion } = base;
  const changed = participants.filter(({ system }) => promotion.settings.some((one) => one.system === system));
  const [selected, waivers, recorded] = await Promise.all([
    selectRulesToJudge(flags, project.folder),
    readWaivers(project.folder, flags.waivers),
    recordTrial(project, source, changed, base, flags),
  ]);
  const options = { ...selected, waivers, today: today() };
  const codes: ExitCode[] = [];
  const stacks = recorded.map(({ system, before, promised, edited }): PromotedStack => {
    refuseOtherPlan(system, promised, edited);
    const preview = { ...previewOf(edited, options), stack: `${system}/${to}` };
    const code = exitCodeOf(preview.evaluation, preview.tier, flags.strict);
    codes.push(code);
    return { system, changes: comparePlans(before, edited), preview, verdict: VERDICTS[code] ?? "rejected" };
  });
  const code = gravest(codes);
  const report = { ...base, stacks };
  if (code !== EXIT.clean || flags.write !== true) return finish(report, flags, code, selected.byId);
  changeFiles(project.folder, promotion.files);
  const next = ["npm run format", "npm run check", `rampart parity ${from} ${to}`];
  return finish({ ...report, written: promotion.files.map(({ file }) => file), next }, flags, code, selected.byId);
}

/** The target in one system: as it is, as it is to be, and as the edited sources make it. */
interface Trial {
  readonly system: string;
  readonly before: Plan;
  readonly promised: Plan;
  readonly edited: Plan;
}

async function recordTrial(
  project: Project,
  source: EnvironmentSource,
  changed: readonly Participant[],
  { from, to, promotion }: PromotionReport,
  flags: PromoteFlags,
): Promise<Trial[]> {
  const progress = new Progress(process.stderr, flags.quiet !== true);
  const selection = { ...flags, mode: "simulate" as const };
  // Waivers and levels are those of the target, in each of its systems.
  const tiers = new Map(source.list().map(({ system, environment, tier }) => [`${system}/${environment}`, tier]));
  const runOf = (suffix: string, { system, to: { stack, config } }: Participant, values: ConfigValues): Run => {
    const name = `${system}/${to}`;
    return {
      name: `${name}${suffix}`,
      stack,
      environment: to,
      tier: tiers.get(name),
      config: { ...values, ...config },
    };
  };
  return withCopy(project.folder, promotion.files, async (copy) => {
    const inCopy = await readEnvironments(copy);
    await asking(() => refuseSideEffects(source, inCopy, promotion));
    const edited: Run[] = [];
    for (const participant of changed) {
      const pair = await pairOf(inCopy, participant, from, to);
      if (pair.undeclared.length > 0) {
        const paths = pair.undeclared.map(({ path }) => path);
        throw new UserError(`nothing was written: the edits would leave undeclared\n${listed(paths)}`);
      }
      edited.push(runOf(" as edited", participant, pair.right));
    }
    const systems = changed.map(({ system }) => system);
    const parity = await parityOfEnvironments(project, [from, to], { ...selection, system: systems }, progress);
    const drifted = parity.filter((one) => !isParity(one));
    if (drifted.length > 0) throw undeclared(from, to, renderParity(drifted, { color: false }));
    const targets = changed.map((participant) => {
      const target = promotion.target.get(participant.system);
      if (target === undefined) throw new RangeError(`${participant.system} has no target`);
      return { participant, target };
    });
    const before = targets.map(({ participant, target }) => runOf("", participant, target.before));
    const promised = targets.map(({ participant, target }) => runOf(" as promised", participant, target.after));
    const plans = plansOf([
      ...(await recordRuns(project.folder, [...before, ...promised], selection, progress)),
      ...(await recordRuns(copy, edited, selection, progress)),
    ]);
    const count = changed.length;
    return changed.map(({ system }, index) => {
      const [one, two, three] = [plans[index], plans[count + index], plans[2 * count + index]];
      if (one === undefined || two === undefined || three === undefined) throw new RangeError("a recording is missing");
      return { system, before: one, promised: two, edited: three };
    });
  });
}

function pairOf(
  source: EnvironmentSource,
  { system, from, to }: Participant,
  left: string,
  right: string,
): Promise<Pair> {
  const overrides = { left: from.overrides, right: to.overrides };
  return asking(() => source.pair({ system, left, right, overrides, today: today() }));
}

const VERDICTS: Partial<Record<ExitCode, PromotedStack["verdict"]>> = {
  [EXIT.clean]: "accepted",
  [EXIT.undecided]: "undecided",
};

function plansOf(recorded: Awaited<ReturnType<typeof recordRuns>>): Plan[] {
  return recorded.map((one) => {
    if ("error" in one) throw one.error;
    return one.plan;
  });
}

async function finish(
  report: PromotionReport,
  flags: PromoteFlags,
  code: ExitCode,
  rules: Parameters<typeof renderPromotion>[1]["rules"] = new Map(),
): Promise<ExitCode> {
  const options = { color: hasColor(flags), width: process.stdout.columns ?? 100, rules };
  // Noted before anything is printed: a reader that closes early ends the process.
  process.exitCode = code;
  await writeReport(flags.format === "json" ? promotionJson(report) : renderPromotion(report, options), flags.out);
  return code;
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
