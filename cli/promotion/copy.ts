import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { UserError } from "../exit-codes.ts";

/** Copies that a run which ends early, such as by Ctrl-C, must not leave behind. */
const unfinished = new Set<string>();
process.on("exit", () => unfinished.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** What is large and never edited: dependencies and folders that are links stay links, history is left out. */
const LINKED = "node_modules";
const LEFT_OUT = ".git";

interface EditedFile {
  /** Relative to the program. */
  readonly file: string;
  readonly text: string;
}

/** Runs `use` on a copy of a program with some files edited; the copy is gone afterwards. */
export async function withCopy<T>(
  programDir: string,
  files: readonly EditedFile[],
  use: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), "rampart-promote-"));
  unfinished.add(copy);
  try {
    copyFolder(programDir, copy);
    for (const { file, text } of files) writeFileSync(ownPath(copy, file), text);
    return await use(copy);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
      throw new UserError(`there is no room in ${tmpdir()} for a copy of the program; set TMPDIR to another folder`);
    }
    throw error;
  } finally {
    rmSync(copy, { recursive: true, force: true });
    unfinished.delete(copy);
  }
}

/** The path of a file of the copy. One that a linked folder holds is the program's own, and nothing to try edits on. */
function ownPath(copy: string, file: string): string {
  const path = realpathSync(join(copy, file));
  if (path.startsWith(realpathSync(copy) + sep)) return path;
  throw new UserError(`nothing was written: ${file} lies in a folder that is a link; edit it by hand`);
}

function copyFolder(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === LEFT_OUT) continue;
    const kind = statSync(source, { throwIfNoEntry: false });
    if (kind?.isDirectory() === true && (entry.name === LINKED || entry.isSymbolicLink())) symlinkSync(source, target);
    else if (kind?.isDirectory() === true) {
      mkdirSync(target);
      copyFolder(source, target);
    } else if (kind?.isFile() === true) copyFileSync(source, target);
  }
}
