import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { type Command, Option } from "commander";
import { renderBaseline } from "../../engine/baseline-file.ts";
import { knownTypes } from "../../engine/coverage.ts";
import type { StackPreview } from "../../engine/preview.ts";
import { describeCounts } from "../../engine/report/_counts.ts";
import { withoutFolders } from "../../engine/report/_location.ts";
import { countStates, gravestFirst } from "../../engine/report/_report.ts";
import { EXIT, type ExitCode, UserError, gravest } from "../exit-codes.ts";
import { type SetUp, judgeAll } from "../init/judge-all.ts";
import { findManifests } from "../init/manifests.ts";
import { FORGES, type Forge, findForge, pipelineFile, pipelineText } from "../init/pipeline.ts";
import { findPrograms } from "../init/programs.ts";
import { renderRampartYaml } from "../init/rampart-yaml.ts";
import { survey } from "../init/survey.ts";
import { type Output, refuseUnwritable, writeReports } from "../output.ts";
import { selectionOptions } from "../options.ts";
import { RAMPART_FILE } from "../rampart-file/find.ts";
import { rootAbove, rootsOf } from "../repository.ts";
import { below } from "../help.ts";

interface InitFlags {
  readonly ci?: Forge | "none";
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
  readonly timeout: number;
}

const BASELINE_FILE = "rampart.baseline.json";

export function addInit(program: Command): void {
  const command = program
    .command("init")
    .description(
      "Set up a repository that has never heard of Rampart: find its programs and manifests, judge them once, take them as they are, and guard them from now on.",
    )
    .addOption(
      new Option(
        "--ci <forge>",
        "whose pipeline to write (default: told by .github, .gitlab-ci.yml or the remote)",
      ).choices([...FORGES, "none"]),
    )
    .option("--force", "overwrite the files that init writes; a baseline is then taken anew")
    .option("--dry-run", "show what would be written, and write nothing")
    .option("--quiet", "print no progress");
  for (const option of selectionOptions(["timeout"])) command.addOption(option);
  command
    .addHelpText(
      "after",
      below(
        {
          prose: `Works on the repository around the working folder, or on that folder where there is none; asks no network. It writes ${RAMPART_FILE}, ${BASELINE_FILE} and one pipeline, all or none; deleting the three undoes it. What cannot be judged is said, is left out in ${RAMPART_FILE} with the reason, and makes the exit code 3 or 4.`,
        },
        { examples: ["rampart init --dry-run", "rampart init --ci gitlab"] },
      ),
    )
    .action(async (flags: InitFlags) => {
      process.exitCode = await init(flags);
    });
}

async function init(flags: InitFlags): Promise<ExitCode> {
  const root = rootAbove(process.cwd());
  // All paths are the repository's from here on, in messages and in what is written.
  process.chdir(root);
  const forge = flags.ci === "none" ? undefined : (flags.ci ?? findForge(root));
  const pipeline = forge === undefined ? undefined : pipelineFile(root, forge);
  const files = [RAMPART_FILE, BASELINE_FILE, ...(pipeline === undefined ? [] : [pipeline])];
  refuseExisting(files, flags);

  const { rules } = await import("../../policies/rules/index.ts");
  const tree = survey(root);
  const programs = findPrograms(root, tree);
  const { manifests, unrendered } = await findManifests(root, tree, knownTypes(rules));
  for (const sentence of unrendered) process.stderr.write(`rampart: ${sentence}\n`);
  if (programs.length + manifests.length === 0) {
    throw new UserError(
      "found nothing to guard: no Pulumi.yaml and no Kubernetes manifests in this repository. Run it in the repository of a Pulumi program or of manifests",
    );
  }
  const setUp = await judgeAll(root, programs, manifests, flags);
  for (const { what, message } of setUp.failed) {
    process.stderr.write(`rampart: ${what}: ${withoutFolders(message, rootsOf(root))}\n`);
  }
  if (setUp.failed.length > 0 && setUp.previews.length > 0) {
    process.stderr.write(
      `rampart: once these are mended, take their skip out of ${RAMPART_FILE}, and run \`rampart baseline write --accept-new\`\n`,
    );
  }
  const code = gravest([EXIT.clean, ...setUp.failed.map(({ exitCode }) => exitCode)]);
  if (setUp.previews.length === 0) {
    throw new UserError("nothing could be judged, for the reasons above, so nothing was written", code);
  }
  const findings = setUp.previews.map(({ stack, evaluation }) => ({ stack, findings: evaluation.findings }));
  const texts = [
    renderRampartYaml({ ...setUp.settings, baseline: BASELINE_FILE }),
    renderBaseline(findings),
    ...(forge === undefined ? [] : [pipelineText(root, forge, Object.keys(setUp.settings.programs ?? {}))]),
  ];
  const outputs = files.map((file, index) => ({ text: texts[index] ?? "", file, flag: file }));
  if (flags.dryRun === true) {
    for (const { file, text } of outputs) process.stdout.write(`── ${file}\n${text}\n`);
  } else await writeAll(outputs);
  process.stdout.write(summary(setUp, files, forge, flags));
  return code;
}

