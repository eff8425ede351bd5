import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** What package managers install by. */
const LOCKS = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"];

/** Folders from the program's up to the top, relative to it; `""` is the top itself. */
function foldersUp(program: string): string[] {
  return program === "" ? [""] : [program, ...foldersUp(dirname(program) === "." ? "" : dirname(program))];
}

/**
 * The first file by which what is installed for the program differs between two trees; undefined where one
 * installation serves both. Without a lock file, the dependencies of package.json decide.
 */
export function differingPackages(here: string, there: string, program: string): string | undefined {
  const files = foldersUp(program).flatMap((folder) => LOCKS.map((lock) => join(folder, lock)));
  const locks = files.filter((file) => existsSync(join(here, file)) || existsSync(join(there, file)));
  if (locks.length > 0) return locks.find((file) => contentOf(join(here, file)) !== contentOf(join(there, file)));
  const manifests = foldersUp(program).map((folder) => join(folder, "package.json"));
  return manifests.find((file) => dependenciesIn(join(here, file)) !== dependenciesIn(join(there, file)));
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "latin1") : undefined;
}

function dependenciesIn(file: string): string | undefined {
  const text = contentOf(file);
  if (text === undefined) return undefined;
  try {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify([dependencies, devDependencies, optionalDependencies]);
  } catch {
    return text;
  }
}

/**
 * Makes what is installed in one tree findable from another. Packages of a workspace are taken from the other tree
 * itself: they are part of what is compared. What lies above the top is linked above the other tree, too.
 */
export function linkPackages(here: string, there: string, program: string): void {
  for (const folder of foldersUp(program)) {
    const installed = join(here, folder, "node_modules");
    if (existsSync(installed)) linkFolder(installed, join(there, folder, "node_modules"), here, there);
  }
  const above = nearestAbove(here);
  if (above !== undefined) symlinkSync(above, join(dirname(there), "node_modules"));
}

function nearestAbove(top: string): string | undefined {
  for (let at = dirname(top); ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules"))) return join(at, "node_modules");
    if (at === dirname(at)) return undefined;
  }
}

function linkFolder(from: string, to: string, here: string, there: string): void {
  // A repository that keeps its packages has them in the other tree already.
  if (existsSync(to)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    // Caches and the package manager's own notes are no packages.
    if (name.startsWith(".")) continue;
    if (name.startsWith("@")) linkFolder(join(from, name), join(to, name), here, there);
    else symlinkSync(targetOf(join(from, name), here, there), join(to, name));
  }
}

function targetOf(path: string, here: string, there: string): string {
  const real = realpathSync(path);
  const own = relative(here, real);
  const isWorkspace = !own.startsWith("..") && !own.split(sep).includes("node_modules");
  return isWorkspace ? join(there, own) : real;
}
