import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { since } from "../../cli/watch/since.ts";
import { sourcesOf } from "../../cli/watch/sources.ts";
import { ROOT, rampart } from "./run.ts";

const PROGRAM = fileURLToPath(new URL("program", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "rampart-watch-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function copyOfProgram(name: string): string {
  const folder = join(scratch, name);
  cpSync(PROGRAM, folder, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

const watching: ChildProcess[] = [];
afterEach(() => {
  for (const child of watching.splice(0)) child.kill("SIGKILL");
});

/** `preview --watch` as a user starts it, and a way to wait for its next verdict. */
class Watch {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout = "";
  stderr = "";
  #read = 0;

  constructor(folder: string, args: readonly string[] = [], stdio: "pipe" | number = "pipe") {
    const rule = ["--rule", "rds-not-publicly-accessible", "--rule", "rds-deletion-protection"];
    this.child = spawn(process.execPath, [join(ROOT, "cli/rampart.js"), "preview", "--watch", ...rule, ...args], {
      cwd: folder,
      stdio: ["ignore", stdio, "pipe"],
    });
    watching.push(this.child);
    this.child.stdout?.on("data", (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
  }

  /** What is printed until the next verdict stands; a verdict that never comes fails by the test's own time limit. */
  async verdict(): Promise<string> {
    const end = "watching; Ctrl-C ends\n";
    for (;;) {
      const at = this.stdout.indexOf(end, this.#read);
      if (at !== -1) {
        const text = this.stdout.slice(this.#read, at);
        this.#read = at + end.length;
        return text;
      }
      await sleep(10);
    }
  }

  isQuiet(): boolean {
    return !this.stdout.slice(this.#read).includes("watching");
  }
}

function edit(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
}

describe("rampart preview --watch", () => {
  test("judges again when a file is saved, and tells what is fixed and what is new", async () => {
    const folder = copyOfProgram("edited");
    const watch = new Watch(folder);
    const first = await watch.verdict();
    expect(first).toContain("✗ rejected");
    expect(first).toMatch(/\n\d\d:\d\d:\d\d {2}\d+\.\d s\ndev: rejected {2}2 violations · /);

    edit(join(folder, "index.ts"), "publiclyAccessible: true", "publiclyAccessible: false");
    const second = await watch.verdict();
    expect(second).toMatch(/\n\d\d:\d\d:\d\d {2}index\.ts {2}\d+\.\d s\ndev: rejected {2}1 violation · /);
    expect(second).toMatch(
      /^fixed {2}critical rds-not-publicly-accessible {2}shop\/shop-db publiclyAccessible: The data/m,
    );
    expect(second).not.toMatch(/^new /m);

    edit(join(folder, "index.ts"), "publiclyAccessible: false", "publiclyAccessible: true");
    expect(await watch.verdict()).toMatch(/^new {4}critical rds-not-publicly-accessible {2}shop\/shop-db publicly/m);

    writeFileSync(
      join(folder, "rampart.waivers.ts"),
      `export default [{ rule: "rds-deletion-protection", resource: "shop/shop-db", environments: ["dev"],
         reason: "Thrown away every night", owner: "shop", ticket: "SHOP-1", expires: "${new Date().getFullYear()}-12-31" }];`,
    );
    expect(await watch.verdict()).toMatch(/· 1 waived[\s\S]*^fixed {2}medium rds-deletion-protection/m);
    // No terminal, no signs that clear one.
    expect(watch.stdout).not.toContain("\u001B");
  });

  test("a program that fails is told, the last verdict stands, and mending it is noticed", async () => {
    const folder = copyOfProgram("broken");
    const watch = new Watch(folder);
    await watch.verdict();
    appendFileSync(join(folder, "index.ts"), 'throw new Error("boom");\n');
    const broken = await watch.verdict();
    expect(watch.stderr).toContain("the program threw Error: boom");
    expect(broken).toMatch(/^dev: not judged; at \d\d:\d\d:\d\d it was rejected {2}2 violations/m);
    expect(broken).not.toMatch(/^(new|fixed) /m);

    writeFileSync(join(folder, "Pulumi.yaml"), "name: [");
    const refused = await watch.verdict();
    expect(refused).toMatch(/^✗ not judged: .*Pulumi\.yaml[\s\S]*^dev: not judged; at .* it was rejected/m);

    cpSync(join(PROGRAM, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    edit(join(folder, "index.ts"), 'throw new Error("boom");\n', "");
    let mended = await watch.verdict();
    if (mended.includes("not judged")) mended = await watch.verdict();
    expect(mended).toMatch(/^dev: rejected[\s\S]*^no finding is new, none is fixed$/m);
  });

  test("follows what the program imports from elsewhere, from the edit that imports it", async () => {
    const folder = copyOfProgram("importing");
    const elsewhere = join(scratch, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "shared.ts"), "export const isPublic = true;\n");
    const watch = new Watch(folder);
    await watch.verdict();
    edit(join(folder, "index.ts"), "publiclyAccessible: true", "publiclyAccessible: isPublic");
    appendFileSync(join(folder, "index.ts"), 'import { isPublic } from "../elsewhere/shared.ts";\n');
    await watch.verdict();
    // The two writes may have been two changes.
    await sleep(300);
    while (!watch.isQuiet()) await watch.verdict();
    writeFileSync(join(elsewhere, "shared.ts"), "export const isPublic = false;\n");
    let after = await watch.verdict();
    if (!after.includes("shared.ts")) after = await watch.verdict();
    expect(after).toContain("../elsewhere/shared.ts");
    expect(after).toMatch(/^fixed {2}critical rds-not-publicly-accessible/m);
  });

  test("is not started by what it writes itself, by installed code, nor by a file that says what it said", async () => {
    const folder = copyOfProgram("calm");
    rmSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "node_modules"));
    for (const name of readdirSync(join(ROOT, "node_modules"))) {
      symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    }
    const watch = new Watch(folder);
    await watch.verdict();
    edit(join(folder, "index.ts"), "shop-db", "shop-db");
    await watch.verdict();
    edit(join(folder, "index.ts"), "shop-db", "shop-db");
    writeFileSync(join(folder, "node_modules/new.js"), "");
    writeFileSync(join(folder, ".index.ts.swp"), "");
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, ".git/index"), "");
    await sleep(1500);
    expect(watch.isQuiet()).toBe(true);
    mkdirSync(join(folder, "data/deep"), { recursive: true });
    writeFileSync(join(folder, "data/deep/a.json"), "{}");
    expect(await watch.verdict()).toContain("data");
  });

  test("a log of its own in the program's folder is no change", async () => {
    const folder = copyOfProgram("logged");
    const log = openSync(join(folder, "log.txt"), "w");
    const watch = new Watch(folder, [], log);
    const verdicts = (): number => readFileSync(join(folder, "log.txt"), "utf8").split("watching;").length - 1;
    while (verdicts() === 0) await sleep(20);
    await sleep(1500);
    expect(verdicts()).toBe(1);
    watch.child.kill("SIGINT");
    expect(await watch.ended).toBe(130);
    closeSync(log);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "ends by %s with 130, and nothing is left running or behind",
    async (signal) => {
      const folder = copyOfProgram(`ended-${signal}`);
      const watch = new Watch(folder);
      await watch.verdict();
      const pid = join(scratch, `${signal}.pid`);
      appendFileSync(
        join(folder, "index.ts"),
        `import { writeFileSync } from "node:fs";\nwriteFileSync("${pid}", String(process.pid));
         await new Promise((done) => setTimeout(done, 3_600_000));\n`,
      );
      while (!existsSync(pid) || readFileSync(pid, "utf8") === "") await sleep(20);
      const before = watch.stdout;
      watch.child.kill(signal);
      expect(await watch.ended).toBe(130);
      expect(watch.stdout).toBe(before);
      expect(watch.stderr).not.toMatch(/^ {4}at /m);
      // The program that was being recorded would go on for an hour.
      const isRunning = (): boolean => {
        try {
          return process.kill(Number(readFileSync(pid, "utf8")), 0);
        } catch {
          return false;
        }
      };
      for (let tries = 0; tries < 2000 && isRunning(); tries += 1) await sleep(50);
      expect(isRunning()).toBe(false);
      expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    },
  );

  test.each([
    ["--format", "json"],
    ["--out", "out.txt"],
    ["--report", "json=out.json"],
  ])("is refused with %s, which a file or a machine reads", async (...flags) => {
    const { code, stdout, stderr } = await rampart(["preview", "--watch", "--program", PROGRAM, ...flags]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(new RegExp(`^rampart: --watch .*leave out ${flags[0]}.*\\n$`));
  });

  test("is refused, and does not wait, where there is no program or no such rule", async () => {
    const missing = await rampart(["preview", "--watch", "--program", scratch]);
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining("there is no Pulumi.yaml")]);
    const rule = await rampart(["preview", "--watch", "--program", PROGRAM, "--rule", "nope"]);
    expect([rule.code, rule.stderr]).toEqual([3, expect.stringContaining('no rule "nope"')]);
  });
});

describe("what a program is made of", () => {
  test("its folder, files it imports, and packages of the repository that node_modules links to", () => {
    const root = join(scratch, "mono");
    for (const folder of ["app/node_modules/@own", "lib/src", "other"])
      mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, "app/Pulumi.yaml"), "name: app\nruntime: { name: nodejs }\n");
    writeFileSync(join(root, "app/package.json"), '{ "name": "app", "type": "module" }');
    writeFileSync(
      join(root, "app/index.ts"),
      'import fs from "node:fs";\nimport { a } from "@own/lib";\nexport * from "../other/one.js";\nimport("not-installed");\n',
    );
    writeFileSync(join(root, "other/one.ts"), 'const two = require("./two");\nimport "../app/inner.ts";\n');
    writeFileSync(join(root, "other/two.json"), "{}");
    writeFileSync(join(root, "lib/package.json"), '{ "name": "@own/lib", "main": "src/index.js" }');
    writeFileSync(join(root, "lib/src/index.js"), "");
    symlinkSync(join(root, "lib"), join(root, "app/node_modules/@own/lib"));
    const { folders, files } = sourcesOf(join(root, "app"));
    expect(folders).toEqual([join(root, "app"), join(root, "lib")]);
    expect(files.toSorted()).toEqual([join(root, "other/one.ts"), join(root, "other/two.json")]);
  });
});

describe("what has changed since the last run", () => {
  const stack = (name: string, ...keys: string[]) => ({
    stack: name,
    verdict: "",
    findings: keys.map((key) => ({ key, text: key })),
  });

  test("is told by stack, and counts what is there twice", () => {
    expect(since([stack("a", "x", "x", "y")], [stack("a", "x", "z")])).toEqual({ added: ["z"], fixed: ["x", "y"] });
    expect(since([stack("a", "x"), stack("b")], [stack("a"), stack("b", "x")])).toEqual({
      added: ["b: x"],
      fixed: ["a: x"],
    });
  });

  test("is nothing for a stack that was not judged before, or is not now", () => {
    expect(since([stack("a", "x")], [stack("b", "y")])).toEqual({ added: [], fixed: [] });
  });
});