function refuseExisting(files: readonly string[], { force, dryRun }: InitFlags): void {
  const existing = files.filter((file) => existsSync(file));
  if (existing.length === 0 || force === true || dryRun === true) return;
  const they = existing.length === 1 ? "is there already" : "are there already";
  throw new UserError(
    `${existing.join(", ")} ${they}; nothing was written. --force overwrites, --dry-run shows what would be written`,
  );
}

/** A folder that was made for a file that then could not be written goes again. */
async function writeAll(outputs: readonly Output[]): Promise<void> {
  const made: string[] = [];
  try {
    for (const { file = "", flag } of outputs) {
      try {
        const first = mkdirSync(dirname(file), { recursive: true });
        if (first !== undefined) made.push(first);
      } catch (error) {
        throw new UserError(`${flag} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
      }
    }
    refuseUnwritable(outputs);
    await writeReports(outputs);
  } catch (error) {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function summary(setUp: SetUp, files: readonly string[], forge: Forge | undefined, { dryRun }: InitFlags): string {
  const { previews, settings, failed } = setUp;
  const programs = Object.values(settings.programs ?? {}).filter(({ skip }) => skip === undefined).length;
  const manifests = previews.filter(({ stack }) => stack.startsWith("manifests:")).length;
  const found = [
    ...(programs > 0 ? [`${counted(programs, "program")} with ${counted(previews.length - manifests, "stack")}`] : []),
    ...(manifests > 0 ? [counted(manifests, "set of manifests", "sets of manifests")] : []),
    ...(failed.length > 0 ? [`${failed.length} left out, as said above`] : []),
  ];
  const states = countStates(previews.flatMap(({ evaluation }) => evaluation.findings));
  const resources = previews.reduce((sum, { evaluation }) => sum + evaluation.summary.resources, 0);
  const isDeclared = previews.every(({ environment, tier }) => environment !== undefined && tier !== "unknown");
  const next = [
    ...(isDeclared ? [] : [`declare environment and tier in ${RAMPART_FILE}`]),
    "add rampart to devDependencies",
    ...(forge === "gitlab" ? ["put a digest in NODE_IMAGE"] : []),
    ...(files.includes(".gitlab/rampart.gitlab-ci.yml")
      ? ["include it in .gitlab-ci.yml, whose stages need gate and preview"]
      : []),
    ...(forge === undefined ? ["`rampart init --ci github|gitlab --force` for a pipeline"] : []),
    `commit the ${files.length === 3 ? "three" : "two"} files`,
  ];
  return [
    `Found    ${found.join(", ")}`,
    `Judged   ${counted(resources, "resource")}: ${describeCounts(states, 0)}${gravestOf(previews)}`,
    dryRun === true
      ? `Written  nothing, as this is a dry run; it would be ${files.join(", ")}`
      : `Written  ${files.join(", ")}; deleting them undoes all of it`,
    "From now what was found is borne, and anything new fails: `rampart preview` shows it, `rampart explain <rule>` how to mend it",
    `Next     ${next.join("; ")}`,
    "",
  ].join("\n");
}

function gravestOf(previews: readonly StackPreview[]): string {
  const [first] = gravestFirst(previews);
  if (first === undefined) return "";
  const { rule, severity, identity } = first.finding;
  return `; gravest: ${rule} (${severity}) at ${identity} of ${first.preview.stack}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
