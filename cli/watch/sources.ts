import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { findEntry } from "../../engine/record/entry.ts";
import { readProject } from "../../engine/record/project.ts";
import { listStacks } from "../../engine/stacks.ts";

/** What a program is made of, absolute. */
export interface Sources {
  /** Everything in them counts. */
  readonly folders: readonly string[];
  /** Files outside these folders. */
  readonly files: readonly string[];
}

/**
 * The program's folder, and what it imports from elsewhere outside node_modules: single files, and packages of the
 * same repository, which node_modules only links to. Imports are read from the text; one that is put together at
 * run time is not seen.
 */
export function sourcesOf(programDir: string): Sources {
  const folder = realpathSync(programDir);
  const folders = new Set([folder]);
  const files = new Set<string>();
  const project = readProject(programDir);
  for (const { name } of listStacks(project.stackConfigDir)) {
    for (const ending of ["yaml", "yml"]) files.add(join(project.stackConfigDir, `Pulumi.${name}.${ending}`));
  }
  const entry = findEntry(project.workingDir, project.entry);
  const queue = entry === undefined ? [] : [realpathSync(entry.file)];
  const seen = new Set(queue);
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    files.add(file);
    for (const imported of importsOf(file)) {
      const found = /^\.{1,2}(\/|$)/.test(imported) ? moduleAt(resolve(dirname(file), imported)) : undefined;
      const linked = found === undefined ? linkedPackage(imported, file) : undefined;
      if (linked !== undefined) folders.add(linked);
      if (found === undefined || seen.has(found) || isInstalled(found)) continue;
      seen.add(found);
      queue.push(found);
    }
  }
  const outside = [...files].filter((file) => existsSync(file) && ![...folders].some((one) => isIn(one, file)));
  return { folders: [...folders], files: outside };
}

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])([^"'\n]+)\1/g;

function importsOf(file: string): string[] {
  if (!/^\.[cm]?[jt]sx?$/.test(extname(file))) return [];
  return [...readFileSync(file, "utf8").matchAll(SPECIFIER)].map(([, , specifier]) => specifier as string);
}

const ENDINGS = ["", ".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];

/** The file that a relative import means, with or without its ending, or written with that of its compiled form. */
function moduleAt(path: string): string | undefined {
  const written = /^(.*\.[cm]?)js$/.exec(path)?.[1];
  const candidates = [
    ...ENDINGS.map((ending) => `${path}${ending}`),
    ...(written === undefined ? [] : [`${written}ts`]),
  ];
  const found = candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile() === true);
  return found === undefined ? undefined : realpathSync(found);
}

/** The folder of a package that is a link out of node_modules. */
function linkedPackage(name: string, from: string): string | undefined {
  if (/^(node:|\.|\/|#)/.test(name)) return undefined;
  try {
    const manifest = findPackageJSON(name, pathToFileURL(from));
    if (manifest === undefined) return undefined;
    const folder = realpathSync(dirname(manifest));
    return isInstalled(folder) || isIn(folder, from) ? undefined : folder;
  } catch {
    // Not installed, or no package: the run says so, where it matters.
    return undefined;
  }
}

function isInstalled(path: string): boolean {
  return path.split(sep).includes("node_modules");
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${folder}${sep}`);
}
