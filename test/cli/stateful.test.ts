import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "rampart-stateful-"));
afterAll(() => rmSync(folder, { recursive: true }));

const COPIED = ["stacks", "engine", "components", "policies", "cli", "runtime", "tools", "index.ts", "package.json"];
const FILE = join(folder, "stacks/stateful.jsonl");
const STORE = join(folder, "components/document-store.ts");

beforeAll(() => {
  const files = [...COPIED, "Pulumi.yaml", "tsconfig.json", "rampart.environments.ts", "CHANGELOG.md"];
  for (const part of files) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  // One environment, so that a recording of everything is one recording.
  const runs = readFileSync(join(ROOT, "rampart.runs.ts"), "utf8");
  const only = `${runs.trimEnd().replace(/;$/, "")}.filter(({ name }) => name === "flask-app/prod");\n`;
  writeFileSync(join(folder, "rampart.runs.ts"), only);
  const own = readFileSync(FILE, "utf8").split("\n");
  writeFileSync(FILE, own.filter((line) => line.includes('"flask-app","environment":"prod"')).join("\n") + "\n");
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function stateful(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [join(folder, "tools/stateful/index.ts"), ...args], options, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === "number" ? error.code : 0,
        stdout,
        stderr: stderr.replace(/^recording.*\n/gm, ""),
      }),
    );
  });
}

function replaceIn(file: string, text: string, by: string): void {
  const before = readFileSync(file, "utf8");
  if (!before.includes(text)) throw new Error(`${file} does not hold ${text}`);
  writeFileSync(file, before.replace(text, by));
}

describe("npm run stateful", () => {
  test("lets no cluster of documents be renamed but by an alias that the changelog tells of", async () => {
    expect(await stateful("--check")).toEqual({ code: 0, stdout: "", stderr: "" });
    const recorded = readFileSync(FILE, "utf8");

    replaceIn(STORE, "`${name}-cluster`,", "`${name}-store`,");
    const renamed = await stateful();
    expect(renamed.code).toBe(1);
    expect(renamed.stderr).toContain("$aws:docdb/cluster:Cluster::documents-cluster is gone");
    expect(renamed.stderr).toContain(
      'if it is documents-store now, give that `aliases: [{ name: "documents-cluster" }]`',
    );
    expect(readFileSync(FILE, "utf8")).toBe(recorded);

    replaceIn(
      STORE,
      "{ ...after(child, Object.values(logGroups)), protect }",
      "{ ...after(child, Object.values(logGroups)), protect, aliases: [{ name: `${name}-cluster` }] }",
    );
    const silent = await stateful("--check");
    expect(silent.code).toBe(1);
    expect(silent.stderr).toMatch(/missing: a line under "Unreleased" in CHANGELOG.md that names documents-cluster\n/);

    replaceIn(
      join(folder, "CHANGELOG.md"),
      "## Unreleased\n",
      "## Unreleased\n\n- `documents-cluster` is `documents-store`.\n",
    );
    const unwritten = await stateful("--check");
    expect(unwritten.stderr).toContain("is not what the program makes");
    expect(unwritten.code).toBe(1);
    const written = await stateful();
    expect(written.code).toBe(0);
    expect(written.stdout).toMatch(/^flask-app prod: .*documents-cluster moves to .*documents-store by its alias\n$/);
    expect(await stateful("--check")).toEqual({ code: 0, stdout: "", stderr: "" });

    // The same against what was released: here the move still has to be allowed.
    const released = join(folder, "released.jsonl");
    writeFileSync(released, recorded);
    expect((await stateful("--check", "--against", released)).code).toBe(0);
  });

  test("refuses what it does not know", async () => {
    expect(await stateful("--chek")).toMatchObject({ code: 3, stdout: "" });
    const { code, stderr } = await stateful("--against", "nowhere.jsonl");
    expect([code, stderr]).toEqual([3, "--against names nowhere.jsonl, which does not exist\n"]);
  });
});
