import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = fileURLToPath(new URL("program", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "rampart-cli-"));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function rampart(
  args: readonly string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, "cli/rampart.js"), ...args],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

/** A copy of the small program, which a test may change. */
function copyOfProgram(name: string): string {
  const folder = join(scratch, name);
  cpSync(PROGRAM, folder, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

describe("rampart preview of another program", () => {
  test("rejects violations with exit code 1, and names rule, path and line", async () => {
    const { code, stdout } = await rampart(["preview", "dev", "--program", PROGRAM]);
    expect(stdout).toContain("✗ rejected");
    expect(stdout).toMatch(/✗ critical rds-not-publicly-accessible\n {2}shop\/shop-db {2}publiclyAccessible\n/);
    expect(stdout).toMatch(/at index\.ts:\d+:\d+/);
    expect(code).toBe(1);
  });

  test("accepts what is waived, shows it, and refuses a waiver that is out of date", async () => {
    const folder = copyOfProgram("waived");
    const waive = (expires: string) =>
      writeFileSync(
        join(folder, "rampart.waivers.ts"),
        `export default [{ rule: "rds-deletion-protection", resource: "shop/shop-db", environments: ["dev"],
           reason: "Thrown away every night", owner: "shop", ticket: "SHOP-1", expires: "${expires}" }];`,
      );
    const args = ["preview", "dev", "--program", folder, "--rule", "rds-deletion-protection"];
    const env = { SOURCE_DATE_EPOCH: "1780000000" };
    waive("2026-12-31");
    const waived = await rampart(args, { env });
    expect(waived.stdout).toContain("waived until 2026-12-31 by shop (SHOP-1)");
    expect(waived.code).toBe(0);
    waive("2026-01-31");
    const expired = await rampart(args, { env });
    expect(expired.stdout).toContain("expired on 2026-01-31; mend the violation, or renew the waiver with its owner");
    expect(expired.code).toBe(1);
    expect((await rampart([...args, "--no-waivers"], { env })).code).toBe(1);
  });

  test("prints the same findings as JSON, whole or not at all", async () => {
    const file = join(scratch, "preview.json");
    const { code, stdout } = await rampart(["preview", "--program", PROGRAM, "--format", "json", "--out", file]);
    const report = JSON.parse(readFileSync(file, "utf8"));
    expect(stdout).toBe("");
    expect(report.stacks[0].summary.fail).toBeGreaterThan(0);
    expect(report.stacks[0].findings.length).toBeGreaterThanOrEqual(report.stacks[0].summary.fail);
    expect(JSON.stringify(report)).not.toContain("hunter22-canary");
    expect(code).toBe(1);
    const bad = await rampart(["preview", "--program", PROGRAM, "--out", join(scratch, "no/such/folder.txt")]);
    expect(bad.code).toBe(3);
    expect(readdirSync(scratch).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("shows no secret, not even the program's own output of one", async () => {
    const { stdout, stderr } = await rampart(["preview", "--program", PROGRAM]);
    expect(stdout + stderr).not.toContain("hunter22-canary");
    expect(stderr).toContain("dev | the program speaks");
    expect(stdout).not.toContain("the program speaks");
  });

  test("a tier that is not declared is judged as production", async () => {
    const folder = copyOfProgram("untiered");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-central-1\n");
    const { stdout } = await rampart(["preview", "--program", folder, "--rule", "rds-multi-az"]);
    expect(stdout).toContain("(tier not declared, judged as prod)");
    expect(stdout).toContain("rds-multi-az");
  });

  test("undecided mandatory findings fail where strict is on, and only there", async () => {
    const args = ["preview", "--program", PROGRAM, "--mode", "preview", "--rule", "rds-storage-encrypted"];
    const undecided = ["--config", "shop:unsure=true"];
    expect((await rampart([...args, ...undecided, "--strict"])).code).toBe(2);
    expect((await rampart([...args, ...undecided])).code).toBe(0);
  });
});

test("--all judges every system in every environment, and says nothing where all is well", async () => {
  const { code, stdout, stderr } = await rampart(["preview", "--all", "--quiet", "--format", "terminal"]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
});

describe("what goes wrong", () => {
  test.each([
    ["an unknown command", ["preveiw"], 3, "Did you mean preview?"],
    ["an unknown option", ["preview", "--stric"], 3, "unknown option '--stric'"],
    ["a value that is not allowed", ["preview", "--mode", "guess"], 3, "Allowed choices are simulate, preview"],
    ["a folder without a program", ["preview", "--program", "docs"], 3, "there is no Pulumi.yaml"],
    [
      "an unknown stack",
      ["preview", "qa"],
      3,
      'no stack "qa"; the stacks are: prod, staging; rampart.runs.ts lists more, which --all takes',
    ],
    [
      "an unknown environment",
      ["preview", "--environment", "qa"],
      3,
      'no stack declares rampart:environment "qa"; declared are: prod, staging',
    ],
    ["a misspelt rule", ["preview", "--rule", "rds-storage-encryptd"], 3, 'did you mean "rds-storage-encrypted"?'],
    [
      "a level that is none",
      ["preview", "--level", "rds-storage-encrypted=loud"],
      3,
      "the level must be one of mandatory, advisory, disabled",
    ],
    ["a pair without a value", ["preview", "--config", "region"], 3, "write it as key=value"],
    ["a time out of range", ["preview", "--timeout", "0"], 3, "give whole seconds from 1 to 3600"],
  ])("%s", async (_what, args, code, message) => {
    const ran = await rampart(args);
    expect(ran.stderr + ran.stdout).toContain(message);
    expect(ran.stderr).not.toMatch(/^\s+at .*\.ts:\d+/m);
    expect(ran.code).toBe(code);
  });

  test("settings that are not valid: every fault with its key path, nothing registered, exit code 3", async () => {
    const { code, stderr, stdout } = await rampart([
      "preview",
      "staging",
      "--config",
      'rampart:settings={"workloads":{"api":{"prot":1}}}',
    ]);
    expect(stderr).toContain("workloads.api.prot");
    expect(stderr).toContain("workloads.api.port");
    expect(stdout).not.toContain("accepted");
    expect(code).toBe(3);
  });

  describe("before a program that hangs is through:", () => {
    const hanging = copyOfProgram("hangs");
    writeFileSync(join(hanging, "index.ts"), "setInterval(() => {}, 1000);\nawait new Promise(() => {});\n");
    test.each([
      ["a rule that does not exist", ["--rule", "nope"], 'rampart: no rule "nope"\n'],
      ["a waivers file that does not exist", ["--waivers", "nope.ts"], "--waivers nope.ts: there is no such file;"],
      ["a report without a folder", ["--out", "no/such/report.txt"], "--out no/such/report.txt cannot be written"],
      ["a report that is a folder", ["--report", "json=docs"], "--report json=docs cannot be written: it is a folder"],
    ])("%s", async (_what, flags, message) => {
      const started = performance.now();
      const { code, stderr } = await rampart(["preview", "--program", hanging, "--timeout", "600", ...flags]);
      expect(stderr).toContain(message);
      expect(code).toBe(3);
      expect(performance.now() - started).toBeLessThan(300_000);
    });
  });

  test("a program that throws: its own line, exit code 4", async () => {
    const folder = copyOfProgram("throws");
    writeFileSync(join(folder, "index.ts"), 'throw new Error("no such thing");\n');
    const { code, stderr } = await rampart(["preview", "--program", folder]);
    expect(stderr).toContain("no such thing");
    expect(stderr).toContain("index.ts:1");
    expect(code).toBe(4);
  });
});

test("help tells what every command does, with examples", async () => {
  expect((await rampart([])).stdout).toContain("Commands:");
  const { stdout, code } = await rampart(["preview", "--help"]);
  expect(stdout).toContain("Examples:");
  expect(code).toBe(0);
  expect((await rampart(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
