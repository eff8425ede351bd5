import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { isMap } from "./shape.ts";

export interface Entry {
  /** Absolute path. */
  readonly file: string;
  /** Whether Pulumi's runner imports it rather than requiring it. */
  readonly isModule: boolean;
}

/** The file that Pulumi's own runner would load for an entry of Pulumi.yaml; undefined when there is none. */
export function findEntry(workingDir: string, entry: string): Entry | undefined {
  const manifest = findManifest(workingDir);
  const isModule = manifest?.content["type"] === "module";
  const named = entry === "." ? mainOf(manifest) : join(workingDir, entry);
  const start = named !== undefined && existsSync(named) ? named : join(workingDir, entry);
  if (!existsSync(start)) return undefined;
  if (!statSync(start).isDirectory()) return { file: start, isModule };
  const file = ["index.js", "index.mjs", "index.ts", "index.mts"]
    .map((name) => join(start, name))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : { file, isModule };
}

interface Manifest {
  readonly folder: string;
  readonly content: Readonly<Record<string, unknown>>;
}

function findManifest(folder: string): Manifest | undefined {
  const file = join(folder, "package.json");
  if (existsSync(file)) {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return { folder, content: isMap(content) ? content : {} };
  }
  const above = dirname(folder);
  return above === folder ? undefined : findManifest(above);
}

/** `exports` wins over `main`. */
function mainOf(manifest: Manifest | undefined): string | undefined {
  if (manifest === undefined) return undefined;
  const { exports, main } = manifest.content;
  const root = isMap(exports) ? exports["."] : exports;
  const chosen = isMap(root)
    ? (root["default"] ?? root["require"] ?? root["import"])
    : (root ?? (exports === undefined ? main : undefined));
  if (typeof chosen !== "string") return undefined;
  const path = join(manifest.folder, chosen);
  return extname(path) === "" && existsSync(`${path}.js`) ? `${path}.js` : path;
}
