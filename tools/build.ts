import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// `npm run build`: JavaScript and declarations in dist/, for programs that install Rampart as a package. Node
// refuses to strip types below node_modules, so an installed package has to be built.
const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts: string[]): string => join(root, ...parts);

rmSync(at("dist"), { recursive: true, force: true });
execFileSync(process.execPath, [at("node_modules/typescript7/bin/tsc"), "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
for (const file of ["PulumiPolicy.yaml", "package.json"]) copyFileSync(at("policies", file), at("dist/policies", file));
// Plain JavaScript, which the compiler does not touch: the imports of each name the compiled modules instead.
for (const file of ["policies/index.js", "cli/rampart.js"]) {
  const entry = readFileSync(at(file), "utf8");
  writeFileSync(at("dist", file), entry.replaceAll(/import\("(\.\/[\w-]+)\.ts"\)/g, 'import("$1.js")'));
}
copyFileSync(at("engine/plan.schema.json"), at("dist/engine/plan.schema.json"));
// What `rampart init` writes, and what editors check it by.
cpSync(at("docs/ci"), at("dist/docs/ci"), { recursive: true });
cpSync(at("docs/schemas"), at("dist/docs/schemas"), { recursive: true });
cpSync(at("engine/report/html/assets"), at("dist/engine/report/html/assets"), { recursive: true });
cpSync(at("cli/completion/scripts"), at("dist/cli/completion/scripts"), { recursive: true });
copyFileSync(at("engine/graph/style.css"), at("dist/engine/graph/style.css"));
copyFileSync(at("runtime/edge/site-rewrite.js"), at("dist/runtime/edge/site-rewrite.js"));
chmodSync(at("dist/cli/rampart.js"), 0o755);
// An installed package has neither the bundler nor what is bundled.
execFileSync(process.execPath, [at("tools/build-runtime.ts")], { cwd: root, stdio: "inherit" });
