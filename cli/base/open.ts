import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { decodePlan } from "../../engine/plan-codec.ts";
import { PlanError } from "../../engine/plan-reader.ts";
import type { Plan } from "../../engine/plan.ts";
import { UserError } from "../exit-codes.ts";
import type { Selection } from "../options.ts";
import { InputError, STDIN, readText } from "../read-inputs.ts";
import type { Run } from "../runs.ts";
import type { ProgramTarget } from "../targets.ts";
import { makeTemporaryFolder, removeTemporaryFolder } from "../temporary.ts";
import { commitOf, git, topOf, writeOut } from "./git.ts";
import { differingPackages, linkPackages } from "./packages.ts";

/** Digits of a commit that people read. */
const SHORT = 12;

/** What `--against` names, ready to be read. */
export type OpenBase = RecordedBase | Checkout;

interface RecordedBase {
  readonly kind: "plan";
  readonly name: string;
  readonly plan: Plan;
  readonly close: () => void;
}

/** A tree of files with the program in it, and what it needs installed. */
export interface Checkout {
  readonly kind: "checkout";
  readonly name: string;
  /** Folder of the tree. */
  readonly root: string;
  /** Folder of the program there; it need not exist. */
  readonly programDir: string;
  /** The same file there; undefined for one outside the repository. */
  readonly fileOf: (file: string) => string | undefined;
  readonly close: () => void;
}

/** A program of the run, and what of it is compared. */
export interface ProgramRuns {
  readonly program: ProgramTarget;
  readonly runs: readonly Run[];
}

/** The base of each program. A recorded plan is of one program alone. */
export async function openBases(
  against: string,
  programs: readonly ProgramRuns[],
  mode: Selection["mode"],
): Promise<(ProgramRuns & { readonly base: OpenBase })[]> {
  const opened: (ProgramRuns & { readonly base: OpenBase })[] = [];
  try {
    for (const one of programs) {
      const base = await openBase(against, one.program.folder, one.runs, mode);
      opened.push({ ...one, base });
      if (base.kind === "plan" && programs.length > 1) {
        throw new UserError(`--against ${against} is the plan of one program; name that one with --program`);
      }
    }
    return opened;
  } catch (error) {
    for (const { base } of opened) base.close();
    throw error;
  }
}

/**
 * A recorded plan, a folder with another checkout (`../base`), or a commit by any name that git knows. A name that is
 * a file and a commit is refused.
 */
async function openBase(
  against: string,
  programDir: string,
  runs: readonly Run[],
  mode: Selection["mode"],
): Promise<OpenBase> {
  if (against === STDIN) return openPlan(against, runs, mode);
  const stat = statSync(against, { throwIfNoEntry: false });
  const isPath = isAbsolute(against) || /^\.{1,2}($|\/)/.test(against);
  if (stat?.isDirectory() === true && isPath) return openFolder(against, programDir);
  const top = isPath ? undefined : await topOf(programDir);
  const commit = top === undefined ? undefined : await commitOf(against, top);
  if (stat?.isFile() === true) {
    if (commit !== undefined) {
      throw new UserError(`--against ${against} is a file and a commit; write ./${against}, or refs/heads/${against}`);
    }
    return openPlan(against, runs, mode);
  }
  if (top !== undefined && commit !== undefined) return openCommit(against, commit, top, programDir);
  throw await nothingBy(against, isPath, top);
}

async function nothingBy(against: string, isPath: boolean, top: string | undefined): Promise<UserError> {
  if (isPath) return new UserError(`--against: ${against} is neither the file of a recorded plan nor a folder`);
  if (top === undefined) {
    return new UserError(
      `--against: ${against} is no file, and the program is in no git repository to have a commit by it`,
    );
  }
  const { stdout } = await git(top, ["rev-parse", "--is-shallow-repository"]);
  const remedy =
    stdout === "true"
      ? `the clone is shallow and may lack it: fetch it, such as by \`git fetch --depth 1 origin ${fetched(against)}\` and --against FETCH_HEAD, or clone with more depth`
      : "`git fetch` what is elsewhere, or see `git branch --all` for the names there are";
  return new UserError(`--against: ${against} is neither a file nor a commit of this repository; ${remedy}`);
}

/** What a remote calls it. */
function fetched(name: string): string {
  return name.replace(/^origin\//, "").replace(/[~^].*$/, "");
}

/** A plan is of one stack. */
async function openPlan(file: string, runs: readonly Run[], mode: Selection["mode"]): Promise<OpenBase> {
  if (runs.length > 1) {
    throw new UserError(
      `--against is the plan of one stack; name one of ${runs.map(({ name }) => name).join(", ")}, or a commit`,
    );
  }
  try {
    const { text, source } = await readText(file);
    const plan = decodePlan(text, { source });
    // One that a tool made by hand may leave the mode open.
    const { mode: recorded } = JSON.parse(text) as { readonly mode?: unknown };
    if (recorded !== undefined && plan.mode !== "state" && plan.mode !== mode) {
      throw new UserError(`--against ${file} was recorded with --mode ${plan.mode}, and this run has --mode ${mode}`);
    }
    return { kind: "plan", name: basename(source), plan, close: () => undefined };
  } catch (error) {
    if (error instanceof PlanError || error instanceof InputError) throw new UserError(`--against: ${error.message}`);
    throw error;
  }
}

/** A checkout that the user made, with its own packages. It is read where it lies. */
async function openFolder(folder: string, programDir: string): Promise<OpenBase> {
  const here = realpathSync((await topOf(programDir)) ?? programDir);
  const commit = await commitOf("HEAD", folder);
  const name = `${basename(resolve(folder))}${commit === undefined ? "" : ` (${commit.slice(0, SHORT)})`}`;
  return checkout(name, here, realpathSync(folder), programDir, () => undefined);
}

async function openCommit(name: string, commit: string, top: string, programDir: string): Promise<OpenBase> {
  const here = realpathSync(top);
  const program = relative(here, realpathSync(programDir));
  const temporary = makeTemporaryFolder("rampart-base-");
  const close = (): void => removeTemporaryFolder(temporary);
  try {
    await writeOut(commit, here, temporary);
    const there = join(temporary, "tree");
    // A program that is not there yet needs no packages.
    if (hasProgram(join(there, program))) {
      const differing = differingPackages(here, there, program);
      if (differing !== undefined) throw new UserError(differentPackages(name, differing));
      linkPackages(here, there, program);
    }
    const short = commit.slice(0, SHORT);
    return checkout(commit.startsWith(name) ? short : `${name} (${short})`, here, there, programDir, close);
  } catch (error) {
    close();
    throw error;
  }
}

export function hasProgram(folder: string): boolean {
  return ["Pulumi.yaml", "Pulumi.yml"].some((file) => existsSync(join(folder, file)));
}

function differentPackages(name: string, file: string): string {
  return [
    `--against ${name}: ${file} is not the same there, so what is installed here is not what that program runs with.`,
    "Give it a checkout with packages of its own, and name that:",
    `  git worktree add --detach ../base ${name}`,
    "  (cd ../base && npm ci --ignore-scripts)",
    "  … --against ../base",
  ].join("\n");
}

function checkout(name: string, here: string, there: string, programDir: string, close: () => void): Checkout {
  const fileOf = (file: string): string | undefined => {
    const own = relative(here, resolve(realpathSync(resolve(file, "..")), basename(file)));
    return own.startsWith("..") || isAbsolute(own) ? undefined : join(there, own);
  };
  return {
    kind: "checkout",
    name,
    root: there,
    programDir: join(there, relative(here, realpathSync(programDir))),
    fileOf,
    close,
  };
}
