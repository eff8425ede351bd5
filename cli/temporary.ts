import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders that are there while something runs, and that a run which ends early, such as by Ctrl-C, leaves to this. */
const folders = new Set<string>();
process.on("exit", () => folders.forEach(remove));

/** A folder of our own below the machine's temporary one, as the disk knows it. */
export function makeTemporaryFolder(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  folders.add(folder);
  return folder;
}

export function removeTemporaryFolder(folder: string): void {
  remove(folder);
  folders.delete(folder);
}

/** A program that is still being ended may write into it meanwhile. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
