import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Duplex, Readable } from "node:stream";
import { timedOut } from "./endings.ts";
import { END_OF_OUTPUT, type Report } from "./job.ts";

export interface StartOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RunOptions {
  readonly timeoutSeconds: number;
  /** Called with each line that the program prints. */
  readonly onOutput: (line: string) => void;
  /** Sent through the report pipe before anything is read from it. */
  readonly input?: string;
}

export interface RunResult {
  /** Null where a signal ended the process, and where it waits for another input. */
  readonly code: number | null;
  readonly reports: readonly Report[];
  /** The last lines of standard error: what is left to say when a process died without a report. */
  readonly errorLines: readonly string[];
}

interface CurrentRun {
  readonly onOutput: (line: string) => void;
  readonly reports: Report[];
  readonly errorLines: string[];
  /** Standard output, standard error and the report: what must have come to its end before the run has. */
  readonly open: Set<string>;
  readonly over: () => void;
}

const KEPT_LINES = 30;

/** Programs that must not outlive us. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs a program under our own Node to its end. Rejects with a `RecordError` when time is up. */
export async function runProgram(options: StartOptions & RunOptions): Promise<RunResult> {
  return new ProgramProcess(options).run(options);
}

/** A process of our own Node that runs a program, or one after another where it says that it waits for the next. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  readonly #ended: Promise<number | null>;
  #run: CurrentRun | undefined;

  constructor({ args, cwd, env }: StartOptions) {
    this.#child = spawn(process.execPath, args, {
      cwd,
      env: { NODE_COMPILE_CACHE: compileCache(), ...env },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    running.add(this.#child);
    this.#pipe = this.#child.stdio[3] as Duplex;
    // A process that dies at once closes the pipe under our hands; its exit code tells.
    this.#pipe.on("error", () => {});
    const [output, errors] = [this.#child.stdout as Readable, this.#child.stderr as Readable];
    this.#ended = Promise.all([
      exitOf(this.#child),
      eachLine(output, (line) => this.#printed("output", line)),
      eachLine(errors, (line) => this.#printed("errors", line)),
      eachReport(this.#pipe, (report) => this.#reported(report)),
    ])
      .then(([code]) => code)
      .finally(() => running.delete(this.#child));
    // Whoever runs a program hears of it; between two runs nobody does.
    this.#ended.catch(() => {});
  }

  async run({ input, timeoutSeconds, onOutput }: RunOptions): Promise<RunResult> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const run = {
      onOutput,
      reports: [],
      errorLines: [],
      open: new Set(["output", "errors", "report"]),
      over: () => resolve(),
    };
    this.#run = run;
    try {
      if (input !== undefined) this.#pipe.write(`${input}\n`);
      const code = await Promise.race([over, this.#ended]);
      if (late) throw timedOut(timeoutSeconds);
      return { code: code ?? null, reports: run.reports, errorLines: run.errorLines };
    } finally {
      clearTimeout(timer);
      this.#run = undefined;
    }
  }

  /** Lets a process that waits come to its end; it is not waited for. */
  end(): void {
    running.delete(this.#child);
    this.#pipe.end();
    this.#child.unref();
    for (const stream of this.#child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
  }

  #printed(stream: "output" | "errors", line: string): void {
    const isLast = line.endsWith(END_OF_OUTPUT);
    // The program may have left its last line open.
    const text = isLast ? line.slice(0, -END_OF_OUTPUT.length) : line;
    if (this.#run !== undefined && (text !== "" || !isLast)) {
      if (stream === "errors") {
        this.#run.errorLines.push(text);
        if (this.#run.errorLines.length > KEPT_LINES) this.#run.errorLines.shift();
      }
      this.#run.onOutput(text);
    }
    if (isLast) this.#closed(stream);
  }

  #reported(report: Report): void {
    this.#run?.reports.push(report);
    if ("plan" in report && report.waits === true) this.#closed("report");
  }

  #closed(what: string): void {
    this.#run?.open.delete(what);
    if (this.#run?.open.size === 0) this.#run.over();
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

async function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  await new Promise<void>((resolve) => {
    lines.on("line", onLine);
    lines.once("close", resolve);
    stream.once("close", resolve);
  });
}

/** Reports are read whole: a plan is one long line. */
function eachReport(pipe: Duplex, onReport: (report: Report) => void): Promise<void> {
  let chunks: Buffer[] = [];
  return new Promise((resolve) => {
    pipe.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (!chunk.includes(10)) return;
      const all = Buffer.concat(chunks);
      const end = all.lastIndexOf(10);
      chunks = [all.subarray(end + 1)];
      for (const line of all.subarray(0, end).toString().split("\n")) onReport(JSON.parse(line) as Report);
    });
    pipe.once("close", resolve);
  });
}
