import { createHash, hash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { Asset, UNKNOWN, type Value } from "../../policies/value.ts";

/** An asset or archive as it stands in a request. */
export interface WireAsset {
  readonly path?: string;
  readonly text?: string;
  readonly uri?: string;
  readonly assets?: Readonly<Record<string, WireAsset>>;
}

/** Knows assets by the hash of their content, which it reads once. */
export class AssetReader {
  readonly #programDir: string;
  readonly #workingDir: string;
  readonly #hashes = new Map<string, string>();

  /** Relative paths of the program start at its working directory; recorded ones at the program's folder. */
  constructor(programDir: string, workingDir: string) {
    this.#programDir = programDir;
    this.#workingDir = workingDir;
  }

  /** A remote asset's content cannot be known offline. Throws an error for the user when a file is missing. */
  read(asset: WireAsset, kind: "asset" | "archive"): Value {
    const sha256 = this.#hash(asset);
    if (sha256 === undefined) return UNKNOWN;
    return new Asset(kind, sha256, asset.path === undefined ? undefined : this.#relative(asset.path));
  }

  #relative(path: string): string {
    return relative(this.#programDir, resolve(this.#workingDir, path)).split(sep).join("/");
  }

  #hash(asset: WireAsset): string | undefined {
    if (asset.path !== undefined) return this.#hashOfPath(asset.path);
    if (asset.text !== undefined) return hash("sha256", asset.text, "hex");
    if (asset.assets !== undefined) return this.#hashOfMembers(asset.assets);
    return undefined;
  }

  #hashOfPath(path: string): string {
    const absolute = resolve(this.#workingDir, path);
    let known = this.#hashes.get(absolute);
    if (known === undefined) {
      try {
        known = statSync(absolute).isDirectory()
          ? hashOfFolder(absolute)
          : hash("sha256", readFileSync(absolute), "hex");
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : (error as Error).message;
        throw new Error(
          `the asset "${this.#relative(path)}" ${reason}; create it (a build step?) or correct the path`,
          { cause: error },
        );
      }
      this.#hashes.set(absolute, known);
    }
    return known;
  }

  #hashOfMembers(members: Readonly<Record<string, WireAsset>>): string | undefined {
    const digest = createHash("sha256");
    for (const name of Object.keys(members).toSorted()) {
      const member = this.#hash(members[name] as WireAsset);
      if (member === undefined) return undefined;
      digest.update(`${name}\0${member}\n`);
    }
    return digest.digest("hex");
  }
}

/** Names and contents of everything in the folder, in a fixed order. */
function hashOfFolder(folder: string): string {
  const digest = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const paths = files.map((entry) => resolve(entry.parentPath, entry.name)).toSorted();
  for (const path of paths) {
    digest.update(`${relative(folder, path).split(sep).join("/")}\0${hash("sha256", readFileSync(path), "hex")}\n`);
  }
  return digest.digest("hex");
}
