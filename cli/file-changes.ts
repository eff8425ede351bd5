import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "./exit-codes.ts";

/** A file to be written, or without a text to be deleted. */
export interface FileChange {
  readonly file: string;
  readonly text?: string;
}

/**
 * Makes all changes or none. Texts are written beside their targets first, so that a full disk or a folder that cannot
 * be written stops before anything changes; what was changed before a later change failed is put back.
 */
export function changeFiles(folder: string, changes: readonly FileChange[]): void {
  const undo: (() => void)[] = [];
  try {
    const ready = changes.map(({ file, text }) => {
      const target = join(folder, file);
      if (text === undefined) return { target, temporary: undefined };
      mkdirSync(dirname(target), { recursive: true });
      const temporary = `${target}.${randomUUID()}.tmp`;
      undo.push(() => rmSync(temporary, { force: true }));
      writeFileSync(temporary, text, { flag: "wx" });
      return { target, temporary };
    });
    for (const { target, temporary } of ready) {
      const before = existsSync(target) ? readFileSync(target) : undefined;
      undo.push(() => (before === undefined ? rmSync(target, { force: true }) : writeFileSync(target, before)));
      if (temporary === undefined) rmSync(target);
      else renameSync(temporary, target);
    }
  } catch (error) {
    for (const back of undo.toReversed()) back();
    throw new UserError(`nothing was changed: ${(error as Error).message}`);
  }
}
