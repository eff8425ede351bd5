import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/**
 * The rotation function as one self-contained script, ready for a Lambda archive.
 *
 * In an installed package the script was made when the package was built (`rotate.bundle.cjs` beside this
 * module). In a checkout it is bundled from source here, which costs about a tenth of a second, and kept
 * under `node_modules/.cache` by the hash of everything that goes into it, so that a preview only reads a
 * file. Equal sources give equal bytes; otherwise every `pulumi up` would replace the function's code.
 *
 * @throws If there is neither a built script nor the sources and the bundler to make it from.
 */
export function rotateBundle(): string {
  const built = join(here, "rotate.bundle.cjs");
  if (existsSync(built)) return readFileSync(built, "utf8");
  if (!existsSync(join(here, "handler.ts"))) {
    throw new Error(`runtime/rotate: ${built} is missing from the installed package; build and install it again.`);
  }
  const require = createRequire(import.meta.url);
  const cached = join(here, "../../node_modules/.cache/rampart", `rotate-${sourceHash(require)}.cjs`);
  if (existsSync(cached)) return readFileSync(cached, "utf8");
  const script = bundleRotate();
  mkdirSync(dirname(cached), { recursive: true });
  // Written aside and renamed: two previews may run at once.
  const aside = `${cached}.${process.pid}`;
  writeFileSync(aside, script);
  renameSync(aside, cached);
  return script;
}

/** Bundles from source, always. `tools/build-runtime.ts` calls it when the package is built. */
export function bundleRotate(): string {
  const require = createRequire(import.meta.url);
  const { buildSync } = loadBundler(require);
  const { outputFiles } = buildSync({
    entryPoints: [join(here, "handler.ts")],
    bundle: true,
    write: false,
    minify: true,
    // Names in a stack trace are all that an operator has.
    keepNames: true,
    platform: "node",
    target: "node24",
    // Not an ES module: those are not looked up in the folder where the runtime keeps its AWS SDK.
    format: "cjs",
    // The AWS SDK comes with the runtime and is patched with it; pg's native and Cloudflare variants are never taken.
    external: ["@aws-sdk/*", "pg-native", "pg-cloudflare"],
    legalComments: "inline",
    absWorkingDir: join(here, "../.."),
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("runtime/rotate: the bundler returned nothing.");
  return script.text;
}

function loadBundler(require: NodeJS.Require): typeof esbuild {
  try {
    return require("esbuild") as typeof esbuild;
  } catch (error) {
    throw new Error(
      "runtime/rotate: the rotation function cannot be bundled because esbuild is not installed; " +
        "run `npm ci` with development dependencies.",
      { cause: error },
    );
  }
}

/** Changes with the sources, the versions of what is bundled, and the bundler. */
function sourceHash(require: NodeJS.Require): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(here).toSorted())
    if (file.endsWith(".ts")) hash.update(file).update(readFileSync(join(here, file)));
  const lock = join(here, "../../package-lock.json");
  if (existsSync(lock)) hash.update(readFileSync(lock));
  else for (const name of ["esbuild", "pg"]) hash.update(String(require(`${name}/package.json`).version));
  return hash.digest("hex").slice(0, 24);
}
