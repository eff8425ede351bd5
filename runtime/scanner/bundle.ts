import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** The worker as one self-contained module, for the image. Equal sources and versions give equal bytes. */
export function bundleScanner(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(here, "main.ts")],
    bundle: true,
    write: false,
    minify: true,
    // Names in a stack trace are all that an operator has.
    keepNames: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    // Some of what is bundled still asks for Node's own modules with require.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
    legalComments: "inline",
    absWorkingDir: join(here, "../.."),
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("runtime/scanner: the bundler returned nothing.");
  return script.text;
}

// `node runtime/scanner/bundle.ts FILE` writes it; the Dockerfile does.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2];
  if (file === undefined) throw new Error("runtime/scanner: name the file to write, for example out/scanner.mjs.");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bundleScanner());
}
