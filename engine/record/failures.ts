/**
 * Turns what a program threw into a report. Runs in the program's process beside any version of the SDK, so it
 * imports only what is as independent.
 */
import { relative, sep } from "node:path";
import type { FailureReport } from "./errors.ts";
import { userFrames } from "./user-frames.ts";

/** The failure behind a value that was thrown or rejected. */
export function failureOf(thrown: unknown, programDir: string): FailureReport {
  const error = thrown instanceof Error ? thrown : undefined;
  const text = error === undefined ? `a value that is no Error: ${String(thrown)}` : describeError(error);
  const frame = error === undefined ? undefined : frameOf(error, programDir);
  const at = frame === undefined ? "" : `\n    at ${frame}`;
  const missing = /Missing required configuration variable '([^']+)'/.exec(text)?.[1];
  if (missing !== undefined) {
    const message = `the program needs the configuration value "${missing}", which is not set${at}\nSet it: \`pulumi config set ${missing} <value>\`, or pass --config ${missing}=<value>`;
    return { kind: "missing-config", message, ...(frame !== undefined && { frame }) };
  }
  // The program's way of saying that what it was told is wrong: its message says where and what is allowed.
  if (error?.name === "SettingsError") return { kind: "bad-settings", message: error.message };
  return { kind: "program-threw", message: `the program threw ${text}${at}`, ...(frame !== undefined && { frame }) };
}

function describeError(error: Error): string {
  // Type errors of ts-node already say where; SyntaxErrors show the line before their message.
  const syntax = error.name === "SyntaxError" ? `\n${error.stack?.split("\n    at ")[0] ?? ""}` : "";
  const cause = error.cause instanceof Error ? `\n  caused by ${error.cause.name}: ${error.cause.message}` : "";
  const message = error.message
    // gRPC puts its status before what the monitor said.
    .replace(/\b2 UNKNOWN: /, "")
    // The SDK repeats a configuration value that it refuses, and the value may hold a secret.
    .replace(
      /^(Configuration '[^']+' value) '[^]*' (?=is not a valid |is outside of |does not match )/,
      "$1 (not shown) ",
    );
  return `${error.name}: ${message}${syntax}${cause}`;
}

/** The innermost frame of the program's own code. */
function frameOf(error: Error, programDir: string): string | undefined {
  return frameIn(error.stack ?? "", programDir);
}

export function frameIn(stack: string, programDir: string): string | undefined {
  const [frame] = userFrames(stack);
  if (frame === undefined) return undefined;
  return `${relative(programDir, frame.file).split(sep).join("/")}:${frame.line}:${frame.column}`;
}
