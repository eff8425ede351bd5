import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleRotate } from "../runtime/rotate/bundle.ts";

// Part of `npm run build`: an installed package has neither the bundler nor pg, so it carries the finished script.
const directory = process.argv[2] ?? "dist/runtime/rotate";
mkdirSync(directory, { recursive: true });
writeFileSync(join(directory, "rotate.bundle.cjs"), bundleRotate());
