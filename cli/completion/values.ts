import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Candidate, Completion } from "./complete.ts";

/** Where the values of an option or an argument come from. */
export type Source =
  | { readonly choices: readonly string[] }
  | "nothing"
  | "files"
  | "folders"
  | "stacks"
  | "environments"
  | "systems"
  | "rules"
  | "levels"
  | "areas"
  | "reports";

interface Place {
  /** As `--program` names it. */
  readonly program: string;
  /** Whether `--all` was given, by which a program may have more runs than stacks. */
  readonly all: boolean;
}

/** Each loads what it needs and no more: somebody waits for it with a finger on Tab. */
export async function valuesOf(source: Source, current: string, place: Place): Promise<Completion> {
  if (typeof source === "object") return values(source.choices);
  switch (source) {
    case "nothing":
      return values([]);
    case "files":
    case "folders":
      return { kind: source, candidates: [] };
    case "stacks":
      return values(await stacksOf(place));
    case "environments":
      return values((await declaredStacks(place)).flatMap(({ environment }) => environment ?? []));
    case "systems":
      return values(await systemsOf(place));
    case "rules":
      return values(ruleIds());
    case "levels":
      return levels(current);
    case "areas":
      return values((await import("../../engine/catalogue.ts")).areas);
    case "reports":
      return reports(current);
  }
}

function values(all: readonly string[]): Completion {
  const candidates = [...new Set(all)].map((value): Candidate => ({ value, about: "" }));
  return { kind: "values", candidates };
}

/** As the config files declare them: the programs themselves are not run. */
async function declaredStacks({ program }: Place) {
  const [{ readProject }, { listStacks }] = await Promise.all([
    import("../../engine/record/project.ts"),
    import("../../engine/stacks.ts"),
  ]);
  return listStacks(readProject(resolve(program)).stackConfigDir);
}

async function stacksOf(place: Place): Promise<string[]> {
  if (!place.all) return (await declaredStacks(place)).map(({ name }) => name);
  const [{ readProject }, { selectRuns }] = await Promise.all([
    import("../../engine/record/project.ts"),
    import("../runs.ts"),
  ]);
  const { folder, stackConfigDir } = readProject(resolve(place.program));
  return (await selectRuns([], folder, stackConfigDir, place)).runs.map(({ name }) => name);
}

async function systemsOf({ program }: Place): Promise<string[]> {
  const { readEnvironments } = await import("../environments.ts");
  const source = await readEnvironments(resolve(program));
  return source.list().map(({ system }) => system);
}

/** A rule lies in the file of its name: the names take no millisecond, the rules most of a second. */
export function ruleIds(): string[] {
  const folder = new URL("../../policies/rules/", import.meta.url);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap(({ name }) => /^([a-z][a-z0-9-]*)\.(?:ts|js)$/.exec(name)?.[1] ?? [])
    .filter((name) => name !== "index")
    .toSorted();
}

/** `rule=level`: first the one, then the other. */
async function levels(current: string): Promise<Completion> {
  const [rule = "", level] = current.split("=");
  if (level === undefined) return values(ruleIds().map((id) => `${id}=`));
  const { LEVELS } = await import("../../policies/levels.ts");
  return values(LEVELS.map((one) => `${rule}=${one}`));
}

/** `format=file`: the file is the shell's. */
async function reports(current: string): Promise<Completion> {
  if (current.includes("=")) return { kind: "files", candidates: [] };
  const { FORMATS } = await import("../reports.ts");
  return values(FORMATS.map((format) => `${format}=`));
}
