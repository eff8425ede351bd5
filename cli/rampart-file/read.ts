import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { YamlLines } from "../../engine/inputs/yaml-position.ts";
import { type PathKey, formatPath } from "../../policies/pointer.ts";
import { type Finding, findingsOf } from "../../stacks/settings-errors.ts";
import { UserError } from "../exit-codes.ts";
import { type RampartSettings, rampartFileSchema } from "./schema.ts";

/** A rampart.yaml that was read. */
export interface RampartFile {
  readonly settings: RampartSettings;
  /** Absolute; paths in the file are relative to it. */
  readonly folder: string;
  /** Where a key is written, for messages: `rampart.yaml:4:3: programs.shop`. */
  readonly placeOf: (path: readonly PathKey[]) => string;
}

/** What a command is to know of the file beyond the flags that it filled in. */
export interface FileInUse {
  readonly file: RampartFile;
  /** Attributes of the flags that the command line gave; they win. */
  readonly given: ReadonlySet<string>;
}

/** @throws UserError that names file, line and key of everything that is wrong. */
export function readRampartFile(path: string): RampartFile {
  // As the user knows it; messages name no folder of this machine.
  const name = relative(process.cwd(), path).split(sep).join("/");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${name}: cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  const lines = new YamlLines(text);
  const placeOf = (keys: readonly PathKey[]): string => {
    const { line, column } = lines.positionOf(keys);
    return `${name}:${line}:${column}: ${formatPath(keys)}`;
  };
  const data = parseYaml(text, name);
  const result = rampartFileSchema.safeParse(data);
  if (result.success) {
    const file = { settings: result.data, folder: dirname(path), placeOf };
    refuseRepeated(file);
    return file;
  }
  const faults = findingsOf(rampartFileSchema, data, result.error).map((finding) => describe(finding, placeOf, name));
  throw new UserError(`${name} is not valid\n${faults.join("\n")}`);
}

/** One place written in two ways would be judged, or written, twice under two names. */
function refuseRepeated({ settings, folder, placeOf }: RampartFile): void {
  const written = [
    ...(["programs", "manifests"] as const).map((section) => ({
      section,
      paths: Object.keys(settings[section] ?? {}).map((key) => [key, key] as const),
    })),
    { section: "reports" as const, paths: Object.entries(settings.reports ?? {}) },
  ];
  for (const { section, paths } of written) {
    const first = new Map<string, string>();
    for (const [key, path] of paths) {
      const other = first.get(resolve(folder, path));
      if (other !== undefined) {
        throw new UserError(
          `${placeOf([section, key])} is written twice\n  given:   ${JSON.stringify(path)}\n  allowed: a path that ${formatPath([section, other])} does not name`,
        );
      }
      first.set(resolve(folder, path), key);
    }
  }
}

function parseYaml(text: string, name: string): unknown {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line, col } = counter.linePos(fault.pos[0]);
    throw new UserError(`${name}:${line}:${col}: is not YAML: ${fault.message}`);
  }
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new UserError(`${name}: cannot be read: ${(error as Error).message}`);
  }
}

function describe(finding: Finding, placeOf: RampartFile["placeOf"], name: string): string {
  const { path, problem, given, allowed, nearest } = finding;
  const place = path.length === 0 ? `${name}:1:1: the file` : placeOf(path);
  // Configuration may be anything, so that none of it is shown.
  const shown = path.includes("config") && path.length > path.indexOf("config") + 1 ? "(not shown)" : given;
  const lines = [`${place} ${problem}`, `  given:   ${shown}`, `  allowed: ${allowed}`];
  return [...lines, ...(nearest === undefined ? [] : [`  nearest: ${nearest}`])].join("\n");
}
