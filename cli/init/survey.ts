import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A folder of the repository, its files and what lies below. Hidden folders, packages and links are left aside. */
export interface Folder {
  /** Relative to the root, with `/`; `.` for the root itself. */
  readonly path: string;
  /** Names, in alphabetical order. */
  readonly files: readonly string[];
  readonly folders: readonly Folder[];
}

/** Folders whose content is nobody's source. */
const SKIPPED: ReadonlySet<string> = new Set(["node_modules"]);
/** Such a name could end a line of a script. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f]/;

export function survey(root: string, path = "."): Folder {
  const entries = readdirSync(join(root, path), { withFileTypes: true })
    .filter(({ name }) => !UNSAFE.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    path,
    files: entries.filter((entry) => entry.isFile()).map(({ name }) => name),
    folders: entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name))
      .map(({ name }) => survey(root, below(path, name))),
  };
}

export function below(path: string, name: string): string {
  return path === "." ? name : `${path}/${name}`;
}

export function allFolders(folder: Folder): Folder[] {
  return [folder, ...folder.folders.flatMap(allFolders)];
}
