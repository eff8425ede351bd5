import { execFile } from "node:child_process";

/** What a program that was run said. */
export interface Ran {
  /** Undefined where there is no such program. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the checks look at. */
export interface Machine {
  readonly nodeVersion: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: (program: string, args: readonly string[], cwd?: string) => Promise<Ran>;
  /** Milliseconds since 1970 by a server's clock; undefined when none answers. */
  readonly serverTime: () => Promise<number | undefined>;
  readonly now: () => number;
}

const PATIENCE_MS = 10_000;
/** A backend far away writes an export of some megabytes. */
const PROGRAM_PATIENCE_MS = 60_000;
const MOST_OUTPUT_BYTES = 256 * 2 ** 20;

export function realMachine(): Machine {
  return { nodeVersion: process.versions.node, env: process.env, run, serverTime, now: Date.now };
}

function run(program: string, args: readonly string[], cwd?: string): Promise<Ran> {
  return new Promise((resolve) => {
    const options = {
      timeout: PROGRAM_PATIENCE_MS,
      maxBuffer: MOST_OUTPUT_BYTES,
      ...(cwd !== undefined && { cwd }),
    };
    execFile(program, args, options, (error, stdout, stderr) => {
      const code =
        error === null ? 0 : typeof error.code === "number" ? error.code : error.code === "ENOENT" ? undefined : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** AWS refuses requests that are signed five minutes off; its own answers say what time it is. */
async function serverTime(): Promise<number | undefined> {
  try {
    const response = await fetch("https://sts.amazonaws.com/", {
      method: "HEAD",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const date = Date.parse(response.headers.get("date") ?? "");
    return Number.isNaN(date) ? undefined : date;
  } catch {
    return undefined;
  }
}
