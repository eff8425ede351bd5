import { execFile } from "node:child_process";
import { join } from "node:path";
import { UserError } from "../exit-codes.ts";

/** A commit takes as long to write out as its files are large; a hung one is a lock or a prompt. */
const PATIENCE_MS = 120_000;

const PREFIX = /^(fatal|error): /;

export interface GitResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** What git said of the fault, without its prefix. */
  readonly complaint: string;
}

/** Runs git with nothing that asks, runs a hook or watches the files. Throws a `UserError` where there is no git. */
export function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<GitResult> {
  const options = {
    cwd: folder,
    timeout: PATIENCE_MS,
    maxBuffer: 1 << 26,
    env: { ...outsideHooks(process.env), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", ...env },
  };
  const quiet = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
  return new Promise((resolve, reject) => {
    execFile("git", [...quiet, ...args], options, (error, stdout, stderr) => {
      if (error?.code === "ENOENT") {
        reject(new UserError("--against needs git to read a commit; install it, or name the file of a recorded plan"));
        return;
      }
      const lines = stderr.trim().split("\n");
      const complaint = (lines.find((line) => PREFIX.test(line)) ?? lines.at(-1) ?? "").replace(PREFIX, "");
      resolve({ ok: error === null, stdout: stdout.trim(), complaint });
    });
  });
}

/** In a hook, git names its own repository and index, relative to a folder that is not ours. */
function outsideHooks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_INDEX_FILE: _index, GIT_WORK_TREE: _tree, GIT_PREFIX: _prefix, ...rest } = env;
  return rest;
}

/** The top of the repository around a folder; undefined where there is none. */
export async function topOf(folder: string): Promise<string | undefined> {
  const { ok, stdout, complaint } = await git(folder, ["rev-parse", "--show-toplevel"]);
  // A container may run as another user than the one who cloned.
  if (complaint.includes("dubious ownership")) {
    throw new UserError(
      `--against: git does not read ${folder}, as somebody else owns the repository; if that is meant, run \`git config --global --add safe.directory '*'\``,
    );
  }
  return ok && stdout !== "" ? stdout : undefined;
}

/** The commit that a name stands for; undefined where this repository has none by it. */
export async function commitOf(name: string, folder: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const { ok, stdout } = await git(folder, args);
  return ok && stdout !== "" ? stdout : undefined;
}

/**
 * Writes the files of a commit below a folder. It has an index of its own: neither the index, nor the working tree,
 * nor the list of worktrees of the repository is touched.
 */
export async function writeOut(commit: string, top: string, folder: string): Promise<void> {
  const env = { GIT_INDEX_FILE: join(folder, "index") };
  for (const args of [
    ["read-tree", commit],
    ["checkout-index", "--all", "--quiet", `--prefix=${join(folder, "tree")}/`],
  ]) {
    const { ok, complaint } = await git(top, args, env);
    if (!ok) throw new UserError(`--against: git cannot write out ${commit.slice(0, 12)}: ${complaint}`);
  }
}
