import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Analyzer } from "../../support/analyzer.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rampart-package-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** A program with the packed package in its node_modules, beside the dependencies that npm would install. */
function programWith(name: string, files: Readonly<Record<string, string>>): string {
  const program = join(folder, name);
  mkdirSync(join(program, "node_modules"), { recursive: true });
  for (const entry of readdirSync(join(ROOT, "node_modules"))) {
    symlinkSync(join(ROOT, "node_modules", entry), join(program, "node_modules", entry));
  }
  // Copied, not linked: Node refuses to strip types below node_modules only when the files really lie there.
  run(
    "tar",
    ["-xzf", join(folder, "rampart.tgz"), "-C", join(program, "node_modules"), "--transform", "s/^package/rampart/"],
    program,
  );
  for (const [file, text] of Object.entries(files)) writeFileSync(join(program, file), text);
  return program;
}

const MAIN = (imports: string) => `${imports}
new Keys("keys", { accountId: "111122223333", region: "eu-central-1", system: "shop", environment: "dev",
  tags: { system: "shop", environment: "dev", owner: "shop", dataClass: "internal" } });
`;
const PULUMI = "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n";
const STACK = "config: { aws:region: eu-central-1, rampart:environment: dev, rampart:tier: nonprod }\n";

beforeAll(() => {
  run(process.execPath, ["tools/build.ts"], ROOT);
  // Without scripts: the package was built a moment ago.
  const [packed] = JSON.parse(
    run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], ROOT),
  ) as [{ filename: string }];
  run("mv", [join(folder, packed.filename), join(folder, "rampart.tgz")], folder);
});

test("holds built code only: no sources, no tests, nothing of this machine", () => {
  const files = run("tar", ["-tzf", join(folder, "rampart.tgz")], folder)
    .trim()
    .split("\n");
  expect(files.filter((file) => !/^package\/(dist\/|package\.json$|README\.md$|LICENSE$)/.test(file))).toEqual([]);
  expect(files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))).toEqual([]);
});

test.each([
  ["an ES module", "module", 'import { Keys } from "rampart";'],
  ["a CommonJS", "commonjs", 'const { Keys } = require("rampart");'],
])("%s program imports a component and is previewed by the installed command", (_name, type, imports) => {
  const program = programWith(type, {
    "package.json": JSON.stringify({ name: "shop", type }),
    "index.js": MAIN(imports),
    "Pulumi.yaml": PULUMI,
    "Pulumi.dev.yaml": STACK,
  });
  const output = run(process.execPath, ["node_modules/rampart/dist/cli/rampart.js", "preview"], program);
  expect(output).toMatch(/keys +Keys +\d+ +ok/);
  expect(output).toContain("✓ accepted");
});

test("the installed command has what it reads beside its code: the parts of a page, the scripts of shells", () => {
  const program = programWith("graph", {
    "package.json": JSON.stringify({ name: "shop", type: "module" }),
    "index.js": MAIN('import { Keys } from "rampart";'),
    "Pulumi.yaml": PULUMI,
    "Pulumi.dev.yaml": STACK,
  });
  const { bin } = JSON.parse(readFileSync(join(program, "node_modules/rampart/package.json"), "utf8")) as {
    bin: { rampart: string };
  };
  // Started as a shell does it: npm links the file itself.
  const command = join(program, "node_modules/rampart", bin.rampart);
  run(command, ["graph", "--format", "html", "--out", "out.html"], program);
  const page = readFileSync(join(program, "out.html"), "utf8");
  expect(page).toMatch(/<title>Rampart: accepted<\/title>/);
  expect(page).toMatch(/<svg[\s\S]*keys[\s\S]*<\/svg>/);
  expect(page).toMatch(/<style>[^<]*\.badge/);
  expect(page).toMatch(/<script>[^<]*"use strict"/);
  expect(page).not.toMatch(/ (src|href)="(?!#)/);
  expect(run(command, ["completion", "bash"], program)).toContain("complete -F _rampart rampart");
  expect(run(command, ["complete", "--", "explain", "kms-key-rot"], program)).toContain("kms-key-rotation-enabled");
});

test("the installed command sets up a repository, with the templates and the schema of the package", () => {
  const program = programWith("set-up", {
    "package.json": JSON.stringify({ name: "shop", type: "module" }),
    "index.js": MAIN('import { Keys } from "rampart";'),
    "Pulumi.yaml": PULUMI,
    "Pulumi.dev.yaml": STACK,
  });
  const command = join(program, "node_modules/rampart/dist/cli/rampart.js");
  run(process.execPath, [command, "init", "--ci", "github", "--quiet"], program);
  const schema = /\$schema=(.*)/.exec(readFileSync(join(program, "rampart.yaml"), "utf8"))?.[1] ?? "";
  expect(JSON.parse(readFileSync(join(program, schema), "utf8"))).toMatchObject({ title: "rampart.yaml" });
  expect(readFileSync(join(program, ".github/workflows/rampart.yml"), "utf8")).toContain("Offline gate");
  expect(run(process.execPath, [command, "preview"], program)).toContain("✓ accepted");
});

test("the installed pack starts, finds the program's waivers and own rules, and judges", async () => {
  const program = programWith("pack", {
    "package.json": JSON.stringify({ name: "shop", type: "module" }),
    "Pulumi.yaml": PULUMI,
    "rampart.waivers.mjs": `export default [{ rule: "kms-deletion-window", resource: "waived-key", environments: ["dev"],
      reason: "Thrown away every night", owner: "shop", ticket: "SHOP-1", expires: "2026-12-31" }];`,
    "rampart.rules.mjs": `import { NOT_APPLICABLE, defineRule } from "rampart/policies";
      export default defineRule({ id: "shop-key-described", title: "Describe keys.", severity: "high", profile: "baseline",
        scope: "resource", why: "w.", fix: "f.", links: [], types: ["aws:kms/key:Key"],
        check: (key) => key.name === "other-key" ? NOT_APPLICABLE : key.get("description").mustBeSet("Not described; set it"),
        examples: { pass: [], fail: [], undecided: [] } });`,
  });
  const analyzer = await Analyzer.start(join(program, "node_modules/rampart/dist/policies"), {
    PULUMI_CONFIG: JSON.stringify({ "rampart:environment": "dev", "rampart:tier": "nonprod" }),
    SOURCE_DATE_EPOCH: "1780000000",
  });
  try {
    const judge = async (name: string) => {
      const urn = `urn:pulumi:dev::shop::aws:kms/key:Key::${name}`;
      const found = await analyzer.analyze({
        urn,
        type: "aws:kms/key:Key",
        name,
        properties: { deletionWindowInDays: 7 },
      });
      return found.map(({ policyName }) => policyName).toSorted();
    };
    expect(await judge("plain-key")).toEqual([
      "kms-deletion-window",
      "kms-key-rotation-enabled",
      "shop-key-described",
      "stack-required-tags",
    ]);
    expect(await judge("waived-key")).toEqual([
      "kms-key-rotation-enabled",
      "shop-key-described",
      "stack-required-tags",
    ]);
    expect(await judge("other-key")).not.toContain("shop-key-described");
  } finally {
    analyzer.stop();
  }
});

test("declares its types", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    exports: Record<string, { types?: string } | string>;
  };
  const types = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === "string" ? [] : [entry.types ?? "missing"],
  );
  for (const file of types) expect(readFileSync(join(ROOT, file), "utf8")).toContain("export");
});
