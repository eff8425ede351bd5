import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../cli/run.ts";

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export function templateText(file: string): string {
  return readFileSync(join(ROOT, "docs/ci", file), "utf8");
}

export function workflow(name: string): Workflow {
  return parse(templateText(`github/${name}.yml`)) as Workflow;
}

export function stepOf(name: string, job: string, step: string): Step {
  const found = workflow(name).jobs[job]?.steps.find((one) => one.name === step);
  if (found === undefined) throw new Error(`${name}.yml has no step "${step}" in job "${job}"`);
  return found;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a program and stand-ins for the tools of a runner, each of which notes how it was called. */
export class Runner {
  readonly folder: string;
  readonly #bin: string;
  readonly #calls: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#bin = join(folder, ".bin");
    this.#calls = join(folder, ".calls");
    mkdirSync(this.#bin, { recursive: true });
    writeFileSync(this.#calls, "");
    // Starts this repository's command line in place of the installed one.
    this.standIn(
      "npx",
      `[ "$1 $2" = "--no-install rampart" ] || exit 97; shift 2\nexec "${process.execPath}" "${join(ROOT, "cli/rampart.js")}" "$@"`,
    );
  }

  /** Puts a tool in front of the path. `script` runs once the call is noted. */
  standIn(tool: string, script = ""): void {
    const file = join(this.#bin, tool);
    writeFileSync(
      file,
      `#!/bin/bash\nprintf '%s\\n' "${tool} $(echo "$*" | tr '\\n' ' ' | sed 's/ $//')" >> "${this.#calls}"\n${script}\n`,
    );
    chmodSync(file, 0o755);
  }

  get calls(): string[] {
    return readFileSync(this.#calls, "utf8").split("\n").slice(0, -1);
  }

  forget(): void {
    writeFileSync(this.#calls, "");
  }

  /** Runs a script as the runner does: in Bash, with what the step declares and nothing else of ours. */
  run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const summary = join(this.folder, ".summary");
    return new Promise((resolve) => {
      execFile(
        "bash",
        ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
        {
          cwd: this.folder,
          env: { PATH: `${this.#bin}:/usr/bin:/bin`, HOME: this.folder, GITHUB_STEP_SUMMARY: summary, ...env },
          maxBuffer: 1 << 26,
        },
        (error, stdout, stderr) => resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
    });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }
}
