import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Analyzer } from "../support/analyzer.ts";
import { ROOT, rampart } from "./run.ts";

const PROGRAM = fileURLToPath(new URL("program", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "rampart-own-rules-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The file of the documentation, as it stands there. */
const DOCUMENTED = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/own-rules.md"), "utf8"))?.[1] ?? "";

/** A rule about each bucket, with this check. */
const bucketRule = (check: string, extra = ""): string => `
import { defineRule, NOT_APPLICABLE, z } from "rampart/policies";
export default defineRule({
  id: "shop-bucket-rule", title: "Check buckets.", severity: "low", profile: "extended", scope: "resource",
  why: "Because.", fix: "Set bucket.", links: [{ title: "Why", url: "https://example.com/why" }],
  types: ["aws:s3/bucket:Bucket"], config: z.object({ prefix: z.string().default("shop-") }), ${extra}
  check: ${check},
  examples: { pass: [], fail: [{ inputs: {}, path: "", message: "m" }], undecided: [] },
});`;
const FAILING = bucketRule(
  '(bucket, { config }) => [bucket.get("bucket").fail(`Begin the name with ${config.prefix}; set bucket`)]',
);

/** A plan of one bucket; its stack is not said to be production. */
const PLAN = JSON.stringify({
  version: 3,
  deployment: {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: [
      { urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", custom: false, type: "pulumi:pulumi:Stack" },
      {
        urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::media-store",
        custom: true,
        id: "media",
        type: "aws:s3/bucket:Bucket",
        inputs: { bucket: "media" },
        outputs: { bucket: "media" },
        parent: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
      },
    ],
  },
});

/** A folder with these files, which need no package: the contract is the running copy's. */
function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const all = { "package.json": '{"type":"module"}', "state.json": PLAN, ...files };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);
  return folder;
}

const CHECK = ["check", "--state", "state.json", "--environment", "dev", "--tier", "nonprod"];
const ONLY = ["--rule", "shop-bucket-rule"];

describe("the documented file", () => {
  test("keeps every promise, by test-rule", async () => {
    const cwd = folderWith("documented", { "rampart.rules.ts": DOCUMENTED });
    const { code, stdout } = await rampart(["test-rule", "rampart.rules.ts"], { cwd });
    expect(stdout).toContain("✓ 2 rules: all of 20 checks hold");
    expect(code).toBe(0);
  });

  test("compiles against the contract, strictly", () => {
    const cwd = folderWith("compiled", { "rampart.rules.ts": DOCUMENTED });
    const compilerOptions = {
      paths: { "rampart/policies": [join(ROOT, "policies/api.ts")] },
      typeRoots: [join(ROOT, "node_modules/@types")],
    };
    const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, include: ["*.ts"], exclude: [] };
    writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify(config));
    const compiled = spawnSync(process.execPath, [join(ROOT, "node_modules/typescript7/bin/tsc"), "-p", "."], { cwd });
    expect(String(compiled.stdout)).toBe("");
    expect(compiled.status).toBe(0);
  });

  test("judges the program that it lies beside", async () => {
    const folder = join(scratch, "program");
    cpSync(PROGRAM, folder, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(
      join(folder, "rampart.rules.mts"),
      DOCUMENTED.replace("aws:sns/topic:Topic", "aws:rds/instance:Instance"),
    );
    const args = ["preview", "dev", "--program", folder, "--rule", "shop-topic-has-reader"];
    const { code, stdout } = await rampart(args);
    expect(stdout).toMatch(/✗ high shop-topic-has-reader\n {2}shop\/shop-db/);
    expect(code).toBe(1);
  });
});

