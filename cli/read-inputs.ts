import { createReadStream, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type ManifestFile } from "../engine/inputs/manifests.ts";

/** The name under which standard input is given, as other tools have it. */
export const STDIN = "-";
/** What messages and reports call it. */
export const STDIN_NAME = "<stdin>";

/** What messages and reports call an input. */
export function nameOf(file: string): string {
  return file === STDIN ? STDIN_NAME : file;
}

/** A text to check and what messages call it. */
export interface InputText {
  readonly source: string;
  readonly text: string;
}

/** A file that cannot be read at all. */
export class InputError extends Error {
  override readonly name = "InputError";
}

export async function readText(file: string): Promise<InputText> {
  const source = nameOf(file);
  if (file === STDIN) return { source, text: withoutMark(await text(process.stdin)) };
  try {
    return { source, text: withoutMark(readFileSync(file, "utf8")) };
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** The text piece by piece. */
export async function* streamText(file: string): AsyncGenerator<string> {
  const stream = file === STDIN ? process.stdin : createReadStream(file);
  stream.setEncoding("utf8");
  try {
    for await (const chunk of stream) yield chunk as string;
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** Folders whose content is no manifest of this repository. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules"]);
const MANIFEST_FILE = /\.(ya?ml|json)$/;

/** The files of a path: itself, or what lies in the folder, however deep, in alphabetical order. */
export async function readManifestFiles(path: string): Promise<{ files: ManifestFile[]; errors: InputError[] }> {
  const files: ManifestFile[] = [];
  const errors: InputError[] = [];
  for (const { file, inFolder } of listFiles(path, errors)) {
    try {
      const input = await readText(file);
      files.push({ file: input.source, text: input.text, inFolder });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  }
  return { files, errors };
}

function listFiles(path: string, errors: InputError[]): { readonly file: string; readonly inFolder: boolean }[] {
  if (path === STDIN) return [{ file: path, inFolder: false }];
  try {
    if (!statSync(path).isDirectory()) return [{ file: path, inFolder: false }];
    const files = filesBelow(path).map((file) => ({ file, inFolder: true }));
    if (files.length === 0) errors.push(new InputError(`${path}: holds no .yaml, .yml or .json file`));
    return files;
  } catch (error) {
    errors.push(cannotRead(path, error));
    return [];
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || SKIPPED_FOLDERS.has(entry.name)) return [];
      if (entry.isDirectory()) return filesBelow(path);
      return MANIFEST_FILE.test(entry.name) ? [path] : [];
    });
}

/** Windows tools mark UTF-8 files; JSON and YAML have no such sign. */
function withoutMark(read: string): string {
  return read.startsWith("\uFEFF") ? read.slice(1) : read;
}

function cannotRead(file: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "is a folder" : message;
  return new InputError(`${file}: cannot be read: ${reason}`);
}
