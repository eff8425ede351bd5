import { posix } from "node:path";
import type { Node, SourceFile, default as TypeScript } from "typescript";

export type Ts = typeof TypeScript;

/** The parsed sources of a program, read when they are first asked for. Paths are relative to the program. */
export class SourceFiles {
  readonly ts: Ts;
  readonly #read: (file: string) => string | undefined;
  readonly #parsed = new Map<string, SourceFile | undefined>();

  private constructor(ts: Ts, read: (file: string) => string | undefined) {
    this.ts = ts;
    this.#read = read;
  }

  static async open(read: (file: string) => string | undefined): Promise<SourceFiles> {
    // Loaded only here: no other command needs a parser.
    const { default: ts } = await import("typescript");
    return new SourceFiles(ts, read);
  }

  file(path: string): SourceFile | undefined {
    if (!this.#parsed.has(path)) {
      const text = this.#read(path);
      this.#parsed.set(
        path,
        text === undefined ? undefined : this.ts.createSourceFile(path, text, this.ts.ScriptTarget.Latest, true),
      );
    }
    return this.#parsed.get(path);
  }

  /** The file that a relative import names; `undefined` for packages and for what lies outside the program. */
  imported(from: SourceFile, specifier: string): SourceFile | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const path = posix.normalize(posix.join(posix.dirname(from.fileName), specifier));
    const isOwn = !path.split("/").some((folder) => folder === ".." || folder === "node_modules");
    return isOwn ? this.file(path) : undefined;
  }
}

/** `file:line`, as editors and terminals make a link of. */
export function lineOf(node: Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
