/**
 * Entry of the process that records our own kind of program: an ES module that shares our copy of the SDK.
 * The monitor is handed to the SDK as an object; nothing goes over a wire.
 */
import { readSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type * as configModule from "@pulumi/pulumi/runtime/config.js";
import type * as settingsModule from "@pulumi/pulumi/runtime/settings.js";
import type * as stackModule from "@pulumi/pulumi/runtime/stack.js";
import { encodePlan } from "../plan-codec.ts";
import { buildPlan } from "./build-plan.ts";
import { neverSettled } from "./endings.ts";
import { type FailureReport, RecordError, toReport } from "./errors.ts";
import { failureOf, frameIn } from "./failures.ts";
import { inProcessMonitor } from "./in-process-monitor.ts";
import { type Job, sdkEnvironment } from "./job.ts";
import { Monitor } from "./monitor.ts";
import { REPORT_FD, sendReport } from "./report-pipe.ts";
import { constructed, hookRequire } from "./sdk-hooks.ts";

const job = readJob();
const exit = process.exit.bind(process);
const monitor = new Monitor(job);
let over = false;

process.chdir(job.workingDir);
Object.assign(process.env, sdkEnvironment(job));
delete process.env["NODE_COMPILE_CACHE"];

process.exit = (given?: number) => {
  const code = Number(given ?? process.exitCode ?? 0);
  // A program may say that it is done, if it is.
  if (code === 0 && neverSettled(monitor, constructed) === undefined) return finish();
  const frame = frameIn(new Error().stack ?? "", job.programDir);
  return end({ exit: { code, ...(frame !== undefined && { frame }) } });
};
process.on("uncaughtException", (thrown) => fail(failureOf(thrown, job.programDir)));
process.on("unhandledRejection", (thrown) => fail(failureOf(thrown, job.programDir)));

hookRequire();
const require = createRequire(import.meta.url);
type Settings = typeof settingsModule & {
  setMockOptions(monitor: unknown, project: string, stack: string, preview: boolean, organization: string): void;
};
const settings = require("@pulumi/pulumi/runtime/settings.js") as Settings;
const { runInPulumiStack } = require("@pulumi/pulumi/runtime/stack.js") as typeof stackModule;
const { setAllConfig } = require("@pulumi/pulumi/runtime/config.js") as typeof configModule;
const log = require("@pulumi/pulumi/log/index.js") as { error(message: string, ...rest: unknown[]): unknown };

const logError = log.error.bind(log);
log.error = (message, ...rest) => {
  // An error in the log fails a deployment; the program itself goes on.
  monitor.loggedError ??= new RecordError("program-threw", `the program reported an error: ${message}`);
  return logError(message, ...rest);
};

settings.setMockOptions(inProcessMonitor(monitor), job.project, job.stack, true, job.organization);
setAllConfig({ ...job.config }, [...job.secretKeys]);
// Failures arrive as unhandled rejections, as they would in Pulumi's own runner.
void runInPulumiStack(runProgram);
finishWhenIdle();

async function runProgram(): Promise<unknown> {
  const module = (await import(pathToFileURL(job.main).href)) as Record<string, unknown>;
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
    setImmediate(() => process.on("beforeExit", finish));
  });
}

function finish(): never {
  if (monitor.failure !== undefined) return fail(toReport(monitor.failure));
  if (monitor.loggedError !== undefined) return fail(toReport(monitor.loggedError));
  const stuck = neverSettled(monitor, constructed);
  if (stuck !== undefined) return fail(toReport(stuck));
  return end({ plan: encodePlan(buildPlan(monitor, job.folder), { withSecrets: true }) });
}

function fail(failure: FailureReport): never {
  return end({ failure: monitor.failure === undefined ? failure : toReport(monitor.failure) });
}

function end(report: Parameters<typeof sendReport>[0]): never {
  if (!over) {
    over = true;
    sendReport(report);
  }
  return exit(0);
}

function readJob(): Job {
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
    chunks.push(Buffer.from(buffer.subarray(0, read)));
    if (read === 0 || buffer[read - 1] === 10) return JSON.parse(Buffer.concat(chunks).toString()) as Job;
  }
}
