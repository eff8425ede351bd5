import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT, rampart } from "./run.ts";

const scratch = mkdtempSync(join(tmpdir(), "rampart-check-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function write(name: string, content: string | object): string {
  const file = join(scratch, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const database = (inputs: object, more: object = {}) => ({
  stack: "dev",
  tier: "prod",
  resources: [{ type: "aws:rds/instance:Instance", name: "db", inputs, ...more }],
});
const POD = (name: string, privileged: boolean): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: ${privileged}\n`;

const ENCRYPTED = ["--rule", "rds-storage-encrypted"];
const PRIVILEGED = ["--rule", "pss-baseline-privileged"];

function linesOf(text: string) {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

describe("a batch", () => {
  const batch = write(
    "batch.jsonl",
    [
      JSON.stringify(database({ storageEncrypted: true })),
      JSON.stringify(database({ storageEncrypted: false, note: "a\u2028b" })),
      '{"resources": [}',
      "",
      JSON.stringify(database({ storageEncrypted: { $unknown: true } })),
      JSON.stringify({ resources: [{ type: "t", inputs: {} }] }),
      `{"resources":[{"type":"aws:s3/bucket:Bucket","name":"b","inputs":{"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}}]}`,
      '{"resources":[{"type":"aws:rds/instance:Instance","name":"db","inputs":{"__proto__":{"storageEncrypted":true}}}]}',
    ].join("\n"),
  );
  const summary = { resources: 1, pass: 0, fail: 0, undecided: 0, notApplicable: 0, waived: 0, assumed: 0 };

  test("answers line for line, in order, and goes on behind what it cannot read", async () => {
    const { code, stdout, stderr } = await rampart(["check", "--plan", batch, "--format", "json", ...ENCRYPTED]);
    const urn = "urn:pulumi:dev::project::aws:rds/instance:Instance::db";
    const finding = {
      rule: "rds-storage-encrypted",
      level: "mandatory",
      severity: "critical",
      urn,
      path: "/storageEncrypted",
      message: expect.any(String),
    };
    expect(linesOf(stdout)).toEqual([
      { plan: 0, summary: { ...summary, pass: 1 }, findings: [] },
      { plan: 1, summary: { ...summary, fail: 1 }, findings: [{ ...finding, verdict: "fail" }] },
      { plan: 2, error: { message: expect.stringContaining("is not JSON"), line: 3, column: 16 } },
      { plan: 3, error: { message: expect.stringContaining("the text ends"), line: 4, column: 1 } },
      { plan: 4, summary: { ...summary, undecided: 1 }, findings: [{ ...finding, verdict: "undecided" }] },
      { plan: 5, error: { message: "resources[0].name is missing", line: 6, column: 15 } },
      {
        plan: 6,
        error: {
          message: expect.stringContaining("nested deeper than 500 levels"),
          line: 7,
          column: expect.any(Number),
        },
      },
      { plan: 7, summary: { ...summary, fail: 1 }, findings: [expect.objectContaining({ verdict: "fail" })] },
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(3);
  });

  test("--all adds what passed and what did not apply, and changes no count", async () => {
    const file = write("mixed.jsonl", `${JSON.stringify(database({ storageEncrypted: true, engine: "mysql" }))}\n`);
    const [plain] = linesOf((await rampart(["check", "--plan", file, "--format", "json"])).stdout);
    const [all] = linesOf((await rampart(["check", "--plan", file, "--format", "json", "--all"])).stdout);
    expect(all.summary).toEqual(plain.summary);
    const count = (verdict: string) =>
      all.findings.filter((one: { verdict: string }) => one.verdict === verdict).length;
    expect(count("pass")).toBe(plain.summary.pass + plain.summary.assumed);
    expect(count("notApplicable")).toBe(plain.summary.notApplicable);
    expect(count("notApplicable")).toBeGreaterThan(0);
    const advisory = plain.findings.filter(({ level }: { level: string }) => level === "advisory");
    expect(advisory.length).toBeGreaterThan(0);
  });

  test("a finding that joins resources names the one at fault", async () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    const file = write("joined.jsonl", {
      stack: "dev",
      resources: [
        { type: "aws:s3/bucket:Bucket", name: "media", inputs: { bucket: "media" } },
        {
          type: "aws:s3/bucketPolicy:BucketPolicy",
          name: "policy",
          inputs: { bucket: "media", policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
        },
      ],
    });
    const [line] = linesOf((await rampart(["check", "--plan", file, "--format", "json"])).stdout);
    const open = line.findings.find(({ rule }: { rule: string }) => rule === "s3-policy-no-public-principal");
    expect(open.urn).toBe("urn:pulumi:dev::project::aws:s3/bucketPolicy:BucketPolicy::policy");
  });

  test("comes from standard input too, and goes to a file whole", async () => {
    const out = join(scratch, "out.jsonl");
    const stdin = `${JSON.stringify(database({ storageEncrypted: true }))}\n`;
    const ran = await rampart(["check", "--plan", "-", "--format", "json", "--out", out, ...ENCRYPTED], { stdin });
    expect([ran.code, ran.stdout]).toEqual([0, ""]);
    expect(linesOf(readFileSync(out, "utf8"))).toEqual([{ plan: 0, summary: { ...summary, pass: 1 }, findings: [] }]);
    const missing = await rampart(["check", "--plan", "no.jsonl", "--format", "json", "--out", join(scratch, "never")]);
    expect(missing.stderr).toBe("rampart: no.jsonl: cannot be read: there is no such file\n");
    expect(missing.code).toBe(3);
    expect(readdirSync(scratch).filter((name) => name.includes("never"))).toEqual([]);
  });

  test("a reader that closes early is no fault", async () => {
    const line = `${JSON.stringify(database({ storageEncrypted: false }))}\n`;
    const file = write("long.jsonl", line.repeat(3000));
    const stderr = await new Promise<string>((done) => {
      const command = `"${process.execPath}" cli/main.ts check --plan "${file}" --format json | head -n 1 >/dev/null`;
      execFile("bash", ["-c", command], { cwd: ROOT }, (_error, _stdout, errors) => done(errors));
    });
    expect(stderr).not.toMatch(/EPIPE|bug/);
  });

  test("for people, every plan has its own verdict", async () => {
    const { code, stdout, stderr } = await rampart(["check", "--plan", batch, ...ENCRYPTED]);
    expect(stdout).toContain("line 2: dev");
    expect(stdout).toMatch(/✗ critical rds-storage-encrypted\n {2}db {2}storageEncrypted\n/);
    expect(stderr).toContain(`${batch}:3:16: is not JSON`);
    expect(code).toBe(3);
  });
});

describe("other inputs", () => {
  test("state, previews, plans and manifests in one run; what cannot be read spares the rest", async () => {
    const bucket = {
      urn: "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::b",
      type: "aws:s3/bucket:Bucket",
      custom: true,
    };
    const state = write("state.json", { version: 3, deployment: { resources: [bucket] } });
    const preview = write(
      "events.json",
      `${JSON.stringify({ resourcePreEvent: { metadata: { op: "create", new: { ...bucket, inputs: {}, outputs: {} } } } })}\n`,
    );
    const pods = write("pod.yaml", POD("web", true));
    const broken = write("broken.json", '{\n  "resources": 7\n}');
    const inputs = ["--state", state, "--preview", preview, "--manifests", pods, "--plan", broken];
    const missing = ["--state", join(scratch, "none.json")];
    const flags = ["--format", "json", "--tier", "prod", "--environment", "production"];
    const { code, stdout, stderr } = await rampart(["check", ...inputs, ...missing, ...flags]);
    const report = JSON.parse(stdout);
    expect(
      report.stacks.map((one: Record<string, unknown>) => [one["stack"], one["mode"], one["environment"], one["tier"]]),
    ).toEqual([
      ["prod", "state", "production", "prod"],
      ["prod", "preview", "production", "prod"],
      ["manifests", "state", "production", "prod"],
    ]);
    expect(stderr).toContain("broken.json:2:16: resources must be a list, given a number (7)");
    expect(stderr).toContain("none.json: cannot be read: there is no such file");
    expect(stderr).toContain("the preview is not complete: its summary is missing; only what it saw is judged");
    expect(code).toBe(3);
  });

  test("manifests from a folder and from standard input, with the line of the fault", async () => {
    write("deploy/base/a.yaml", `${POD("fine", false)}---\n${POD("bad", true)}`);
    write("deploy/values.yaml", "replicas: 2\n");
    write("deploy/.git/x.yaml", POD("hidden", true));
    const folder = await rampart(["check", "--manifests", "deploy", ...PRIVILEGED], { cwd: scratch });
    expect(folder.stdout).toMatch(
      /✗ \w+ pss-baseline-privileged\n {2}bad {2}.*\n.*\n {2}at deploy\/base\/a\.yaml:19:9\n/,
    );
    expect(folder.stdout).not.toContain("hidden");
    expect(folder.stderr).toBe("rampart: left out, as they hold no Kubernetes object: deploy/values.yaml\n");
    expect(folder.code).toBe(1);
    const piped = await rampart(["check", "--manifests", "-", ...PRIVILEGED], { stdin: POD("fine", false) });
    expect([piped.code, piped.stderr]).toEqual([0, ""]);
  });

  test.each([
    ["no file", "empty/.keep", "", "holds no .yaml, .yml or .json file"],
    ["no object", "chart/values.yaml", "replicas: 2\n", "holds no Kubernetes object, so nothing was judged"],
  ])("a folder of manifests with %s is not accepted", async (_what, file, content, message) => {
    const folder = join(write(file, content), "..");
    const { code, stdout, stderr } = await rampart(["check", "--manifests", folder]);
    expect(stderr).toContain(message);
    expect(stdout).not.toContain("accepted");
    expect(code).toBe(3);
  });

  test("a manifest outside the repository is named in every report, with its line and without its folder", async () => {
    const pod = write("elsewhere.yaml", POD("bad", true));
    const { stdout } = await rampart(["check", "--manifests", pod, ...PRIVILEGED]);
    expect(stdout).toContain("at elsewhere.yaml:9:9\n");
    for (const format of ["json", "sarif"]) {
      const report = await rampart(["check", "--manifests", pod, ...PRIVILEGED, "--format", format]);
      expect(report.stdout).toContain('"elsewhere.yaml"');
      expect(report.stdout).not.toContain(scratch);
      expect(report.stdout).not.toContain("Pulumi.yaml");
    }
  });

  test("undecided fails in production and where the tier is not declared", async () => {
    const file = write("unsure.json", { ...database({ storageEncrypted: { $unknown: true } }), tier: undefined });
    const codeOf = async (...flags: string[]) =>
      (await rampart(["check", "--plan", file, ...ENCRYPTED, ...flags])).code;
    expect(await codeOf()).toBe(2);
    expect(await codeOf("--tier", "nonprod")).toBe(0);
    expect(await codeOf("--no-strict")).toBe(0);
  });

  test("the policy config alone is checked, with every fault in it", async () => {
    const good = write("good.json", { "rds-storage-encrypted": "advisory" });
    const ran = await rampart(["check", "--policy-config", good]);
    expect([ran.code, ran.stdout]).toEqual([0, `${good} is valid; it configures 1 rule\n`]);
    const bad = write("bad.json", { "rds-storage-encryptd": "advisory", "rds-multi-az": { loud: true } });
    const refused = await rampart(["check", "--policy-config", bad]);
    expect(refused.stderr).toContain('rds-storage-encryptd: no such rule; did you mean "rds-storage-encrypted"?');
    expect(refused.stderr).toContain("rds-multi-az");
    expect(refused.code).toBe(3);
  });

  test.each([
    ["nothing", [], "nothing to check: give --plan, --state, --preview or --manifests"],
    ["an option of preview", ["--mode", "simulate"], "unknown option '--mode'"],
    ["two inputs from one stream", ["--plan", "-", "--manifests", "-"], "standard input is read once"],
    ["--all for people", ["--plan", "x.json", "--all"], "--all needs --format json"],
    [
      "a batch beside others",
      ["--plan", "a.jsonl", "--state", "b", "--format", "json"],
      "a batch with --format json is the only input",
    ],
  ])("refuses %s", async (_what, args, message) => {
    const { code, stderr, stdout } = await rampart(["check", ...args]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([3, ""]);
  });
});

describe("a run that would judge nothing is refused:", () => {
  const off = write("off.json", { all: "disabled" });
  const one = write("one.json", { "rds-storage-encrypted": "disabled" });
  const input = write("unencrypted.json", database({ storageEncrypted: false }));
  test.each([
    ["every rule disabled", ["--policy-config", off], `every rule is disabled by --policy-config ${off}; enable one`],
    [
      "a rule that the profile leaves out",
      ["--rule", "rds-cmk", "--profile", "baseline"],
      "--rule rds-cmk: --profile baseline leaves this rule out, as it is extended; give only one of the two",
    ],
    [
      "one such rule of two",
      ["--rule", "rds-cmk", ...ENCRYPTED, "--profile", "baseline"],
      "--rule rds-cmk: --profile baseline leaves this rule out",
    ],
    [
      "a rule that the config disables",
      [...ENCRYPTED, "--policy-config", one],
      `--rule rds-storage-encrypted: --policy-config ${one} disables this rule`,
    ],
    [
      "a rule that another flag disables",
      [...ENCRYPTED, "--level", "rds-storage-encrypted=disabled"],
      "--rule rds-storage-encrypted: --level rds-storage-encrypted=disabled disables this rule",
    ],
  ])("%s", async (_what, flags, message) => {
    const { code, stdout, stderr } = await rampart(["check", "--plan", input, ...flags]);
    expect(stderr).toContain(message);
    expect(stdout).not.toContain("accepted");
    expect(code).toBe(3);
  });

  test("a level on the command line enables what the config disables", async () => {
    const enabled = ["--policy-config", off, "--level", "rds-storage-encrypted=mandatory"];
    expect((await rampart(["check", "--plan", input, ...ENCRYPTED, ...enabled])).code).toBe(1);
    expect((await rampart(["check", "--policy-config", off])).code).toBe(0);
  });
});

describe("the pack", () => {
  test("lists rules by area, severity, type and framework, and counts them", async () => {
    const { stdout, code } = await rampart(["rules", "--area", "rds", "--severity", "critical"]);
    expect(stdout).toMatch(/^rds-storage-encrypted +critical +baseline +mandatory +Encrypt database storage\.$/m);
    expect(stdout).toMatch(/^area +baseline +extended +rules$/m);
    expect(code).toBe(0);
    const byType = await rampart(["rules", "--type", "aws:alb/listener:Listener", "--framework", "fsbp", "--quiet"]);
    expect(byType.stdout.split("\n")).toContain("alb-http-redirects-to-https");
    expect(byType.stdout).not.toContain("rds-");
    expect((await rampart(["rules", "--area", "rdz"])).stderr).toContain("--area rdz: allowed are network, kms,");
  });

  test("explains a rule, and suggests the nearest when there is none", async () => {
    const { stdout } = await rampart(["explain", "rds-storage-encrypted"]);
    for (const heading of [
      "## Why",
      "## Fix",
      "## What fails",
      "## What passes",
      "## Remediation",
      "## Waiver",
      "## References",
    ]) {
      expect(stdout).toContain(heading);
    }
    expect(stdout).toBe(readFileSync(join(ROOT, "docs/rules/rds-storage-encrypted.md"), "utf8"));
    const wrong = await rampart(["explain", "rds-encrypted-storage"]);
    expect(wrong.stderr).toMatch(/no rule "rds-encrypted-storage".*`rampart rules` lists them/);
    expect(wrong.code).toBe(3);
  });

  test("tells its coverage, and that of an input", async () => {
    const whole = await rampart(["coverage"]);
    // Every control of the baseline has a rule.
    expect(whole.stdout).toMatch(/^all +(\d{3}) of \1 +\d+ of \d{3}$/m);
    const file = write("covered.json", database({ storageEncrypted: true, secretSauce: 1 }));
    const own = await rampart(["coverage", "--plan", file, "--format", "json"]);
    expect(JSON.parse(own.stdout).stacks[0]).toMatchObject({
      types: [{ type: "aws:rds/instance:Instance", resources: 1 }],
      unread: [{ path: "secretSauce" }],
    });
  });
});
