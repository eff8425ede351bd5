import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT, type Ran, rampart } from "./run.ts";

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "rampart-against-")));
afterAll(() => rmSync(scratch, { recursive: true }));

const WHO = { GIT_AUTHOR_NAME: "t", GIT_AUTHOR_EMAIL: "t@t", GIT_COMMITTER_NAME: "t", GIT_COMMITTER_EMAIL: "t@t" };

function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...WHO, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return execFileSync("git", args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message=c");
}

/** A repository with the small program below `infra`, committed on `main`. */
function repository(name: string): string {
  const folder = join(scratch, name);
  cpSync(join(ROOT, "test/cli/program"), join(folder, "infra"), { recursive: true });
  writeFileSync(join(folder, "package-lock.json"), "{}");
  writeFileSync(join(folder, ".gitignore"), "node_modules\n");
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  git(folder, "init", "--quiet", "--initial-branch=main");
  commit(folder);
  return folder;
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

const AT = ["preview", "--program", "infra", "--quiet"];

function against(folder: string, base: string, ...more: readonly string[]): Promise<Ran> {
  return rampart([...AT, "--against", base, ...more], { cwd: folder });
}

function complaints(data: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
  addFormats.default(ajv);
  const validate = ajv.compile(
    JSON.parse(readFileSync(join(ROOT, "docs/schemas/report.schema.json"), "utf8")) as object,
  );
  return validate(data) ? [] : validate.errors;
}

describe("a commit", () => {
  test("is compared with the working tree, which stays as it is", async () => {
    const folder = repository("commit");
    edit(join(folder, "infra/index.ts"), "publiclyAccessible: true", "publiclyAccessible: false");
    // What is staged, what is not, and what git does not know are all part of now.
    git(folder, "add", "infra/index.ts");
    edit(join(folder, "infra/index.ts"), 'unsure ? key.arn.apply((arn) => arn !== "") : true', "false");
    writeFileSync(join(folder, "notes.txt"), "mine");
    const before = [git(folder, "status", "--short"), git(folder, "diff", "--cached"), git(folder, "worktree", "list")];
    // Our own calls of git run them, too: they are there for the run only.
    mkdirSync(join(folder, ".git/hooks"), { recursive: true });
    for (const hook of ["post-checkout", "post-index-change"]) {
      writeFileSync(join(folder, ".git/hooks", hook), `#!/bin/sh\ntouch "${folder}/hooked"\n`);
      chmodSync(join(folder, ".git/hooks", hook), 0o755);
    }
    const temporary = join(scratch, "commit-tmp");
    mkdirSync(temporary);
    const args = [...AT, "--against", "main", "--report", "json=../commit.json", "--report", "html=../commit.html"];
    const ran = await rampart(args, { cwd: folder, env: { TMPDIR: temporary } });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("! replaced: RDS instance shop/shop-db\n  storageEncrypted cannot change in place");
    expect(ran.stdout).toMatch(
      /findings: 1 new · 1 fixed · \d+ unchanged; resources: 0 added · 0 removed · 1 replaced/,
    );
    expect(ran.stdout).toContain("critical rds-storage-encrypted (new)");
    expect(ran.stdout).toContain("✓ fixed: critical rds-not-publicly-accessible  shop/shop-db  publiclyAccessible");
    const text = readFileSync(join(scratch, "commit.json"), "utf8");
    const report = JSON.parse(text) as { stacks: { against: object }[] };
    expect(complaints(report)).toEqual([]);
    expect(report.stacks[0]?.against).toMatchObject({
      counts: { new: 1, fixed: 1 },
      isNewStack: false,
      newOnly: false,
    });
    const html = readFileSync(join(scratch, "commit.html"), "utf8");
    expect(html).toContain("Data at risk (1)");
    for (const output of [text, html, ran.stdout, ran.stderr]) {
      expect(output).not.toContain("hunter22-canary");
      expect(output).not.toContain(scratch);
    }
    expect(existsSync(join(folder, "hooked"))).toBe(false);
    rmSync(join(folder, ".git/hooks"), { recursive: true });
    const after = [git(folder, "status", "--short"), git(folder, "diff", "--cached"), git(folder, "worktree", "list")];
    expect(after).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("accounts for what fails only where that is asked for, and never for what is new", async () => {
    const folder = repository("new-only");
    const [plain, compared, only] = await Promise.all([
      rampart(AT, { cwd: folder }),
      against(folder, "main"),
      against(folder, "main", "--new-only"),
    ]);
    expect([plain.code, compared.code, only.code]).toEqual([1, 1, 0]);
    edit(join(folder, "infra/index.ts"), "skipFinalSnapshot: true", "skipFinalSnapshot: true, storageEncrypted: false");
    edit(join(folder, "infra/index.ts"), 'storageEncrypted: unsure ? key.arn.apply((arn) => arn !== "") : true,', "");
    const worse = await against(folder, "main", "--new-only");
    expect(worse.code).toBe(1);
    expect(worse.stdout).toMatch(/1 violation .*\n.*1 new/);
    expect(worse.stdout).toMatch(/--new-only: \d+ findings of the base not counted, \d+ violations among them/);
  });

  test("does not excuse what was waived there and is not waived any more", async () => {
    const folder = repository("waived");
    const file = join(folder, "infra/rampart.waivers.ts");
    writeFileSync(
      file,
      `export default [{ rule: "rds-deletion-protection", resource: "shop/shop-db", environments: ["dev"],
         reason: "Thrown away every night", owner: "shop", ticket: "SHOP-1", expires: "2026-12-31" }];`,
    );
    commit(folder);
    rmSync(file);
    const ran = await against(folder, "main", "--new-only", "--rule", "rds-deletion-protection");
    expect(ran.stdout).toContain("rds-deletion-protection (new)");
    expect(ran.code).toBe(1);
    writeFileSync(file, "export default 3;");
    commit(folder);
    rmSync(file);
    const bad = await against(folder, "main");
    expect(bad.stderr).toMatch(/rampart: --against: main \([0-9a-f]{12}\): infra\/rampart\.waivers\.ts/);
    expect(bad.code).toBe(3);
  });

  test("brings its own packages of a workspace", async () => {
    const folder = repository("workspace");
    rmSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "node_modules/@shop"), { recursive: true });
    for (const name of readdirSync(join(ROOT, "node_modules")).filter((one) => one.startsWith("@pulumi"))) {
      symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    }
    mkdirSync(join(folder, "packages/size"), { recursive: true });
    symlinkSync("../../packages/size", join(folder, "node_modules/@shop/size"));
    writeFileSync(
      join(folder, "packages/size/package.json"),
      JSON.stringify({ name: "@shop/size", type: "module", exports: "./index.js" }),
    );
    const size = join(folder, "packages/size/index.js");
    writeFileSync(size, "export const days = 7;\n");
    const index = join(folder, "infra/index.ts");
    edit(index, "import * as pulumi", 'import { days } from "@shop/size";\nimport * as pulumi');
    edit(index, "skipFinalSnapshot: true", "backupRetentionPeriod: days");
    commit(folder);
    writeFileSync(size, "export const days = 0;\n");
    const ran = await against(folder, "main", "--rule", "rds-backup-retention");
    expect(ran.stdout).toContain("retention:  shop/shop-db  backupRetentionPeriod  7 → 0");
    expect(ran.stdout).toContain("rds-backup-retention (new)");
  });

  test("without the program, or without the stack, makes everything new", async () => {
    const folder = repository("young");
    cpSync(join(folder, "infra"), join(folder, "other"), { recursive: true });
    writeFileSync(join(folder, "other/package-lock.json"), "{}");
    const args = ["--quiet", "--against", "main"];
    const program = await rampart(["preview", "--program", "other", ...args], { cwd: folder });
    expect(program.stderr).toMatch(/main \([0-9a-f]{12}\) has no such program: everything is new/);
    expect(program.stdout).toMatch(/\d+ new · 0 fixed · 0 unchanged; resources: 3 added/);
    cpSync(join(folder, "infra/Pulumi.dev.yaml"), join(folder, "infra/Pulumi.next.yaml"));
    const stack = await rampart(["preview", "next", "--program", "infra", ...args], { cwd: folder });
    expect(stack.stdout).toContain(", which has no such stack: findings: ");
    rmSync(join(folder, "infra/Pulumi.dev.yaml"));
    const gone = await against(folder, "main");
    expect(gone.stderr).toMatch(/main \([0-9a-f]{12}\) has stacks that are no longer here.*: dev\n/);
  });

  test("whose program does not run is told, and everything is judged without it", async () => {
    const folder = repository("broken");
    const index = join(folder, "infra/index.ts");
    const good = readFileSync(index, "utf8");
    writeFileSync(index, 'throw new Error("not today");\n');
    commit(folder);
    writeFileSync(index, good);
    const ran = await against(folder, "main", "--new-only", "--format", "json");
    expect(ran.stderr).toMatch(/rampart: dev at main \([0-9a-f]{12}\): .*not today/);
    expect(ran.stderr).not.toContain("rampart-base-");
    const report = JSON.parse(ran.stdout) as { problems: { kind: string }[]; stacks: { against?: object }[] };
    expect(report.problems).toMatchObject([{ kind: "not-judged", subject: expect.stringMatching(/^dev at main/) }]);
    expect(report.stacks[0]?.against).toBeUndefined();
    expect(ran.code).toBe(4);
  });

  test("leaves nothing behind when the run is interrupted", async () => {
    const folder = repository("interrupted");
    appendFileSync(join(folder, "infra/index.ts"), "await new Promise((done) => setTimeout(done, 60_000));\n");
    commit(folder);
    const temporary = join(scratch, "interrupted-tmp");
    mkdirSync(temporary);
    const child = spawn(process.execPath, [join(ROOT, "cli/main.ts"), ...AT, "--against", "main"], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary },
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    while (!existsSync(join(temporary, readdirSync(temporary)[0] ?? "none", "tree/infra/index.ts"))) {
      await new Promise((done) => setTimeout(done, 20));
    }
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(readdirSync(temporary).filter((name) => name.startsWith("rampart-base-"))).toEqual([]);
  });
});

describe("what cannot be compared with is refused", () => {
  test.each<[string, string, readonly string[], string]>([
    ["a name that nobody knows", "nowhere", [], "--against: nowhere is neither a file nor a commit of this repository"],
    ["a name that reads as an option", "--upload-pack=x", [], "is neither a file nor a commit of this repository"],
    [
      "a path with nothing at it",
      "./gone.json",
      [],
      "--against: ./gone.json is neither the file of a recorded plan nor a folder",
    ],
    ["a file that is no plan", "package-lock.json", [], "--against: package-lock.json"],
    [
      "a file that is also a commit",
      "main",
      ["main"],
      "--against main is a file and a commit; write ./main, or refs/heads/main",
    ],
  ])("%s", async (what, base, files, message) => {
    const folder = repository(`refused-${what.replaceAll(" ", "-")}`);
    for (const file of files) writeFileSync(join(folder, file), "{}");
    const ran = await rampart([...AT, `--against=${base}`], { cwd: folder });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
    expect(ran.code).toBe(3);
  });

  test("a commit that a shallow clone lacks, with how to fetch it", async () => {
    const folder = repository("deep");
    appendFileSync(join(folder, "infra/index.ts"), "// later\n");
    commit(folder);
    const shallow = join(scratch, "shallow");
    git(scratch, "clone", "--quiet", "--depth=1", `file://${folder}`, shallow);
    const ran = await against(shallow, "HEAD^");
    expect(ran.stderr).toContain(
      "the clone is shallow and may lack it: fetch it, such as by `git fetch --depth 1 origin HEAD`",
    );
    expect(ran.code).toBe(3);
  });

  test("a commit with other packages, with how to install them", async () => {
    const folder = repository("packages");
    writeFileSync(join(folder, "package-lock.json"), '{"lockfileVersion":3}');
    const ran = await against(folder, "main");
    expect(ran.stderr).toContain("--against main: package-lock.json is not the same there");
    expect(ran.stderr).toContain("git worktree add --detach ../base main");
    expect(ran.code).toBe(3);
    const base = join(scratch, "packages-base");
    git(folder, "worktree", "add", "--quiet", "--detach", base, "main");
    symlinkSync(join(ROOT, "node_modules"), join(base, "node_modules"));
    const again = await against(folder, "../packages-base", "--new-only");
    expect(again.stdout + again.stderr).not.toContain("package-lock.json");
    expect(again.code).toBe(0);
  });

  test("anything without a repository, and --new-only without a base", async () => {
    const folder = join(scratch, "bare");
    cpSync(join(ROOT, "test/cli/program"), join(folder, "infra"), { recursive: true });
    const ran = await rampart([...AT, "--against", "main"], { cwd: folder, env: { GIT_CEILING_DIRECTORIES: scratch } });
    expect(ran.stderr).toContain("main is no file, and the program is in no git repository to have a commit by it");
    expect(ran.code).toBe(3);
    const only = await rampart([...AT, "--new-only"], { cwd: folder });
    expect(only.stderr).toContain("--new-only needs --against");
    expect(only.code).toBe(3);
  });
});

describe("a recorded plan", () => {
  const PLAN = JSON.stringify({
    stack: "dev",
    resources: [{ type: "aws:dynamodb/table:Table", name: "old", inputs: {} }],
  });

  test("serves as a base, of one stack and of the same mode", async () => {
    const folder = repository("plan");
    writeFileSync(join(folder, "plan.json"), PLAN);
    const ran = await against(folder, "plan.json");
    expect(ran.stdout).toContain("! deleted: DynamoDB table old");
    expect(ran.stdout).toContain("against plan.json: findings: ");
    writeFileSync(join(folder, "plan.json"), PLAN.replace("{", '{"mode":"preview",'));
    const other = await against(folder, "plan.json");
    expect(other.stderr).toContain("plan.json was recorded with --mode preview, and this run has --mode simulate");
    expect(other.code).toBe(3);
    const piped = await rampart([...AT, "--against", "-"], { cwd: folder, stdin: PLAN });
    expect(piped.stdout).toContain("against <stdin>: findings: ");
    cpSync(join(folder, "infra/Pulumi.dev.yaml"), join(folder, "infra/Pulumi.next.yaml"));
    const several = await against(folder, "plan.json");
    expect(several.stderr).toContain("--against is the plan of one stack; name one of dev, next, or a commit");
    expect(several.code).toBe(3);
  });
});

test("a drawing takes the same bases", async () => {
  const folder = repository("drawing");
  edit(join(folder, "infra/index.ts"), "publiclyAccessible: true", "publiclyAccessible: false");
  const ran = await rampart(["graph", "dev", "--program", "infra", "--quiet", "--against", "main"], { cwd: folder });
  expect(ran.stdout).toContain("~1");
  expect(ran.code).toBe(0);
});
