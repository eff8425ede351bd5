import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { rootAbove } from "../repository.ts";

export const RAMPART_FILE = "rampart.yaml";

/**
 * The nearest rampart.yaml from a folder upwards, as far as the root of its repository. Never beyond: the file says
 * which programs run, and what lies above a repository may be somebody else's.
 */
export function findRampartFile(folder: string): string | undefined {
  const root = rootAbove(folder);
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, RAMPART_FILE);
    if (existsSync(file)) return file;
    if (at === root) return undefined;
  }
}
