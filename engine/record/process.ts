import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import { timedOut } from "./endings.ts";
import type { Report } from "./job.ts";

export interface RunOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number;
  /** Called with each line that the program prints. */
  readonly onOutput: (line: string) => void;
  /** Sent through the report pipe before anything is read from it. */
  readonly input?: string;
}

export interface RunResult {
  readonly code: number | null;
  readonly reports: readonly Report[];
  /** The last lines of standard error: what is left to say when a process died without a report. */
  readonly errorLines: readonly string[];
}

const KEPT_LINES = 30;

/** Programs that must not outlive us. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs a program under our own Node to its end. Rejects with a `RecordError` when time is up. */
export async function runProgram(options: RunOptions): Promise<RunResult> {
  const child = spawn(process.execPath, options.args, {
    cwd: options.cwd,
    env: { NODE_COMPILE_CACHE: compileCache(), ...options.env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGKILL");
  running.add(child);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, options.timeoutSeconds * 1000);
  const errorLines: string[] = [];
  const reports: Report[] = [];
  try {
    const pipe = child.stdio[3] as Duplex;
    // A process that dies at once closes the pipe under our hands; its exit code tells.
    pipe.on("error", () => {});
    if (options.input !== undefined) pipe.write(`${options.input}\n`);
    const [code] = await Promise.all([
      exitOf(child),
      eachLine(child.stdout as NodeJS.ReadableStream, options.onOutput),
      eachLine(child.stderr as NodeJS.ReadableStream, (line) => {
        errorLines.push(line);
        if (errorLines.length > KEPT_LINES) errorLines.shift();
        options.onOutput(line);
      }),
      readReports(pipe, reports),
    ]);
    if (late) throw timedOut(options.timeoutSeconds);
    return { code, reports, errorLines };
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/**
 * Compiling the SDKs is most of what a short program costs. Node keeps the result beside the code that it is
 * made of: whoever can write there can change the code itself. A folder that cannot be written is no error.
 */
function compileCache(): string {
  const sdk = createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json");
  return join(sdk, "..", "..", "..", ".cache", "rampart", "compiled");
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    // Processes that the program left behind may hold its output open for ever: do not wait for "close".
    child.once("exit", (code) => {
      resolve(code);
      setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), 200).unref();
    });
  });
}

async function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  await new Promise<void>((resolve) => {
    lines.on("line", onLine);
    lines.once("close", resolve);
    stream.once("close", resolve);
  });
}

/** Reports are read whole: a plan is one long line. */
function readReports(pipe: Duplex, reports: Report[]): Promise<void> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    pipe.on("data", (chunk: Buffer) => chunks.push(chunk));
    pipe.once("close", () => {
      const lines = Buffer.concat(chunks).toString().split("\n");
      for (const line of lines.slice(0, -1)) reports.push(JSON.parse(line) as Report);
      resolve();
    });
  });
}
