import { hash } from "node:crypto";
import { type FSWatcher, fstatSync, readFileSync, readdirSync, statSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../exit-codes.ts";
import type { Sources } from "./sources.ts";

/** Editors write a file in several steps, and version control many files. */
const DEBOUNCE_MS = 80;

/** Folders whose content is no source of the program. */
const SKIPPED_FOLDER = /^(node_modules|\..*)$/;
/** What editors write beside a file while they write it. */
const SKIPPED_FILE = /(~|\.sw[a-z]|\.tmp|^4913|^\.#.*)$/;

/**
 * Tells which files have changed. Each folder is watched by itself: watching recursively would take node_modules
 * with it, which has more files than some systems let anybody watch.
 */
export class Watcher {
  readonly #watched = new Map<string, FSWatcher>();
  /** Names that count, in folders of which only some files do. */
  readonly #only = new Map<string, Set<string>>();
  readonly #contents = new Map<string, string>();
  readonly #touched = new Set<string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #wake: () => void = () => undefined;

  /** Adds to what is watched; what is already, stays. */
  add({ folders, files }: Sources): void {
    for (const folder of folders) {
      this.#only.delete(folder);
      this.#addTree(folder);
    }
    for (const file of files) {
      const folder = dirname(file);
      if (this.#watched.has(folder) && !this.#only.has(folder)) continue;
      this.#only.set(folder, (this.#only.get(folder) ?? new Set()).add(basename(file)));
      this.#addFolder(folder);
    }
  }

  /** The files that have changed since the last answer; waits until there is one. */
  async next(): Promise<string[]> {
    while (this.#changed.size === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    const files = [...this.#changed].toSorted();
    this.#changed.clear();
    return files;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  #addTree(folder: string): void {
    this.#addFolder(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !SKIPPED_FOLDER.test(entry.name)) this.#addTree(join(folder, entry.name));
    }
  }

  #addFolder(folder: string): void {
    if (this.#watched.has(folder)) return;
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null) this.#touch(folder, name);
      });
      // A folder that is removed needs no watching; should it come back, the one above tells.
      watcher.on("error", () => this.#forget(folder));
      this.#watched.set(folder, watcher);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return;
      const remedy = code === "ENOSPC" ? "; raise fs.inotify.max_user_watches" : "";
      throw new UserError(`--watch: ${folder} cannot be watched: ${message}${remedy}`);
    }
  }

  #forget(folder: string): void {
    this.#watched.get(folder)?.close();
    this.#watched.delete(folder);
  }

  #touch(folder: string, name: string): void {
    const only = this.#only.get(folder);
    if (only === undefined ? SKIPPED_FOLDER.test(name) && isFolder(join(folder, name)) : !only.has(name)) return;
    if (SKIPPED_FILE.test(name)) return;
    const path = join(folder, name);
    if (only === undefined && isFolder(path)) this.#addTree(path);
    else this.#forget(path);
    if (isOwnOutput(path)) return;
    this.#touched.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), DEBOUNCE_MS);
  }

  /** A file that was written and says what it said before has not changed: programs may write some at every run. */
  #settle(): void {
    for (const path of this.#touched) {
      const content = contentOf(path);
      if (this.#contents.get(path) === content) continue;
      this.#contents.set(path, content);
      this.#changed.add(path);
    }
    this.#touched.clear();
    if (this.#changed.size > 0) this.#wake();
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `preview --watch > log` would be read as a change of the log, for ever. */
function isOwnOutput(path: string): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  return [1, 2].some((output) => {
    const { dev, ino } = fstatSync(output);
    return file?.dev === dev && file.ino === ino;
  });
}

function contentOf(path: string): string {
  try {
    return hash("sha256", readFileSync(path), "hex");
  } catch (error) {
    // A folder, or gone.
    return String((error as NodeJS.ErrnoException).code);
  }
}
