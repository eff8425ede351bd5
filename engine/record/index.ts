import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import type { Mode, Plan } from "../plan.ts";
import { readConfig, type StackConfig } from "./config.ts";
import { type Entry, findEntry } from "./entry.ts";
import { RecordError } from "./errors.ts";
import type { Fixtures } from "./fixtures.ts";
import type { FrontEndOptions } from "./in-process.ts";
import type { RecordingProcesses } from "./recording-processes.ts";
import type { Job } from "./job.ts";
import { type Project, readProject } from "./project.ts";
import { readFixtures } from "./read-fixtures.ts";
import { redactor } from "./redact.ts";

export interface RecordOptions {
  /** Folder of the program's Pulumi.yaml. */
  readonly programDir: string;
  readonly stack: string;
  /** @default "simulate" */
  readonly mode?: Exclude<Mode, "state">;
  /** Configuration values that win over the files', by `namespace:name` or `name`. */
  readonly config?: Readonly<Record<string, string>>;
  /** The same for values that the program must see as secret. */
  readonly configSecrets?: Readonly<Record<string, string>>;
  /** Answers to what only the cloud knows: a file, or its content. */
  readonly fixtures?: string | Fixtures;
  /** @default 300 */
  readonly timeoutSeconds?: number;
  /** Written into the plan as it is. */
  readonly environment?: string;
  readonly tier?: "prod" | "nonprod";
  /** What `pulumi.getOrganization()` answers. @default "organization", as with a backend of one's own */
  readonly organization?: string;
  /**
   * How the program runs. `in-process` needs an ES module program that shares our SDK, `foreign` takes any
   * and runs it as Pulumi would. @default "auto": the first where it applies
   */
  readonly frontEnd?: "in-process" | "foreign" | "auto";
  /**
   * Processes that recordings share, one after another, which saves most of what loading the SDKs costs.
   * Default: a process of its own, which ends with the recording
   */
  readonly processes?: RecordingProcesses;
  /** Called when a program that did not fail has come to its end, before its plan is read: time to begin another. */
  readonly onEnd?: () => void;
  /** Called with each line that the program prints or logs, secrets struck out. Default: standard error, with a prefix. */
  readonly onOutput?: (line: string) => void;
}

/**
 * Runs a Pulumi program offline, always as a preview, and returns what it would deploy. Throws a
 * `RecordError` when there is no plan: its `exitCode` is 3 for a mistake in a file, 4 for the program's own.
 */
export async function recordProgram(options: RecordOptions): Promise<Plan> {
  const project = readProject(options.programDir);
  const config = readConfig(project, options.stack, options);
  const fixtures = typeof options.fixtures === "string" ? readFixtures(options.fixtures) : (options.fixtures ?? {});
  const redact = redactor(config);
  const print = options.onOutput ?? ((line: string) => void process.stderr.write(`${project.name} | ${line}\n`));
  const frontEndOptions = {
    timeoutSeconds: options.timeoutSeconds ?? 300,
    onOutput: (line: string) => print(redact(line)),
    ...(options.processes !== undefined && { processes: options.processes }),
    ...(options.onEnd !== undefined && { onEnd: options.onEnd }),
  };
  const job = makeJob(project, config, fixtures, options);
  try {
    const plan = await run(project, job, frontEndOptions, options.frontEnd ?? "auto");
    return {
      ...plan,
      ...(options.environment !== undefined && { environment: options.environment }),
      ...(options.tier !== undefined && { tier: options.tier }),
    };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new RecordError(error.kind, redact(error.message), error.frame);
  }
}

function makeJob(project: Project, config: StackConfig, fixtures: Fixtures, options: RecordOptions): Job {
  const folder = relative(process.cwd(), project.folder).split(sep).join("/");
  return {
    project: project.name,
    stack: options.stack,
    mode: options.mode ?? "simulate",
    // Stacks of frames hold real paths.
    programDir: realpathSync(project.folder),
    workingDir: realpathSync(project.workingDir),
    config: config.values,
    secretKeys: config.secretKeys,
    fixtures,
    organization: options.organization ?? "organization",
    main: "",
    mayWait: options.processes !== undefined,
    folder: folder === "" ? "." : folder,
  };
}

async function run(project: Project, job: Job, options: FrontEndOptions, frontEnd: string): Promise<Plan> {
  const sdk = findSdk(job);
  if (frontEnd !== "foreign") {
    const entry = findEntry(job.workingDir, project.entry);
    const applies = sharesOurs(sdk) && isPlainModule(entry, project);
    if (frontEnd === "in-process" && (entry === undefined || !sharesOurs(sdk))) {
      throw new RecordError(
        "bad-project",
        `${project.folder}: cannot be recorded in process: it is no ES module, or has an SDK of its own`,
      );
    }
    if (entry !== undefined && (applies || frontEnd === "in-process")) {
      const { recordInProcess } = await import("./in-process.ts");
      return recordInProcess({ ...job, main: entry.file }, options);
    }
  }
  const { recordForeign } = await import("./foreign.ts");
  return recordForeign(job, { ...options, sdk, entry: project.entry, runtimeOptions: project.runtimeOptions });
}

/** The folder of the program's own copy of the SDK. */
function findSdk(job: Job): string {
  const { resolve } = createRequire(join(job.workingDir, "index.js"));
  try {
    return realpathSync(join(resolve("@pulumi/pulumi/package.json"), ".."));
  } catch {
    const hasManifest = existsSync(join(job.programDir, "package.json"));
    const remedy = hasManifest
      ? `run \`npm install\` in ${job.programDir}`
      : "add a package.json that depends on @pulumi/pulumi";
    throw new RecordError("bad-project", `${job.programDir}: @pulumi/pulumi is not installed; ${remedy}`);
  }
}

function sharesOurs(sdk: string): boolean {
  return sdk === realpathSync(join(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"), ".."));
}

/** An ES module that Node runs as it is: TypeScript by type stripping, or JavaScript that is not compiled. */
function isPlainModule(entry: Entry | undefined, project: Project): boolean {
  if (entry === undefined || !entry.isModule || project.runtimeOptions["nodeargs"] !== undefined) return false;
  if (/\.m?ts$/.test(entry.file)) return project.runtimeOptions["typescript"] === false;
  return !readFileSync(entry.file, "utf8").includes("sourceMappingURL=");
}
