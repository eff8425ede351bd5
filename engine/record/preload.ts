/**
 * Loaded before a program that runs under its own SDK. Hooks every copy of the SDK as it is loaded, and reports
 * how the program ended.
 */
import { failureOf, frameIn } from "./failures.ts";
import { REPORT_FD, sendReport } from "./report-pipe.ts";
import { constructed, hookRequire } from "./sdk-hooks.ts";
import { fstatSync } from "node:fs";

const programDir = process.env["RAMPART_PROGRAM_DIR"];

// Processes that the program starts itself are none of our business, and have no pipe to report to.
delete process.env["RAMPART_PROGRAM_DIR"];
delete process.env["NODE_COMPILE_CACHE"];
const ours = ` --import=${JSON.stringify(import.meta.url)}`;
process.env["NODE_OPTIONS"] = (process.env["NODE_OPTIONS"] ?? "").replace(ours, "");
if (process.env["NODE_OPTIONS"] === "") delete process.env["NODE_OPTIONS"];

if (programDir !== undefined && hasPipe()) {
  hookRequire();
  watchEnd(programDir);
}

function hasPipe(): boolean {
  try {
    fstatSync(REPORT_FD);
    return true;
  } catch {
    return false;
  }
}

function watchEnd(folder: string): void {
  let reported = false;
  const report = (thrown: unknown): void => {
    if (reported) return;
    reported = true;
    sendReport({ failure: failureOf(thrown, folder) });
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  const exit = process.exit.bind(process);
  process.exit = (code?: number) => {
    const frame = frameIn(new Error().stack ?? "", folder);
    if (frame !== undefined) sendReport({ exit: { code: Number(code ?? process.exitCode ?? 0), frame } });
    return exit(code);
  };
  process.on("exit", () => sendReport({ constructed: constructed.map((position) => position ?? null) }));
}
