import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Plan } from "../engine/plan.ts";
import type { StackPreview } from "../engine/preview.ts";
import { type Locate, locator } from "../engine/report/_location.ts";
import { STDIN_NAME } from "./read-inputs.ts";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/** Places of a run's findings in the repository that surrounds the working folder, as forges name its files. */
export function locateIn(workingFolder: string): Locate {
  const root = rootAbove(workingFolder);
  const within = (path: string): string | undefined => {
    const file = relative(root, path);
    return file === "" || file === ".." || file.startsWith(`..${sep}`) || isAbsolute(file)
      ? undefined
      : file.split(sep).join("/");
  };
  const folderOf = (plan: Plan): string => resolve(workingFolder, plan.program.folder);
  return locator({
    place: ({ plan }, position) => {
      const folder = folderOf(plan);
      const file =
        within(resolve(folder, position.file)) ??
        (isManifests(plan) ? basename(position.file) : besideProgram(folder, position.file, within));
      return file === undefined ? undefined : { ...position, file };
    },
    anchor: memoized(({ plan, input }) => {
      const candidates = [folderOf(plan), workingFolder].flatMap((folder) =>
        PROJECT_FILES.map((name) => join(folder, name)),
      );
      const file = candidates.find((one) => within(one) !== undefined && existsSync(one));
      if (file !== undefined) return within(file) as string;
      // What another tool wrote often lies in no program's folder: then the file itself is what there is to open.
      if (input === undefined || input === STDIN_NAME) return input ?? "Pulumi.yaml";
      return within(resolve(workingFolder, input)) ?? basename(input);
    }),
  });
}

/** Manifests are no part of a program whose Pulumi.yaml could stand for those that lie outside the repository. */
function isManifests({ mode, program }: Plan): boolean {
  return mode === "state" && program.project === "manifests";
}

/** Every report asks for every finding, and the answer takes a look at the disk. */
function memoized(anchor: (preview: StackPreview) => string): (preview: StackPreview) => string {
  const known = new WeakMap<StackPreview, string>();
  return (preview) => {
    const found = known.get(preview) ?? anchor(preview);
    known.set(preview, found);
    return found;
  };
}

/** A program outside the repository, such as one in a temporary folder: its files are named from its own folder. */
function besideProgram(folder: string, file: string, within: (path: string) => string | undefined): string | undefined {
  const isInside = !isAbsolute(file) && !file.startsWith("..");
  return within(join(folder, "Pulumi.yaml")) === undefined && isInside ? file : undefined;
}

/** Folders of this machine by which messages may name a file of the repository. */
export function rootsOf(workingFolder: string): string[] {
  const root = rootAbove(workingFolder);
  return [...new Set([root, realpathSync(root)])];
}

function rootAbove(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return folder;
  }
}
