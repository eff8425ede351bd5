import { existsSync } from "node:fs";

/** The folder of Rampart's own package.json: the checkout, or the installed package whose code lies in dist/. */
export function findPackageRoot(from: string): URL {
  let folder = new URL(".", from);
  while (!existsSync(new URL("package.json", folder))) {
    const parent = new URL("..", folder);
    if (parent.href === folder.href) throw new Error(`no package.json above ${from}`);
    folder = parent;
  }
  return folder;
}
