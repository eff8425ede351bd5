import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../plan.ts";
import { buildPlan } from "./build-plan.ts";
import { exitedEarly, neverSettled } from "./endings.ts";
import { RecordError, fromReport } from "./errors.ts";
import type { FrontEndOptions } from "./in-process.ts";
import { type Job, type Report, sdkEnvironment } from "./job.ts";
import { Monitor } from "./monitor.ts";
import { type RunResult, runProgram } from "./process.ts";
import { serveMonitor } from "./server.ts";
import { siblingModule } from "./sibling.ts";

export interface ForeignOptions extends FrontEndOptions {
  /** Folder of the program's own SDK. */
  readonly sdk: string;
  /** The program as its runner takes it. */
  readonly entry: string;
  /** `runtime.options` of Pulumi.yaml. */
  readonly runtimeOptions: Readonly<Record<string, unknown>>;
}

/**
 * Records any Pulumi program for Node: started by its own SDK's runner, with its own loader and settings,
 * against a monitor that listens on this machine.
 */
export async function recordForeign(job: Job, options: ForeignOptions): Promise<Plan> {
  const monitor = new Monitor(job);
  const server = await serveMonitor(monitor, options.onOutput);
  try {
    const result = await runProgram({
      args: [
        ...nodeArguments(options.runtimeOptions),
        runner(options.sdk),
        ...runnerArguments(job, options.entry, server.address),
      ],
      cwd: job.workingDir,
      env: environment(job, options.runtimeOptions),
      timeoutSeconds: options.timeoutSeconds,
      onOutput: options.onOutput,
    });
    const failure = failureOf(monitor, result);
    if (failure !== undefined) throw failure;
    options.onEnd?.();
    return buildPlan(monitor, job.folder);
  } finally {
    server.close();
  }
}

function runner(sdk: string): string {
  const path = join(sdk, "cmd", "run", "index.js");
  if (!existsSync(path))
    throw new RecordError("bad-project", `${sdk}: has no cmd/run; reinstall @pulumi/pulumi 3.0 or newer`);
  return path;
}

function runnerArguments(job: Job, entry: string, address: string): string[] {
  return [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--organization=${job.organization}`,
    `--project=${job.project}`,
    `--root-directory=${job.programDir}`,
    `--stack=${job.stack}`,
    `--pwd=${job.workingDir}`,
    "--dry-run",
    "--parallel=64",
    entry,
  ];
}

function nodeArguments(options: Readonly<Record<string, unknown>>): string[] {
  const { nodeargs } = options;
  return typeof nodeargs === "string" ? nodeargs.split(/\s+/).filter((argument) => argument !== "") : [];
}

function environment(job: Job, options: Readonly<Record<string, unknown>>): NodeJS.ProcessEnv {
  const tsconfig = options["tsconfig"] ?? options["tsconfigpath"];
  const preload = siblingModule("preload", import.meta.url).href;
  return {
    ...process.env,
    ...sdkEnvironment(job),
    PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] !== false),
    ...(typeof tsconfig === "string" && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    RAMPART_PROGRAM_DIR: job.programDir,
    // By the environment: the runner takes a loader among its own arguments for the user's.
    NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${JSON.stringify(preload)}`,
  };
}

function failureOf(monitor: Monitor, { code, reports, errorLines }: RunResult): RecordError | undefined {
  if (monitor.failure !== undefined) return monitor.failure;
  const thrown = find(reports, "failure");
  if (thrown !== undefined) return fromReport(thrown);
  if (monitor.loggedError !== undefined) return monitor.loggedError;
  const constructed = find(reports, "constructed");
  if (constructed === undefined) return died(code, errorLines);
  const stuck = neverSettled(monitor, constructed);
  const exit = find(reports, "exit");
  // A program may say that it is done, if it is.
  if (exit !== undefined && (exit.code !== 0 || stuck !== undefined)) return exitedEarly(exit.code, exit.frame);
  if (stuck !== undefined && (code === 0 || code === 1)) return stuck;
  return code === 0 ? undefined : died(code, errorLines);
}

function find<K extends "failure" | "exit" | "constructed">(
  reports: readonly Report[],
  kind: K,
): Extract<Report, Record<K, unknown>>[K] | undefined {
  const report = reports.find((one): one is Extract<Report, Record<K, unknown>> => kind in one);
  return report?.[kind];
}

function died(code: number | null, errorLines: readonly string[]): RecordError {
  const last = errorLines.length === 0 ? "it printed no error" : errorLines.join("\n");
  return new RecordError("program-threw", `the program's process ended with code ${code ?? "unknown"}:\n${last}`);
}
