import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Measurement } from "./_paired.ts";

export interface ProcessRun {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Stop the clock, and the process, at the first line on standard output instead of at the exit. */
  readonly untilFirstLine?: boolean;
  /** @default [0] */
  readonly expectedCodes?: readonly number[];
}

/** Runs a whole process and measures it from outside. A non-zero exit is an error: a failing run is no measurement. */
export async function measureProcess({
  command,
  cwd,
  env,
  untilFirstLine = false,
  expectedCodes = [0],
}: ProcessRun): Promise<Measurement> {
  const [file = "", ...args] = command;
  const started = performance.now();
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  // The highest so far, read until there is nothing left to read: a process that has ended tells no more.
  let peak = peakOf(child.pid);
  const watch = setInterval(() => (peak = { ...peak, ...peakOf(child.pid) }), 20);
  child.stderr.on("data", (chunk: Buffer) => (errors += String(chunk)));
  return new Promise((resolve, reject) => {
    let ready: Measurement | undefined;
    child.stdout.on("data", () => {
      if (!untilFirstLine || ready !== undefined) return;
      ready = { milliseconds: performance.now() - started, ...peakOf(child.pid) };
      child.kill("SIGKILL");
    });
    child.on("exit", (code) => {
      clearInterval(watch);
      if (ready !== undefined) resolve(ready);
      else if (code !== null && expectedCodes.includes(code))
        resolve({ milliseconds: performance.now() - started, ...peak });
      else reject(new Error(`${command.join(" ")} ended with ${code}: ${errors.slice(-2000)}`));
    });
  });
}

function peakOf(pid: number | undefined): { peakMiB?: number } {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return peak === undefined ? {} : { peakMiB: Number(peak) / 1024 };
  } catch {
    return {};
  }
}
