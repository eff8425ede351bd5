/**
 * Entry of the process that records our own kind of program: an ES module that shares our copy of the SDK.
 * The monitor is handed to the SDK as an object; nothing goes over a wire. It may record one program after another, as
 * long as none leaves behind what the next could see.
 */
import { readSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { getHeapStatistics } from "node:v8";
import type * as configModule from "@pulumi/pulumi/runtime/config.js";
import type * as settingsModule from "@pulumi/pulumi/runtime/settings.js";
import type * as stackModule from "@pulumi/pulumi/runtime/stack.js";
import { encodePlan } from "../plan-codec.ts";
import { buildPlan } from "./build-plan.ts";
import { neverSettled } from "./endings.ts";
import { type FailureReport, RecordError, toReport } from "./errors.ts";
import { failureOf, frameIn } from "./failures.ts";
import { inProcessMonitor } from "./in-process-monitor.ts";
import { END_OF_OUTPUT, type Job, sdkEnvironment } from "./job.ts";
import { Monitor } from "./monitor.ts";
import { ProgramModules } from "./program-modules.ts";
import { REPORT_FD, sendPlan, sendReport } from "./report-pipe.ts";
import { Residue } from "./residue.ts";
import { constructed, hookRequire } from "./sdk-hooks.ts";

interface Run {
  readonly job: Job;
  readonly monitor: Monitor;
}

const exit = process.exit.bind(process);
let run = begin(readJob() ?? exit(0));
let over = false;
delete process.env["NODE_COMPILE_CACHE"];

process.exit = (given?: number) => {
  const code = Number(given ?? process.exitCode ?? 0);
  // A program may say that it is done, if it is.
  if (code === 0 && neverSettled(run.monitor, constructed) === undefined) return finish();
  const frame = frameIn(new Error().stack ?? "", run.job.programDir);
  return end(() => sendReport({ exit: { code, ...(frame !== undefined && { frame }) } }));
};
process.on("uncaughtException", (thrown) => fail(failureOf(thrown, run.job.programDir)));
process.on("unhandledRejection", (thrown) => fail(failureOf(thrown, run.job.programDir)));

hookRequire();
const require = createRequire(import.meta.url);
type Settings = typeof settingsModule & {
  setMockOptions(monitor: unknown, project: string, stack: string, preview: boolean, organization: string): void;
};
interface SdkState {
  readonly LocalStore: new () => object;
  getGlobalStore(): { readonly resourcePackages: unknown; readonly resourceModules: unknown };
}
const settings = require("@pulumi/pulumi/runtime/settings.js") as Settings;
const { runInPulumiStack } = require("@pulumi/pulumi/runtime/stack.js") as typeof stackModule;
const { setAllConfig } = require("@pulumi/pulumi/runtime/config.js") as typeof configModule;
const state = require("@pulumi/pulumi/runtime/state.js") as SdkState;
const log = require("@pulumi/pulumi/log/index.js") as { error(message: string, ...rest: unknown[]): unknown };

const logError = log.error.bind(log);
log.error = (message, ...rest) => {
  // An error in the log fails a deployment; the program itself goes on.
  run.monitor.loggedError ??= new RecordError("program-threw", `the program reported an error: ${message}`);
  return logError(message, ...rest);
};

const again = run.job.mayWait ? { modules: new ProgramModules(), residue: new Residue() } : undefined;
start();

function begin(job: Job): Run {
  process.chdir(job.workingDir);
  Object.assign(process.env, sdkEnvironment(job));
  return { job, monitor: new Monitor(job) };
}

function start(): void {
  const { job, monitor } = run;
  settings.setMockOptions(inProcessMonitor(monitor), job.project, job.stack, true, job.organization);
  setAllConfig({ ...job.config }, [...job.secretKeys]);
  // Failures arrive as unhandled rejections, as they would in Pulumi's own runner.
  void runInPulumiStack(runProgram);
  finishWhenIdle();
}

async function runProgram(): Promise<unknown> {
  const module = (await import(pathToFileURL(run.job.main).href)) as Record<string, unknown>;
  let exported: unknown = module;
  if (Object.hasOwn(module, "default")) {
    if (Object.keys(module).length !== 1) {
      throw new Error("expected entrypoint module to have either a default export or named exports but not both");
    }
    exported = module["default"];
  }
  return typeof exported === "function" ? await (exported as () => unknown)() : exported;
}

/**
 * The program is done when nothing is left to do. Its own `beforeExit` handlers, and those of providers that
 * register resources in them, come first: ours joins the list behind them and only then counts.
 */
function finishWhenIdle(): void {
  process.once("beforeExit", () => {
    setImmediate(() => process.once("beforeExit", goOn));
  });
}

/** Waits for the next program where this one left nothing behind. */
function goOn(): void {
  const plan = finished();
  if (again === undefined || !again.modules.canRepeat() || again.residue.isLeft() || isFull()) {
    return end(() => sendPlan(plan, false));
  }
  sendPlan(plan, true);
  process.stdout.write(`${END_OF_OUTPUT}\n`, () => {
    process.stderr.write(`${END_OF_OUTPUT}\n`, () => {
      const next = readJob() ?? exit(0);
      again.residue.clear();
      again.modules.renew();
      constructed.length = 0;
      run = begin(next);
      renewStack();
      setImmediate(start);
    });
  });
}

/** Modules that were evaluated are never given back. */
function isFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > limit / 4;
}

/** The SDK's state of a stack as in a new process; what provider packages told it as they were loaded stays. */
function renewStack(): void {
  const holder = globalThis as { globalStore?: object };
  const { resourcePackages, resourceModules } = state.getGlobalStore();
  holder.globalStore = Object.assign(new state.LocalStore(), { resourcePackages, resourceModules });
}

function finish(): never {
  const plan = finished();
  return end(() => sendPlan(plan, false));
}

/** The plan of a program that is done; one that failed ends the process. */
function finished(): string {
  const { job, monitor } = run;
  if (monitor.failure !== undefined) return fail(toReport(monitor.failure));
  if (monitor.loggedError !== undefined) return fail(toReport(monitor.loggedError));
  const stuck = neverSettled(monitor, constructed);
  if (stuck !== undefined) return fail(toReport(stuck));
  return encodePlan(buildPlan(monitor, job.folder), { withSecrets: true });
}

function fail(failure: FailureReport): never {
  const { failure: first } = run.monitor;
  return end(() => sendReport({ failure: first === undefined ? failure : toReport(first) }));
}

/** Ends the process with its first report. */
function end(send: () => void): never {
  if (!over) {
    over = true;
    send();
  }
  return exit(0);
}

/** The next job; undefined when there is none any more. */
function readJob(): Job | undefined {
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    let read: number;
    try {
      read = readSync(REPORT_FD, buffer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") continue;
      throw error;
    }
    if (read === 0) return undefined;
    chunks.push(Buffer.from(buffer.subarray(0, read)));
    if (buffer[read - 1] === 10) return JSON.parse(Buffer.concat(chunks).toString()) as Job;
  }
}
