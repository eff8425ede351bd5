import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The file in `folder` that has one of these names; the first in their order. */
export function fileIn(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * The folder of the program that a policy pack judges. The engine starts a pack in the pack's own folder and tells
 * nothing of the program's, so it is the nearest program above: that finds it in a checkout and below the
 * program's node_modules.
 */
export function programAbove(packFolder: string): string | undefined {
  for (let folder = dirname(packFolder); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
