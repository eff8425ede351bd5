import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { RecordError } from "./errors.ts";
import { describe, isMap } from "./shape.ts";

/** What a recording needs of Pulumi.yaml. Paths are absolute. */
export interface Project {
  readonly name: string;
  /** Folder of Pulumi.yaml. */
  readonly folder: string;
  /** Where the program runs: its `main` when that is a folder, the folder of it when it is a file. */
  readonly workingDir: string;
  /** The program as its runner takes it, relative to `workingDir`: `.` or a file. */
  readonly entry: string;
  /** Folder of the Pulumi.<stack>.yaml files. */
  readonly stackConfigDir: string;
  /** `runtime.options`, such as `typescript: false` and `nodeargs`. */
  readonly runtimeOptions: Readonly<Record<string, unknown>>;
  /** The `config` section: types, defaults and values by key. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Reads Pulumi.yaml of a folder. Throws a `RecordError` that says what is wrong and where. */
export function readProject(folder: string): Project {
  const absolute = resolve(folder);
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(absolute, name)).find((path) => existsSync(path));
  if (file === undefined) {
    throw new RecordError(
      "bad-project",
      `${folder}: there is no Pulumi.yaml. Name the folder of a Pulumi program, or create one with \`pulumi new\``,
    );
  }
  const project = readYaml(file, "bad-project");
  const { name, runtime } = project;
  if (typeof name !== "string" || name === "") {
    throw new RecordError(
      "bad-project",
      `${file}: "name" is missing; write the project's name, such as \`name: shop\``,
    );
  }
  const [language, runtimeOptions] = readRuntime(runtime);
  if (language !== "nodejs") {
    throw new RecordError(
      "bad-project",
      `${file}: runtime is ${JSON.stringify(language ?? null)}; only programs with \`runtime: nodejs\` can be recorded`,
    );
  }
  const stackConfigDir = project["stackConfigDir"] ?? ".";
  if (typeof stackConfigDir !== "string") {
    throw new RecordError("bad-project", `${file}: "stackConfigDir" must be a path, given ${describe(stackConfigDir)}`);
  }
  return {
    name,
    folder: absolute,
    ...findMain(file, absolute, project["main"]),
    stackConfigDir: resolve(absolute, stackConfigDir),
    runtimeOptions,
    config: isMap(project["config"]) ? project["config"] : {},
  };
}

function readRuntime(runtime: unknown): [unknown, Readonly<Record<string, unknown>>] {
  if (!isMap(runtime)) return [runtime, {}];
  return [runtime["name"], isMap(runtime["options"]) ? runtime["options"] : {}];
}

function findMain(file: string, folder: string, main: unknown): Pick<Project, "workingDir" | "entry"> {
  if (main === undefined || main === null || main === "") return { workingDir: folder, entry: "." };
  if (typeof main !== "string") {
    throw new RecordError("bad-project", `${file}: "main" must be a path, given ${describe(main)}`);
  }
  const path = resolve(folder, main);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new RecordError(
      "bad-project",
      `${file}: "main" is ${main}, which does not exist; build it or correct the path`,
    );
  }
  return stat.isDirectory() ? { workingDir: path, entry: "." } : { workingDir: dirname(path), entry: basename(path) };
}

/** Reads a YAML (or JSON) file that must hold a map; an empty file is an empty map. */
export function readYaml(file: string, kind: "bad-project" | "bad-config"): Record<string, unknown> {
  const document = parseDocument(readFileSync(file, "utf8"), { intAsBigInt: true });
  const [error] = document.errors;
  if (error !== undefined) throw new RecordError(kind, `${file}: ${error.message.trim()}`);
  const content: unknown = document.toJS() ?? {};
  if (!isMap(content)) throw new RecordError(kind, `${file}: must hold a map of keys, given ${describe(content)}`);
  return content;
}
