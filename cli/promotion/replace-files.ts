import { randomUUID } from "node:crypto";
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { UserError } from "../exit-codes.ts";

/** A file that is to have another text than it had when it was read. */
export interface Replacement {
  /** Absolute. */
  readonly file: string;
  readonly before: string;
  readonly text: string;
}

interface Prepared extends Replacement {
  readonly target: string;
  readonly temporary: string;
}

/**
 * Replaces files, all or none: each text is written beside its file first, and a file that was put in place is put
 * back when a later one fails. A file that somebody has changed meanwhile is not overwritten.
 *
 * @throws UserError when nothing was replaced, and why.
 */
export function replaceFiles(replacements: readonly Replacement[]): void {
  const prepared: Prepared[] = [];
  const done: Prepared[] = [];
  try {
    for (const replacement of replacements) prepared.push(prepare(replacement));
    for (const one of prepared) {
      renameSync(one.temporary, one.target);
      done.push(one);
    }
  } catch (error) {
    for (const { target, before } of done) writeFileSync(target, before);
    if (error instanceof UserError) throw error;
    throw new UserError(`nothing was written: ${(error as Error).message}`);
  } finally {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
  }
}

function prepare(replacement: Replacement): Prepared {
  // A link stays one: its target is replaced.
  const target = realpathSync(replacement.file);
  if (readFileSync(target, "utf8") !== replacement.before) {
    throw new UserError(`nothing was written: ${replacement.file} was changed meanwhile; run the command again`);
  }
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, replacement.text);
    chmodSync(temporary, statSync(target).mode);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { ...replacement, target, temporary };
}
