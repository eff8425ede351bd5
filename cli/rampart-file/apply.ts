import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../exit-codes.ts";
import type { Format, NamedReport, RunReportFlags } from "../reports.ts";
import { findRampartFile } from "./find.ts";
import type { FileInUse, RampartFile } from "./read.ts";
import type { SETTINGS } from "./schema.ts";

/** Commands that judge every program of the file in one run; the others with a program take one. */
const JUDGE_ALL: ReadonlySet<string> = new Set(["preview", "write", "graph"]);
/** Writes the file, which may be one that cannot be read. */
const WRITES = "init";

/**
 * Fills in from the nearest rampart.yaml what the command line leaves open: of the program's folder where one is
 * named, else of the working folder. Runs before every command, and does nothing for one without such flags.
 */
export async function applyRampartFile(command: Command): Promise<void> {
  if (command.name() === WRITES) return;
  const named = isGiven(command, "program") ? resolve(String(command.opts()["program"])) : process.cwd();
  const path = findRampartFile(named);
  if (path === undefined) return;
  // Loaded only for a repository that has such a file.
  const { SETTINGS: settings } = await import("./schema.ts");
  const attributes = new Set(command.options.map((option) => option.attributeName()));
  const applying = Object.entries(settings).filter(([, { flag }]) => attributes.has(flag));
  if (applying.length === 0 && !attributes.has("program")) return;
  try {
    const { readRampartFile } = await import("./read.ts");
    const file = readRampartFile(path);
    const given = new Set([...attributes].filter((attribute) => isGiven(command, attribute)));
    command.setOptionValueWithSource("inUse", { file, given } satisfies FileInUse, "config");
    for (const [key, setting] of applying) fill(command, file, key as keyof Settings, setting);
    if (command.name() === "write" && !given.has("out")) fillOut(command, file);
    if (!JUDGE_ALL.has(command.name())) await fillProgram(command, { file, given });
  } catch (error) {
    if (!(error instanceof UserError) || !attributes.has("report")) throw error;
    const { reporting } = await import("../reports.ts");
    // Reports that were asked for are written all the same, and say that nothing was judged.
    await reporting(command.opts<RunReportFlags>(), () => Promise.reject(error));
  }
}

function isGiven(command: Command, attribute: string): boolean {
  return command.getOptionValueSource(attribute) === "cli";
}

type Settings = typeof SETTINGS;

function fill(command: Command, file: RampartFile, key: keyof Settings, setting: Settings[keyof Settings]): void {
  const written: unknown = file.settings[key];
  if (written === undefined || ("unlessEnv" in setting && process.env[setting.unlessEnv])) return;
  // A batch is streamed, and its one report is what is printed.
  if ((key === "reports" || key === "baseline") && isBatchAsJson(command)) return;
  const { flag } = setting;
  const kind = "kind" in setting ? setting.kind : "value";
  const before: unknown = isGiven(command, flag) ? command.opts()[flag] : undefined;
  const set = (value: unknown): void => void command.setOptionValueWithSource(flag, value, "config");
  switch (kind) {
    case "levels":
      return set([
        ...pairsOf(written as Readonly<Record<string, string>>),
        ...((before as string[] | undefined) ?? []),
      ]);
    case "reports":
      return set(addReports(file, written as Readonly<Record<string, string>>, (before as NamedReport[]) ?? []));
    case "input":
      return before === undefined ? set(inputs(file, key, written as string | readonly string[])) : undefined;
    case "value":
      return before === undefined ? set(written) : undefined;
  }
}

function isBatchAsJson(command: Command): boolean {
  const { format, plan } = command.opts<{ format?: string; plan?: readonly string[] }>();
  return format === "json" && (plan ?? []).some((file) => file === "-" || /\.(jsonl|ndjson)$/.test(file));
}

function pairsOf(levels: Readonly<Record<string, string>>): string[] {
  return Object.entries(levels).map(([rule, level]) => `${rule}=${level}`);
}

/** A report that the command line sends to the same file is its own; the others are written as well. */
function addReports(
  file: RampartFile,
  reports: Readonly<Record<string, string>>,
  before: readonly NamedReport[],
): NamedReport[] {
  const own = Object.entries(reports).map(([format, path]) => ({ format: format as Format, file: inCwd(file, path) }));
  const added = own.filter((one) => !before.some((other) => resolve(other.file) === resolve(one.file)));
  for (const { format, file: target } of added) {
    try {
      mkdirSync(dirname(target), { recursive: true });
    } catch (error) {
      throw new UserError(
        `${file.placeOf(["reports", format])} cannot be written: ${(error as NodeJS.ErrnoException).code}; name another file`,
      );
    }
  }
  return [...before, ...added];
}

function inputs(file: RampartFile, key: string, written: string | readonly string[]): string | string[] {
  const existing = (path: string, at: readonly (string | number)[]): string => {
    const named = inCwd(file, path);
    // A pattern is for the command to look up.
    if (existsSync(named) || /[*?{[]/.test(path)) return named;
    throw new UserError(
      `${file.placeOf(at)} names no file\n  given:   ${JSON.stringify(path)}\n  allowed: a file that exists, relative to the folder of rampart.yaml${
        key === "baseline" ? "; `rampart baseline write` makes one" : ""
      }`,
    );
  };
  if (typeof written === "string") return existing(written, [key]);
  return written.map((path, index) => existing(path, [key, index]));
}

/** `baseline write` writes what the others read, and makes it where there is none. */
function fillOut(command: Command, file: RampartFile): void {
  const { baseline } = file.settings;
  if (baseline !== undefined) command.setOptionValueWithSource("out", inCwd(file, baseline), "config");
}

/** One program, for a command that takes one and would else look into the working folder. */
async function fillProgram(command: Command, inUse: FileInUse): Promise<void> {
  const hasDefault = command.getOptionValueSource("program") === "default";
  if (!hasDefault || inUse.file.settings.programs === undefined) return;
  const { programsAt } = await import("../targets.ts");
  const programs = programsAt(inUse.file, process.cwd());
  const [only] = programs;
  if (only === undefined || existsSync(join(process.cwd(), "Pulumi.yaml"))) return;
  const folders = programs.map((folder) => relative(process.cwd(), folder) || ".");
  if (programs.length > 1) {
    throw new UserError(`rampart.yaml names several programs; name one with --program: ${folders.join(", ")}`);
  }
  command.setOptionValueWithSource("program", folders[0], "config");
}

function inCwd(file: RampartFile, path: string): string {
  return relative(process.cwd(), join(file.folder, path)) || ".";
}