describe("a rule of one's own offline", () => {
  const cwd = folderWith("offline", { "rampart.rules.mjs": FAILING, "rules.mjs": DOCUMENTED });

  test("is advisory by its profile, configured, set to a level and waived like any other", async () => {
    const plain = await rampart([...CHECK, ...ONLY], { cwd });
    expect(plain.stdout).toContain("Begin the name with shop-");
    expect(plain.code).toBe(0);
    const policy = { "shop-bucket-rule": { enforcementLevel: "mandatory", prefix: "acme-" } };
    writeFileSync(join(cwd, "policy.json"), JSON.stringify(policy));
    const configured = await rampart([...CHECK, ...ONLY, "--policy-config", "policy.json"], { cwd });
    expect(configured.stdout).toContain("Begin the name with acme-");
    expect(configured.code).toBe(1);
    writeFileSync(
      join(cwd, "waivers.mjs"),
      `export default [{ rule: "shop-bucket-rule", resource: "media-store", environments: ["dev"],
        reason: "It is thrown away tonight", owner: "shop", ticket: "SHOP-1", expires: "2026-12-31" }];`,
    );
    const waived = await rampart(
      [...CHECK, ...ONLY, "--level", "shop-bucket-rule=mandatory", "--waivers", "waivers.mjs"],
      {
        cwd,
        env: { SOURCE_DATE_EPOCH: "1780000000" },
      },
    );
    expect(waived.stdout).toContain("waived until 2026-12-31 by shop (SHOP-1)");
    expect(waived.code).toBe(0);
  });

  test("a setting that it does not have is refused", async () => {
    writeFileSync(join(cwd, "wrong.json"), '{ "shop-bucket-rule": { "prefx": "a" } }');
    const { code, stderr } = await rampart(["check", "--policy-config", "wrong.json"], { cwd });
    expect(stderr).toContain("shop-bucket-rule: Unrecognized key");
    expect(code).toBe(3);
  });

  test.each([
    ["json", "Begin the name with shop-"],
    ["sarif", "https://example.com/why"],
    ["html", "https://example.com/why"],
  ])("is in the %s report, with its help", async (format, expected) => {
    const { stdout } = await rampart([...CHECK, ...ONLY, "--format", format], { cwd });
    expect(stdout).toContain("shop-bucket-rule");
    expect(stdout).toContain(expected);
  });

  test("is listed, explained and counted, with what --rules adds", async () => {
    const listed = await rampart(["rules", "--rules", "ru*.mjs", "--format", "json"], { cwd });
    const { rules } = JSON.parse(listed.stdout) as { rules: { id: string; file?: string }[] };
    expect(rules.filter(({ file }) => file !== undefined).map(({ id, file }) => [id, file])).toEqual([
      ["shop-bucket-rule", "rampart.rules.mjs"],
      ["shop-queue-gives-up", "rules.mjs"],
      ["shop-topic-has-reader", "rules.mjs"],
    ]);
    const explained = await rampart(["explain", "shop-queue-gives-up", "--rules", "rules.mjs"], { cwd });
    expect(explained.stdout).toContain("Defined in `rules.mjs`");
    expect(explained.stdout).toContain("`mostReceives` (integer; default `5`)");
    const covered = await rampart(
      ["coverage", "--state", "state.json", "--rule", "shop-bucket-rule", "--format", "json"],
      {
        cwd,
      },
    );
    expect(JSON.parse(covered.stdout).stacks[0].types).toContainEqual(
      expect.objectContaining({ type: "aws:s3/bucket:Bucket", rules: 1 }),
    );
  });
});

describe("a rule that does not work is no pass", () => {
  test.each([
    ["throws", '() => { throw new TypeError("hunter22") }', "failed on this resource with TypeError"],
    ["answers later", "async () => []", "returned something that is no list of issues"],
    ["answers nothing", "() => undefined", "returned something that is no list of issues"],
    ["answers with text", '() => ["bad"]', "returned something that is no list of issues"],
  ])("one that %s fails the run, whatever its level and the tier", async (name, check, expected) => {
    const cwd = folderWith(`broken-${name.replaceAll(" ", "-")}`, { "rampart.rules.mjs": bucketRule(check) });
    const { code, stdout } = await rampart([...CHECK, ...ONLY, "--format", "json"], { cwd });
    const [finding] = JSON.parse(stdout).stacks[0].findings;
    expect(finding).toMatchObject({ rule: "shop-bucket-rule", verdict: "undecided", level: "mandatory" });
    expect(finding.message).toContain(`rule shop-bucket-rule of rampart.rules.mjs ${expected}`);
    expect(stdout).not.toContain("hunter22");
    expect(code).toBe(1);
  });
});

