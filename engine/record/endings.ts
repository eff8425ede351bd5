import { RecordError } from "./errors.ts";
import type { Monitor } from "./monitor.ts";
import { relativePath } from "./positions.ts";
import type { Position } from "./user-frames.ts";

/**
 * The failure of a program that came to its end with something still waiting: its own promise, or resources
 * that were constructed and never got all of their inputs. Undefined when nothing waits.
 */
export function neverSettled(
  monitor: Monitor,
  constructed: readonly (Position | null | undefined)[],
): RecordError | undefined {
  const { programDir } = monitor.options;
  const waiting = constructed.flatMap((position, number) => {
    if (position === null || position === undefined || monitor.arrived.has(number)) return [];
    return [`${relativePath(programDir, position.file)}:${position.line}:${position.column}`];
  });
  const [first] = waiting;
  if (first !== undefined) {
    const others = waiting.length === 1 ? "" : ` and ${waiting.length - 1} more`;
    return new RecordError(
      "never-settled",
      `the program ended while the resource constructed at ${first}${others} still waited for an input, its parent or its provider.\n` +
        `A promise or output that it was given never settles; make it resolve or reject`,
      first,
    );
  }
  if (monitor.finished) return undefined;
  return new RecordError(
    "never-settled",
    "the program ended before its exports were complete: a promise that it awaits or exports never settles; make it resolve or reject",
  );
}

export function timedOut(seconds: number): RecordError {
  return new RecordError(
    "timed-out",
    `the program was still running after ${seconds} s and was stopped.\n` +
      "Look for a timer, server or loop that keeps it alive or a call that waits for the network, or allow more with --timeout <seconds>",
  );
}

export function exitedEarly(code: number | null, frame?: string): RecordError {
  const at = frame === undefined ? "" : ` at ${frame}`;
  const how =
    frame === undefined ? `ended by itself with code ${code ?? "unknown"}` : `called process.exit(${code ?? ""})${at}`;
  return new RecordError(
    "exited-early",
    `the program ${how} before its resources were complete. Let it end by itself; to report an error, throw`,
    frame,
  );
}
