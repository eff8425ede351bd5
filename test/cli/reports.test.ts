import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT, rampart } from "./run.ts";

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "rampart-reports-")));
afterAll(() => rmSync(scratch, { recursive: true }));

const FORMATS = ["json", "sarif", "junit", "markdown", "annotations", "gitlab", "terminal"] as const;
const CANARY = "canary-7f3a91";

/** A folder that is a repository of its own. */
function repository(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(join(folder, ".git"), { recursive: true });
  return folder;
}

function copyOfProgram(folder: string): string {
  cpSync(join(ROOT, "test/cli/program"), folder, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function write(folder: string, name: string, content: string | object): string {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Flags for one report of each format, and what they wrote. */
function everyReport(folder: string): { flags: string[]; read: () => Record<(typeof FORMATS)[number], string> } {
  mkdirSync(join(folder, "out"), { recursive: true });
  return {
    flags: FORMATS.flatMap((format) => ["--report", `${format}=out/${format}.txt`]),
    read: () =>
      Object.fromEntries(
        FORMATS.map((format) => [format, readFileSync(join(folder, "out", `${format}.txt`), "utf8")]),
      ) as Record<(typeof FORMATS)[number], string>,
  };
}

/** The published schema, closed: what it does not list must not be written. */
function closed(name: string): AnySchemaObject {
  const close = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(close);
    if (typeof schema !== "object" || schema === null) return schema;
    const own = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
    return "properties" in own && own["additionalProperties"] === undefined
      ? { ...own, additionalProperties: false }
      : own;
  };
  return close(JSON.parse(readFileSync(join(ROOT, "docs/schemas", name), "utf8"))) as AnySchemaObject;
}

function complaints(schema: string, data: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
  addFormats.default(ajv);
  const validate = ajv.compile(closed(schema));
  return validate(data) ? [] : validate.errors;
}

describe("one run", () => {
  test("writes every report, names files from the root of the repository, and prints what it always does", async () => {
    const root = repository("every");
    const program = copyOfProgram(join(root, "infra/shop"));
    const { flags, read } = everyReport(root);
    const ran = await rampart(["preview", "--program", "infra/shop", ...flags], { cwd: root });
    expect(ran.code).toBe(1);
    const reports = read();
    expect(reports.terminal).toBe(ran.stdout);
    expect(JSON.parse(reports.sarif).runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "infra/shop/index.ts", uriBaseId: "%SRCROOT%" },
      region: { startLine: 11, startColumn: expect.any(Number) },
    });
    expect(JSON.parse(reports.gitlab)[0].location).toEqual({ path: "infra/shop/index.ts", lines: { begin: 11 } });
    expect(reports.annotations).toContain("::error file=infra/shop/index.ts,line=11,");
    expect(reports.markdown).toContain("`infra/shop/index.ts:11`");
    expect(reports.junit).toContain('file="infra/shop/index.ts"');
    expect(complaints("report.schema.json", JSON.parse(reports.json))).toEqual([]);
    const set = "copyTagsToSnapshot: true";
    expect(reports.terminal).toMatch(new RegExp(`^  set  ${set}  at index\\.ts:11:\\d+$`, "m"));
    expect(reports.json).toContain('"path": "/copyTagsToSnapshot"');
    expect(reports.sarif).toContain('"suggestion":[{"path":"/copyTagsToSnapshot","value":true}]');
    expect(reports.markdown).toContain(`Set \`${set}\` | \`infra/shop/index.ts:11\` |`);
    for (const format of ["gitlab", "junit", "annotations"] as const) expect(reports[format]).toContain(`set ${set}`);
    for (const text of Object.values(reports)) {
      expect(text).not.toContain(program);
      expect(text).not.toContain("hunter22-canary");
    }
  });

  test("the printed format can be any of them", async () => {
    const root = repository("printed");
    copyOfProgram(join(root, "shop"));
    const ran = await rampart(["preview", "--program", "shop", "--format", "markdown"], { cwd: root });
    expect(ran.stdout.startsWith("<!-- rampart:report -->\n")).toBe(true);
    expect(ran.code).toBe(1);
  });

  test.each([
    ["an unknown format", ["--report", "sarf=x"], 'no format "sarf"; did you mean "sarif"?'],
    ["no file", ["--report", "sarif"], "write it as format=file, such as sarif=rampart.sarif"],
    ["one file for two", ["--report", "sarif=x", "--report", "json=x"], "another report goes to that file"],
  ])("refuses %s", async (_what, args, message) => {
    const ran = await rampart(["preview", ...args]);
    expect(ran.stderr).toContain(message);
    expect(ran.code).toBe(3);
  });

  test("writes all reports or none, and leaves nothing half done", async () => {
    const root = repository("none");
    copyOfProgram(join(root, "shop"));
    const args = ["preview", "--program", "shop", "--report", "json=good.json", "--report", "sarif=no/such/folder"];
    const ran = await rampart(args, { cwd: root });
    expect(ran.stderr).toContain("--report sarif=no/such/folder cannot be written");
    expect(ran.code).toBe(3);
    expect(readdirSync(root).toSorted()).toEqual([".git", "shop"]);
  });

  test("writes through links and into pipes, and replaces neither", async () => {
    const root = repository("special");
    copyOfProgram(join(root, "shop"));
    mkdirSync(join(root, "real"));
    writeFileSync(join(root, "real/report.json"), "");
    symlinkSync("real/report.json", join(root, "link.json"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    const reader = new Promise<string>((resolve) =>
      execFile("cat", [join(root, "pipe")], (_error, stdout) => resolve(stdout)),
    );
    await rampart(["preview", "--program", "shop", "--report", "json=link.json", "--out", "pipe"], { cwd: root });
    expect(await reader).toContain("violations");
    expect(statSync(join(root, "pipe")).isFIFO()).toBe(true);
    expect(lstatSync(join(root, "link.json")).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(root, "real/report.json"), "utf8")).stacks).toHaveLength(1);
    expect(readdirSync(join(root, "real"))).toEqual(["report.json"]);
  });

  test("that is interrupted while it writes leaves nothing", async () => {
    const folder = join(scratch, "interrupted");
    mkdirSync(folder);
    const script = `
      import { existsSync, readdirSync } from "node:fs";
      process.on("SIGINT", () => process.exit(130));
      const { writeReports } = await import(${JSON.stringify(join(ROOT, "cli/output.ts"))});
      void writeReports([{ text: "x".repeat(300_000_000), file: "big.json", flag: "" }]);
      const timer = setInterval(() => {
        if (readdirSync(".").some((name) => name.endsWith(".tmp"))) { clearInterval(timer); process.kill(process.pid, "SIGINT"); }
      }, 1);`;
    const code = await new Promise((resolve) => {
      execFile(process.execPath, ["--input-type=module", "-e", script], { cwd: folder }, (error) =>
        resolve(error?.code),
      );
    });
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a reader that closes early changes neither the exit code nor the reports", async () => {
  const root = repository("pipe");
  copyOfProgram(join(root, "shop"));
  const command = `"${process.execPath}" "${join(ROOT, "cli/rampart.js")}" preview --program shop --report json=r.json | true; echo "\${PIPESTATUS[0]}"`;
  const code = await new Promise<string>((resolve) => {
    execFile("bash", ["-c", command], { cwd: root }, (_error, stdout) => resolve(stdout));
  });
  expect(code).toBe("1\n");
  expect(JSON.parse(readFileSync(join(root, "r.json"), "utf8")).stacks).toHaveLength(1);
});

describe("a run that cannot judge", () => {
  test("says so in every report, and nowhere reads as clean", async () => {
    const root = repository("throws");
    const program = copyOfProgram(join(root, "shop"));
    writeFileSync(join(program, "index.ts"), `throw new Error("no file ${program}/secrets.txt");\n`);
    const { flags, read } = everyReport(root);
    const ran = await rampart(["preview", "--program", "shop", ...flags], { cwd: root });
    expect(ran.code).toBe(4);
    const reports = read();
    expect(JSON.parse(reports.json).problems).toEqual([
      { kind: "not-judged", subject: "dev", message: expect.stringContaining("no file shop/secrets.txt") },
    ]);
    expect(complaints("report.schema.json", JSON.parse(reports.json))).toEqual([]);
    expect(JSON.parse(reports.sarif).runs[0].invocations[0].executionSuccessful).toBe(false);
    expect(reports.junit).toContain('errors="1"');
    expect(reports.markdown).toContain("❌ rejected");
    expect(reports.annotations).toContain("::error title=Not judged%3A dev::");
    expect(JSON.parse(reports.gitlab)).toEqual([
      expect.objectContaining({ check_name: "rampart-not-judged", severity: "blocker" }),
    ]);
    for (const text of Object.values(reports)) expect(text).not.toContain(scratch);
  });

  test("writes the reports for a mistake of the user too", async () => {
    const root = repository("usage");
    copyOfProgram(join(root, "shop"));
    writeFileSync(join(root, "shop/rampart.policy.json"), '{"no-such-rule":"mandatory"}');
    const ran = await rampart(["preview", "--program", "shop", "--report", "json=r.json"], { cwd: root });
    expect(ran.code).toBe(3);
    expect(JSON.parse(readFileSync(join(root, "r.json"), "utf8")).problems[0].message).toContain("no-such-rule");
  });

  test("an input that is broken is told beside those that were judged", async () => {
    const root = repository("broken");
    write(root, "bad.json", "{");
    write(root, "ok.json", { stack: "dev", tier: "prod", resources: [] });
    const args = ["check", "--plan", join(root, "bad.json"), "--plan", "ok.json", "--report", "json=r.json"];
    const ran = await rampart(args, { cwd: root });
    expect(ran.code).toBe(3);
    const { problems, stacks } = JSON.parse(readFileSync(join(root, "r.json"), "utf8"));
    expect(problems).toEqual([
      { kind: "not-judged", subject: "input", message: expect.stringMatching(/^bad\.json:1:2: /) },
    ]);
    expect(stacks).toHaveLength(1);
  });
});

describe("no secret and no folder of this machine is in any report of", () => {
  const POD = `apiVersion: v1
kind: Secret
metadata: {name: s, namespace: shop}
stringData: {password: ${CANARY}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: api
          image: shop/api
          env: [{name: DB_PASSWORD, value: ${CANARY}}]
          args: ["--token=${CANARY}"]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: pgbouncer, namespace: shop}
data: {userlist.txt: '"api" "${CANARY}"', pgbouncer.ini: "[databases]\\nshop = host=db password=${CANARY}\\n"}
`;
  const database = {
    type: "aws:rds/instance:Instance",
    inputs: { engine: "postgres", username: "shop", password: CANARY, userData: CANARY, storageEncrypted: CANARY },
  };
  const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
  const INPUTS: readonly (readonly [name: string, flag: string, file: string, content: string | object])[] = [
    ["a plan", "--plan", "plan.json", { stack: "dev", tier: "prod", resources: [{ ...database, name: "db" }] }],
    [
      "a batch",
      "--plan",
      "plans.jsonl",
      `${JSON.stringify({ stack: "dev", resources: [{ ...database, name: "db" }] })}\n{"${CANARY}`,
    ],
    [
      "state",
      "--state",
      "state.json",
      {
        version: 3,
        deployment: {
          resources: [
            { urn: urn("pulumi:pulumi:Stack", "shop-dev"), type: "pulumi:pulumi:Stack", custom: false },
            {
              urn: urn(database.type, "db"),
              type: database.type,
              custom: true,
              inputs: {
                ...database.inputs,
                password: {
                  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                  plaintext: `"${CANARY}"`,
                },
              },
            },
          ],
        },
      },
    ],
    [
      "a preview",
      "--preview",
      "preview.json",
      {
        steps: [
          {
            op: "create",
            urn: urn(database.type, "db"),
            newState: { urn: urn(database.type, "db"), type: database.type, custom: true, inputs: database.inputs },
          },
        ],
      },
    ],
    ["manifests", "--manifests", "deploy/all.yaml", POD],
  ];

  test.each(INPUTS)("%s", async (name, flag, file, content) => {
    const root = repository(`canary-${name}`);
    const path = write(root, file, content);
    const { flags, read } = everyReport(root);
    const ran = await rampart(["check", flag, path, ...flags], { cwd: root });
    expect(ran.code).not.toBe(70);
    const reports = read();
    expect(JSON.parse(reports.json).stacks[0].findings.length).toBeGreaterThan(0);
    expect(complaints("report.schema.json", JSON.parse(reports.json))).toEqual([]);
    for (const [format, text] of Object.entries(reports)) {
      expect(`${format}: ${text}`).not.toContain(CANARY);
      expect(`${format}: ${text}`).not.toContain(scratch);
    }
    expect(ran.stdout + ran.stderr).not.toContain(CANARY);
  });

  test("a program, its config and its fixtures", async () => {
    const root = repository("canary-program");
    const program = copyOfProgram(join(root, "shop"));
    writeFileSync(
      join(program, "index.ts"),
      `import * as aws from "@pulumi/aws";
       import * as pulumi from "@pulumi/pulumi";
       const token = new pulumi.Config("shop").requireSecret("token");
       const shared = new pulumi.StackReference("o/p/s").getOutput("token");
       new aws.ssm.Parameter("q", { type: "String", value: shared, name: "/shop/token" });
       new aws.rds.Instance("db", { instanceClass: "db.t4g.small", username: "shop", password: token, publiclyAccessible: true });
       new aws.lambda.Function("f", { role: "r", environment: { variables: { TOKEN: "${CANARY}", PASSWORD: token } } });
       new aws.ec2.Instance("i", { userData: "export PASSWORD=${CANARY}", instanceType: "t3.micro" });
       new aws.ssm.Parameter("p", { type: "String", value: "${CANARY}", name: "/shop/password" });`,
    );
    const { flags, read } = everyReport(root);
    write(root, "fixtures.json", { stackReferences: { "o/p/s": { token: CANARY } } });
    const secret = ["--config", `shop:token=${CANARY}`, "--fixtures", "fixtures.json"];
    const ran = await rampart(["preview", "--program", "shop", ...secret, ...flags], { cwd: root });
    expect(ran.code).toBe(1);
    for (const [format, text] of Object.entries(read())) {
      expect(`${format}: ${text}`).not.toContain(CANARY);
      expect(`${format}: ${text}`).not.toContain(scratch);
    }
  });
});

describe("a baseline", () => {
  const program = (root: string): string => copyOfProgram(join(root, "shop"));
  const AT = ["--program", "shop"];

  test("takes an estate as it is, fails what is new, and wants out what is fixed", async () => {
    const root = repository("ratchet");
    const index = join(program(root), "index.ts");
    const options = { cwd: root };
    const wrote = await rampart(["baseline", "write", ...AT, "--out", "b.json"], options);
    expect(wrote.stdout).toMatch(/^b\.json records \d+ findings of 1 stack\n$/);
    expect(wrote.code).toBe(0);
    expect(complaints("baseline.schema.json", JSON.parse(readFileSync(join(root, "b.json"), "utf8")))).toEqual([]);

    const args = ["preview", ...AT, "--baseline", "b.json", "--report", "json=r.json", "--report", "markdown=r.md"];
    const same = await rampart(args, options);
    expect([same.code, same.stderr]).toEqual([0, expect.not.stringContaining("is fixed")]);
    expect(complaints("report.schema.json", JSON.parse(readFileSync(join(root, "r.json"), "utf8")))).toEqual([]);

    const before = readFileSync(index, "utf8");
    writeFileSync(
      index,
      before
        .replace("skipFinalSnapshot: true", "skipFinalSnapshot: true, storageEncrypted: false")
        .replace(/ {8}storageEncrypted: unsure.*\n/, ""),
    );
    const worse = await rampart(args, options);
    expect(worse.code).toBe(1);
    expect(readFileSync(join(root, "r.md"), "utf8")).toMatch(
      /### New violations \(1\)\n\n.*\n.*\n\| critical \| `rds-storage-encrypted` \| `shop\/shop-db`/,
    );
    const again = await rampart(["baseline", "write", ...AT, "--out", "b.json"], options);
    expect(again.stderr).toContain(
      "dev: rds-storage-encrypted at shop/shop-db /storageEncrypted is new and was not recorded",
    );
    expect(again.code).toBe(1);

    writeFileSync(index, before.replace("publiclyAccessible: true", "publiclyAccessible: false"));
    const better = await rampart(args, options);
    expect(better.stderr).toMatch(
      /dev: rds-not-publicly-accessible at shop\/shop-db \/publiclyAccessible is fixed: remove [0-9a-f]{16}/,
    );
    expect(better.code).toBe(1);
    expect(readFileSync(join(root, "r.md"), "utf8")).toContain("### Fixed, and to be removed from the baseline (1)");
    expect((await rampart(["baseline", "write", ...AT, "--out", "b.json"], options)).code).toBe(0);
    expect((await rampart(args, options)).code).toBe(0);
  });

  test("survives the rename of project, stack and environment, and a move of lines", async () => {
    const root = repository("renames");
    const folder = program(root);
    const options = { cwd: root };
    expect((await rampart(["baseline", "write", ...AT, "--out", "b.json"], options)).code).toBe(0);
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      readFileSync(join(folder, "Pulumi.yaml"), "utf8").replace("name: shop", "name: store"),
    );
    const config = readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8").replace(
      "environment: dev",
      "environment: development",
    );
    rmSync(join(folder, "Pulumi.dev.yaml"));
    writeFileSync(join(folder, "Pulumi.development.yaml"), config);
    writeFileSync(join(folder, "index.ts"), `// moved\n\n${readFileSync(join(folder, "index.ts"), "utf8")}`);
    expect((await rampart(["preview", ...AT, "--baseline", "b.json"], options)).code).toBe(0);
  });

  test("is written from the report on any input, and refuses one that is not whole", async () => {
    const root = repository("from");
    const options = { cwd: root };
    write(
      root,
      "pod.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: x}]}\n",
    );
    const check = ["check", "--manifests", "pod.yaml", "--tier", "nonprod"];
    expect((await rampart([...check, "--report", "json=found.json"], options)).code).toBe(1);
    expect((await rampart(["baseline", "write", "--from", "found.json"], options)).code).toBe(0);
    const file = join(root, "rampart.baseline.json");
    expect(existsSync(file)).toBe(true);
    expect((await rampart([...check, "--baseline", "rampart.baseline.json"], options)).code).toBe(0);
    write(root, "bad.yaml", "{");
    await rampart(["check", "--manifests", "bad.yaml", "--report", "json=found.json"], options);
    const refused = await rampart(["baseline", "write", "--from", "found.json"], options);
    expect(refused.stderr).toContain("something was not judged in that run");
    expect(refused.code).toBe(3);
  });

  test("that does not exist is refused with what makes one", async () => {
    const ran = await rampart([
      "check",
      "--policy-config",
      "rampart.policy.json",
      "--baseline",
      "no.json",
      "--manifests",
      "docs",
    ]);
    expect(ran.stderr).toContain("--baseline no.json: there is no such file; `rampart baseline write` makes one");
    expect(ran.code).toBe(3);
  });
});

test("a line of a batch is what its schema says", async () => {
  const lines = [
    JSON.stringify({ tier: "prod", resources: [{ type: "aws:rds/instance:Instance", name: "d", inputs: {} }] }),
    "{",
  ];
  const { stdout } = await rampart(["check", "--plan", "-", "--format", "json", "--all"], { stdin: lines.join("\n") });
  const printed = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(printed).toHaveLength(2);
  for (const line of printed) expect(complaints("batch-line.schema.json", line)).toEqual([]);
});