describe("what cannot be used is refused", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
    [
      "a key that is misspelt",
      { "rampart.rules.mjs": bucketRule("() => []", "titel: 1,") },
      CHECK,
      'has no key "titel"',
    ],
    [
      "a helper that is exported",
      { "rampart.rules.mjs": `${FAILING}\nexport const help = () => 1;` },
      CHECK,
      "export help: is a function",
    ],
    ["no rule", { "rampart.rules.mjs": "export default [];" }, CHECK, "exports no rule"],
    ["a fault in the file", { "rampart.rules.mjs": "throw new Error('no');" }, CHECK, "cannot be loaded as rules: no"],
    ["a file that is not there", {}, ["rules", "--rules", "nope.ts"], "--rules nope.ts: there is no such file"],
    ["a folder", {}, ["rules", "--rules", "."], '--rules .: is a folder; write "*.ts"'],
    [
      "an id twice",
      { "a.mjs": FAILING, "b.mjs": FAILING },
      ["rules", "--rules", "?.mjs"],
      "b.mjs, export default (shop-bucket-rule): id is taken by a.mjs",
    ],
    [
      "a file of no rules, by test-rule",
      { "a.mjs": "export const a = 1;" },
      ["test-rule", "a.mjs"],
      "is 1 and no rule",
    ],
  ])("%s", async (name, files, args, expected) => {
    const cwd = folderWith(`refused-${name.replaceAll(/\W/g, "-")}`, files);
    const { code, stderr } = await rampart(args, { cwd });
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(3);
  });

  test("RAMPART_RULES that names nothing", async () => {
    const { code, stderr } = await rampart(["rules"], { cwd: scratch, env: { RAMPART_RULES: "nope.ts" } });
    expect(stderr).toContain("RAMPART_RULES=nope.ts: there is no such file");
    expect(code).toBe(3);
  });
});

describe("test-rule", () => {
  const cwd = folderWith("tested", { "rule.mjs": FAILING });

  test("says what was expected and what came, and fails", async () => {
    const { code, stdout } = await rampart(["test-rule", "rule.mjs"], { cwd });
    expect(stdout).toContain(
      'expected  fail at the resource with "m"\n      came      fail at bucket: Begin the name with shop-',
    );
    expect(code).toBe(1);
  });

  test("the same as JSON", async () => {
    const { code, stdout } = await rampart(["test-rule", "rule.mjs", "--format", "json"], { cwd });
    const { passed, rules } = JSON.parse(stdout);
    expect(passed).toBe(false);
    expect(rules[0]).toMatchObject({ rule: "shop-bucket-rule", file: "rule.mjs", passed: false });
    expect(rules[0].examples[0]).toMatchObject({
      kind: "fail",
      passed: false,
      expected: { verdict: "fail", path: "", message: "m" },
      came: { verdict: "fail", issues: [{ path: "/bucket" }] },
    });
    expect(code).toBe(1);
  });
});

describe("in the policy pack", () => {
  const BROKEN = bucketRule('() => { throw new TypeError("hunter22") }').replaceAll(
    "shop-bucket-rule",
    "shop-broken-rule",
  );
  const folder = folderWith("pack", { "own.mjs": FAILING, "broken.mjs": BROKEN, "bad.mjs": "export default 1;" });
  writeFileSync(
    join(folder, "both.mjs"),
    'export { default as a } from "./own.mjs"; export { default as b } from "./broken.mjs";',
  );
  let analyzer: Analyzer;
  beforeAll(async () => {
    analyzer = await Analyzer.start(join(ROOT, "policies"), { RAMPART_RULES: join(folder, "both.mjs") });
  });
  afterAll(() => analyzer.stop());

  test("it is listed with its level and settings, and judges", async () => {
    const listed = (await analyzer.policies()).find(({ name }) => name === "shop-bucket-rule");
    expect(listed).toMatchObject({ level: "advisory", properties: { prefix: expect.anything() } });
    const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::media-store";
    const found = await analyzer.analyze({ urn, type: "aws:s3/bucket:Bucket", name: "media", properties: {} });
    const own = found.filter(({ policyName }) => policyName.startsWith("shop-"));
    expect(own.map(({ policyName, level }) => [policyName, level])).toEqual([
      ["shop-bucket-rule", "advisory"],
      ["shop-broken-rule", "mandatory"],
    ]);
    expect(own[1]?.message).toContain("rule shop-broken-rule of both.mjs failed on this resource with TypeError");
  });

  test("a file that cannot be used keeps the pack from starting, without a stack trace", async () => {
    const start = Analyzer.start(join(ROOT, "policies"), { RAMPART_RULES: join(folder, "bad.mjs") });
    const message = await start.then(
      () => "started",
      (error: Error) => error.message,
    );
    expect(message).toContain("bad.mjs, export default: is 1 and no rule");
    expect(message).not.toMatch(/^ +at /m);
  });
});
