import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "./exit-codes.ts";

/** A file to be written, or without a text to be deleted. */
export interface FileChange {
  /** Below the folder that is changed. */
  readonly file: string;
  readonly text?: string;
  /** What the change was made from: a file that says something else by now is not overwritten. */
  readonly before?: string;
}

interface Prepared {
  readonly target: string;
  readonly temporary: string | undefined;
  /** Content and mode, where there is a file. */
  readonly existing: { readonly content: Buffer; readonly mode: number } | undefined;
}

/**
 * Makes all changes or none. Texts are written beside their targets first, so that a full disk or a folder that cannot
 * be written stops before anything changes; what was changed before a later change failed is put back. A link stays
 * one: what it points to is changed. A file keeps its mode.
 *
 * @throws UserError that says why, and which files could not be put back, if any.
 */
export function changeFiles(folder: string, changes: readonly FileChange[]): void {
  const undo: Undo[] = [];
  try {
    const ready = changes.map((change) => prepare(folder, change, undo));
    for (const one of ready) {
      undo.push({ file: one.target, run: () => putBack(one) });
      if (one.temporary === undefined) rmSync(one.target);
      else renameSync(one.temporary, one.target);
    }
  } catch (error) {
    const left = undoAll(undo);
    const reason = (error as Error).message;
    if (left.length === 0) throw new UserError(`nothing was changed: ${reason}`);
    throw new UserError(`${reason}; this could not be put back: ${left.join(", ")}; compare with your last commit`);
  }
}

function prepare(folder: string, { file, text, before }: FileChange, undo: Undo[]): Prepared {
  const path = join(folder, file);
  const found = statSync(path, { throwIfNoEntry: false });
  const target = found !== undefined && text !== undefined ? realpathSync(path) : path;
  const existing = found?.isFile() === true ? { content: readFileSync(target), mode: found.mode } : undefined;
  if (before !== undefined && existing?.content.toString() !== before) {
    const what = existing === undefined ? "is gone" : "was changed meanwhile";
    throw new Error(`${path} ${what}; run the command again`);
  }
  if (text === undefined) return { target, temporary: undefined, existing };
  const made = mkdirSync(dirname(target), { recursive: true });
  if (made !== undefined) undo.push({ file: made, run: () => rmSync(made, { recursive: true }) });
  const temporary = `${target}.${randomUUID()}.tmp`;
  undo.push({ file: temporary, run: () => rmSync(temporary, { force: true }) });
  writeFileSync(temporary, text, { flag: "wx" });
  if (existing !== undefined) chmodSync(temporary, existing.mode);
  return { target, temporary, existing };
}

function putBack({ target, existing }: Prepared): void {
  const now = statSync(target, { throwIfNoEntry: false });
  // What could not be put in place is not ours to take away.
  if (now?.isDirectory() === true) return;
  if (existing === undefined) rmSync(target, { force: true });
  else writeFileSync(target, existing.content, { mode: existing.mode });
}

interface Undo {
  readonly file: string;
  readonly run: () => void;
}

/** The last first, each whatever comes of the others. Returns what could not be undone. */
function undoAll(undo: readonly Undo[]): string[] {
  const left: string[] = [];
  for (const { file, run } of undo.toReversed()) {
    try {
      run();
    } catch {
      left.push(file);
    }
  }
  return left;
}
