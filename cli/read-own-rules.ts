import { existsSync, globSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { type RulesFile, loadRules, rulesFileOf } from "../policies/load-rules.ts";
import type { Rule } from "../policies/rule.ts";
import { UserError } from "./exit-codes.ts";

/**
 * The user's own rules: of RAMPART_RULES, else of the file beside the program, and of every --rules. A flag adds and
 * never takes away: rules that a program brings along may not be lost by naming another file.
 */
export async function readOwnRules(
  flag: readonly string[] | undefined,
  programDir: string,
  builtIn: readonly Rule[],
): Promise<readonly Rule[]> {
  const files = [...fileOfProgram(programDir), ...(flag ?? []).flatMap((given) => matching(given, "--rules"))];
  return files.length === 0 ? [] : loadOwnRules(files, builtIn);
}

/** @throws UserError with everything that is wrong with the files. */
export async function loadOwnRules(files: readonly RulesFile[], builtIn: readonly Rule[]): Promise<readonly Rule[]> {
  const once = new Map(files.map((file) => [realpathSync(file.path), file]));
  try {
    return await loadRules([...once.values()], builtIn);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

function fileOfProgram(programDir: string): RulesFile[] {
  const named = process.env["RAMPART_RULES"];
  if (named === undefined || named === "") {
    const file = rulesFileOf(programDir);
    return file === undefined ? [] : [file];
  }
  const path = resolve(named);
  if (!existsSync(path)) throw new UserError(`RAMPART_RULES=${named}: there is no such file; name one that exists`);
  return [{ path, label: basename(path) }];
}

/** The files that a person named by a path or a glob, in the order of their names. */
export function matching(given: string, source: string): RulesFile[] {
  const stat = statSync(given, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    throw new UserError(`${source} ${given}: is a folder; write "${join(given, "*.ts")}"`);
  }
  const paths = stat === undefined ? globSync(given).toSorted() : [given];
  if (paths.length === 0) {
    throw new UserError(`${source} ${given}: there is no such file; name one that exists, or a glob that finds some`);
  }
  return paths.map((path) => ({ path: resolve(path), label: relative(process.cwd(), path).split(sep).join("/") }));
}
