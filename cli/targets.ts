import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { UserError } from "./exit-codes.ts";
import type { FileInUse, RampartFile } from "./rampart-file/read.ts";
import type { DeclaredStack } from "./rampart-file/schema.ts";

/** A program to record. */
export interface ProgramTarget {
  /** Absolute. */
  readonly folder: string;
  /** In front of the names of its stacks, so that those of several programs can be told apart; `""` for none. */
  readonly prefix: string;
  /** What rampart.yaml says of it; none of a program that it does not name. */
  readonly listed?: {
    readonly stacks: Readonly<Record<string, DeclaredStack>>;
    /** Where the program, or a stack of it, is written. */
    readonly placeOf: (stack?: string) => string;
  };
}

/** Kubernetes manifests that rampart.yaml names. */
export interface ManifestTarget {
  readonly path: string;
  /** As reports and a baseline list them, like a stack. */
  readonly name: string;
  readonly environment?: string | undefined;
  readonly tier?: "prod" | "nonprod" | undefined;
}

export interface Targets {
  readonly programs: readonly ProgramTarget[];
  readonly manifests: readonly ManifestTarget[];
  /** What is left out on purpose: a sentence each. */
  readonly skipped: readonly string[];
  /** Whether these are all that there are, for whoever asks what is gone. */
  readonly complete: boolean;
}

/** What a run judges that is given a program's folder, or none. */
export function targetsOf(program: string, inUse: FileInUse | undefined): Targets {
  const folder = resolve(program);
  const bare: Targets = { programs: [{ folder, prefix: "" }], manifests: [], skipped: [], complete: true };
  if (inUse === undefined) return bare;
  const { file, given } = inUse;
  if (given.has("program")) return { ...bare, programs: [programTarget(file, folder)], complete: false };
  const all = allItems(file);
  if (all.length === 0) return bare;
  const here = itemsAt(file, process.cwd());
  const kept = here.filter(({ skip }) => skip === undefined);
  for (const item of kept) refuseMissing(item);
  return {
    programs: kept.filter(({ kind }) => kind === "program").map((item) => programTarget(file, item.path)),
    manifests: kept.filter(({ kind }) => kind === "manifests").map((item) => manifestTarget(file, item)),
    skipped: here.flatMap(({ place, skip }) => (skip === undefined ? [] : [`${place} is left out: ${skip}`])),
    complete: kept.length === all.length,
  };
}

/** Folders of the programs that a command in this folder is about. */
export function programsAt(file: RampartFile, folder: string): string[] {
  return itemsAt(file, folder).flatMap(({ kind, path, skip }) =>
    kind === "program" && skip === undefined ? [path] : [],
  );
}

function refuseMissing({ kind, key, path, place }: Item): void {
  const isThere =
    kind === "manifests"
      ? existsSync(path)
      : ["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(path, name)));
  if (isThere) return;
  const allowed = kind === "manifests" ? "a file or folder of Kubernetes YAML" : "a folder with a Pulumi.yaml";
  throw new UserError(
    `${place} is not there\n  given:   ${JSON.stringify(key)}\n  allowed: ${allowed}, relative to the folder of rampart.yaml; to leave it out, take it out of the file`,
  );
}

interface Item {
  readonly kind: "program" | "manifests";
  /** As it is written in the file. */
  readonly key: string;
  /** Absolute. */
  readonly path: string;
  readonly place: string;
  readonly skip: string | undefined;
}

function allItems(file: RampartFile): Item[] {
  return (["programs", "manifests"] as const).flatMap((section) =>
    Object.entries(file.settings[section] ?? {}).map(([key, { skip }]): Item => ({
      kind: section === "programs" ? "program" : "manifests",
      key,
      path: resolve(file.folder, key),
      place: file.placeOf([section, key]),
      skip,
    })),
  );
}

/**
 * What lies in the working folder or below; where nothing does, the program around it; where there is none, all.
 * So a command in a program's folder is about that program, and one at the root about everything.
 */
function itemsAt(file: RampartFile, folder: string): Item[] {
  const all = allItems(file);
  const below = all.filter(({ path }) => isIn(path, folder));
  if (below.length > 0) return below;
  const around = all.filter(({ kind, path }) => kind === "program" && isIn(folder, path));
  const [nearest] = around.toSorted((a, b) => b.path.length - a.path.length);
  return nearest === undefined ? all : [nearest];
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

export function programTarget(file: RampartFile, folder: string): ProgramTarget {
  const entry = Object.entries(file.settings.programs ?? {}).find(([key]) => resolve(file.folder, key) === folder);
  if (entry === undefined) return { folder, prefix: "" };
  const [key, { stacks = {} }] = entry;
  const name = nameOf(file, folder);
  return {
    folder,
    prefix: name === "." ? "" : `${name}/`,
    listed: {
      stacks,
      placeOf: (stack) => file.placeOf(["programs", key, ...(stack === undefined ? [] : ["stacks", stack])]),
    },
  };
}

function manifestTarget(file: RampartFile, { key, path }: Item): ManifestTarget {
  const { environment, tier } = file.settings.manifests?.[key] ?? {};
  return {
    path: relative(process.cwd(), path) || ".",
    name: `manifests:${nameOf(file, path)}`,
    environment,
    tier,
  };
}

/** The same from every working folder, as a baseline goes by it. */
function nameOf(file: RampartFile, path: string): string {
  const name = relative(file.folder, path).split(sep).join("/");
  return name === "" ? "." : name;
}
