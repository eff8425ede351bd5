import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { runChecks } from "../../cli/doctor/checks.ts";
import type { Machine } from "../../cli/doctor/machine.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "rampart-environments-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const FOLDERS = ["stacks", "engine", "components", "policies", "cli", "runtime"];

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project, which a test may change. */
function clone(name: string): string {
  const folder = join(scratch, name);
  for (const part of [...FOLDERS, "index.ts", "package.json", "Pulumi.yaml", "tsconfig.json"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  for (const file of readdirSync(ROOT).filter((one) => one.startsWith("rampart."))) {
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function rampart(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [join(cwd, "cli/rampart.js"), ...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

function replaceIn(file: string, text: string, by: string): void {
  const before = readFileSync(file, "utf8");
  if (!before.includes(text)) throw new Error(`${file} does not hold ${text}`);
  writeFileSync(file, before.replace(text, by));
}

const NEW_QA = ["env", "new", "qa", "--from", "staging", "--system", "flask-app"];
const IDENTITY = [
  "--account=210987654321",
  "--cidr=10.70.0.0/16",
  "--domain=main=qa.flask-app.example.com",
  "--zone=main=Z0123456789ABCDEFGHIJ",
];

describe("rampart env", () => {
  test("asks for everything that is missing at once, and writes nothing", async () => {
    const folder = clone("asked");
    const { code, stderr } = await rampart(folder, NEW_QA);
    expect(code).toBe(3);
    expect(stderr).toMatch(/nothing was written.*--account.*--cidr.*--domain/s);
    const wrong = await rampart(folder, [...NEW_QA, ...IDENTITY.with(1, "--cidr=8.8.0.0/16")]);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain("network.cidr is not private");
    const taken = await rampart(folder, [...NEW_QA, ...IDENTITY.with(0, "--account=888888888888")]);
    expect(taken.stderr).toContain("accountId is the account of flask-app staging too");
    expect(taken.stderr).not.toContain("does not differ");
    expect(existsSync(join(folder, "stacks/environments/qa.ts"))).toBe(false);
  });

  test("makes an environment that is its parent but for its identity, and tells when its day has come", async () => {
    const folder = clone("made");
    const made = await rampart(folder, [...NEW_QA, ...IDENTITY, "--ttl=7"], { SOURCE_DATE_EPOCH: "1795219200" });
    expect(made.stdout).toMatch(/Secrets to supply after the first deployment:\n {2}mail-api-key\n/);
    expect(made.code).toBe(0);
    const second = await rampart(folder, [
      ...NEW_QA.with(4, "prod").with(6, "mluv-me"),
      ...IDENTITY.with(0, "--account=210987654322").with(3, "--zone=main=Z0123456789ABCDEFGHIK"),
    ]);
    expect(second.stderr).toBe("");
    const parity = await rampart(folder, ["parity", "staging", "qa", "--system=flask-app", "--quiet"]);
    expect(parity).toEqual({ code: 0, stdout: "", stderr: "" });
    const early = await rampart(folder, ["env", "list", "--expired"], { SOURCE_DATE_EPOCH: "1795219200" });
    expect(early).toEqual({ code: 0, stdout: "no environment has expired\n", stderr: "" });
    const late = await rampart(folder, ["env", "list", "--expired"], { SOURCE_DATE_EPOCH: "1796000000" });
    expect(late.stdout).toMatch(/flask-app +qa +nonprod .* staging +\d+ +2026-11-28\n$/);
    expect(late.code).toBe(1);
  });
});

/** Every file below `stacks`, by name. */
function stacksIn(folder: string): Record<string, string> {
  const files = readdirSync(join(folder, "stacks"), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file): [string, string] => {
        const path = join(file.parentPath, file.name);
        return [path.slice(folder.length), readFileSync(path, "utf8")];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const REMOVE_QA = ["env", "remove", "qa", "--system", "flask-app"];
/** A PATH on which no Pulumi CLI lies. */
const NO_CLI = { PATH: join(scratch, "nothing") };

describe("rampart env remove", () => {
  const second = [
    ...NEW_QA.with(4, "prod").with(6, "mluv-me"),
    ...IDENTITY.with(0, "--account=210987654322").with(3, "--zone=main=Z0123456789ABCDEFGHIK"),
  ];

  test("undoes what env new did, to the byte, one system at a time", async () => {
    const folder = clone("removed");
    const before = stacksIn(folder);
    expect((await rampart(folder, [...NEW_QA, ...IDENTITY])).code).toBe(0);
    const one = stacksIn(folder);
    expect((await rampart(folder, second)).code).toBe(0);
    const both = stacksIn(folder);

    const ambiguous = await rampart(folder, ["env", "remove", "qa", "--state-is-gone"]);
    expect(ambiguous.stderr).toContain("name the --system: mluv-me, flask-app");
    const shown = await rampart(folder, [...REMOVE_QA, "--state-is-gone"]);
    expect(shown.stdout).toContain("nothing is written without --write");
    expect(stacksIn(folder)).toEqual(both);

    const gone = ["--state-is-gone", "--write"];
    const first = await rampart(folder, ["env", "remove", "qa", "--system", "mluv-me", ...gone]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("~ stacks/environments/qa.ts  the entry of mluv-me");
    expect(stacksIn(folder)).toEqual(one);
    const last = await rampart(folder, [...REMOVE_QA, ...gone]);
    expect(last.stdout).toMatch(
      /- stacks\/environments\/qa\.ts .*\n.*~ stacks\/environments\/index\.ts .*\n.*- stacks\/Pulumi\.qa\.yaml/,
    );
    expect(last.stdout).toContain("pulumi stack rm qa");
    expect(stacksIn(folder)).toEqual(before);
  });

  test("undoes it in the other order, and after the files were formatted", async () => {
    const folder = clone("reversed");
    const format = () =>
      new Promise((done) => execFile(join(ROOT, "node_modules/.bin/oxfmt"), ["stacks"], { cwd: folder }, done));
    cpSync(join(ROOT, ".oxfmtrc.json"), join(folder, ".oxfmtrc.json"));
    const before = stacksIn(folder);
    await rampart(folder, [...NEW_QA, ...IDENTITY]);
    await rampart(folder, second);
    await format();
    const gone = ["--state-is-gone", "--write"];
    expect((await rampart(folder, [...REMOVE_QA, ...gone])).code).toBe(0);
    expect(stacksIn(folder)["/stacks/environments/qa.ts"]).not.toContain("./staging.ts");
    expect((await rampart(folder, ["env", "remove", "qa", ...gone])).code).toBe(0);
    await format();
    expect(stacksIn(folder)).toEqual(before);
  });

  test("refuses while anything is deployed, while nobody can tell, and what others derive from", async () => {
    const folder = clone("kept");
    await rampart(folder, [...NEW_QA, ...IDENTITY]);
    const before = stacksIn(folder);
    const refusal = async (args: readonly string[], env: NodeJS.ProcessEnv = NO_CLI) => {
      const { code, stdout, stderr } = await rampart(folder, args, env);
      expect([code, stdout]).toEqual([3, ""]);
      expect(stacksIn(folder)).toEqual(before);
      return stderr;
    };
    expect(await refusal([...REMOVE_QA, "--write"])).toContain("the Pulumi CLI is not on PATH; give --state");
    const state = join(folder, "state.json");
    const bucket = (environment: string) => ({
      urn: "urn:pulumi:qa::rampart::rampart:aws:Media$aws:s3/bucket:Bucket::media-serving",
      type: "aws:s3/bucket:Bucket",
      custom: true,
      protect: true,
      inputs: { tags: { system: "flask-app", environment } },
    });
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources: [bucket("qa")] } }));
    expect(await refusal([...REMOVE_QA, "--state", state, "--write"])).toMatch(
      /1 resources are still in its state, 1 of them protected\n.*media-serving {2}\(protected\)/,
    );
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources: [bucket("prod")] } }));
    expect(await refusal([...REMOVE_QA, "--state", state, "--write"])).toContain("is the state of flask-app prod");
    writeFileSync(state, "{}");
    expect(await refusal([...REMOVE_QA, "--state", state, "--write"])).toContain("deployment is missing");
    expect(await refusal([...REMOVE_QA, "--state", state, "--state-is-gone"])).toContain("say two things");
    const parent = ["env", "remove", "staging", "--system=flask-app", "--state-is-gone", "--write"];
    expect(await refusal(parent)).toContain("is what flask-app qa derives from");
    const root = ["env", "remove", "prod", "--system=mahaseel", "--state-is-gone", "--write"];
    expect(await refusal(root)).toContain("is described in full");
    writeFileSync(state, JSON.stringify({ version: 3, deployment: {} }));
    const done = await rampart(folder, [...REMOVE_QA, "--state", state, "--write"], NO_CLI);
    expect(done).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("rampart parity", () => {
  test("finds code that asks where it is, and what only one stack's configuration says", async () => {
    const folder = clone("branches");
    const keys = "deletionWindowDays: settings.keys.deletionWindowDays,";
    replaceIn(join(folder, "stacks/platform.ts"), keys, 'deletionWindowDays: environment === "prod" ? 30 : 7,');
    const build = "export default buildPlatform(settings)";
    const shorter = "{ ...settings, secrets: { ...settings.secrets, recoveryWindowDays: 7 } }";
    replaceIn(
      join(folder, "index.ts"),
      build,
      `export default buildPlatform(pulumi.getStack() === "staging" ? ${shorter} : settings)`,
    );
    writeFileSync(
      join(folder, "stacks/Pulumi.staging.yaml"),
      `config:
  aws:region: eu-central-1
  aws:maxRetries: 3
  rampart:system: flask-app
  rampart:environment: staging
  rampart:tier: nonprod
  rampart:settings:
    budget:
      monthlyUsd: 501
`,
    );
    const { code, stdout } = await rampart(folder, [
      "parity",
      "prod",
      "staging",
      "--system=flask-app",
      "--format=json",
    ]);
    expect(code).toBe(1);
    const [pair] = (JSON.parse(stdout) as { pairs: ParityJson[] }).pairs;
    expect(pair?.settings.map(({ path, from }) => [path, from])).toEqual([
      ["/budget/monthlyUsd", "rampart:settings of the right stack's configuration"],
    ]);
    expect(pair?.config).toEqual([{ key: "aws:maxRetries", right: "3" }]);
    const found = pair?.undeclared ?? [];
    const at = (side: string) => new Set(found.filter((one) => one.side === side).map(({ path }) => path));
    expect(at("left")).toEqual(new Set(["/deletionWindowInDays"]));
    expect(at("right")).toEqual(new Set(["/recoveryWindowInDays", "/limitAmount"]));
    expect(found.every(({ source }) => source !== undefined && source.line > 0)).toBe(true);
  });

  test("explains what makes which difference, two that act together, and a rest", async () => {
    const folder = clone("explained");
    const keys = "deletionWindowDays: settings.keys.deletionWindowDays,";
    const both = "settings.budget.monthlyUsd < 600 && settings.observability.logRetentionDays < 60";
    replaceIn(
      join(folder, "stacks/platform.ts"),
      keys,
      `deletionWindowDays: ${both} ? 8 : settings.keys.deletionWindowDays,`,
    );
    writeFileSync(
      join(folder, "stacks/Pulumi.staging.yaml"),
      `config:
  aws:region: eu-central-1
  rampart:system: flask-app
  rampart:environment: staging
  rampart:tier: nonprod
  rampart:settings:
    documentStore:
      backupRetentionDays: 8
`,
    );
    const args = ["parity", "prod", "staging", "--system=flask-app", "--explain", "--quiet"];
    const { code, stdout, stderr } = await rampart(folder, [...args, "--format=json"]);
    expect(stderr).toBe("");
    expect(code).toBe(1);
    const [pair] = (JSON.parse(stdout) as { pairs: ExplainedJson[] }).pairs;
    const { causes, idle, undeclared, settings } = pair?.explanation ?? raise();
    const by = (resource: string, path: string) =>
      causes
        .filter(({ changes }) => changes.some((one) => one.resource === resource && one.path === path))
        .map(({ ways }) => ways.map(({ steps }) => steps.map((step) => step.path)));
    expect(by("keys/keys-data", "/deletionWindowInDays")).toEqual([
      [["/budget/monthlyUsd", "/observability/logRetentionDays"]],
    ]);
    expect(by("budget/budget", "/limitAmount")).toEqual([[["/budget/monthlyUsd"]]]);
    expect(by("documents/documents-instance-2", "")).toEqual([[["/documentStore/instances"]]]);
    expect(idle.map(({ path }) => path)).toContain("/tier");
    // The override is named as the cause of the rest, and the declaration that it went past.
    expect(undeclared.map(({ ways, near }) => [ways[0]?.steps[0]?.path, near[0]?.path])).toEqual([
      ["/documentStore/backupRetentionDays", "/documentStore/backupRetentionDays"],
    ]);
    expect(settings[0]?.[0]?.path).toBe("/documentStore/backupRetentionDays");
  });

  test("refuses what does not go with an explanation", async () => {
    const bound = await rampart(ROOT, ["parity", "prod", "staging", "--recordings=10"]);
    expect(bound).toMatchObject({ code: 3, stdout: "" });
    expect(bound.stderr).toContain("add --explain");
    const states = await rampart(ROOT, ["parity", "a.json", "b.json", "--state", "--explain"]);
    expect(states.stderr).toContain("which --state does not");
    expect(states.code).toBe(3);
  });

  test("says which systems and environments there are", async () => {
    const unknown = await rampart(ROOT, ["parity", "prod", "qa"]);
    expect(unknown.stderr).toContain("no system has both environments prod and qa; environments are: prod, staging");
    expect(unknown.code).toBe(3);
  });
});

interface WithPath {
  readonly path: string;
}

interface WaysJson {
  readonly ways: readonly { readonly steps: readonly WithPath[] }[];
}

interface ExplainedJson {
  readonly explanation: {
    readonly causes: readonly (WaysJson & {
      readonly changes: readonly (WithPath & { readonly resource: string })[];
    })[];
    readonly idle: readonly WithPath[];
    readonly undeclared: readonly (WaysJson & { readonly near: readonly WithPath[] })[];
    readonly settings: readonly (readonly WithPath[])[];
  };
}

function raise(): never {
  throw new Error("there is no explanation");
}

interface ParityJson {
  readonly settings: readonly { readonly path: string; readonly from: string }[];
  readonly config: readonly object[];
  readonly undeclared: readonly {
    readonly side: string;
    readonly path: string;
    readonly source?: { readonly line: number };
  }[];
}

describe("rampart diff and secrets", () => {
  test("show security first, and neither names nor values", async () => {
    const diff = await rampart(ROOT, ["diff", "prod", "staging", "--system=flask-app"]);
    expect(diff.stdout.indexOf("\nencryption (")).toBeLessThan(diff.stdout.indexOf("\nsize ("));
    expect(diff.stdout).toContain("documents/documents-cluster  backupRetentionPeriod  35 → 7");
    expect(diff.code).toBe(0);
    const secrets = await rampart(ROOT, ["secrets", "staging", "--system=flask-app", "--quiet"]);
    expect(secrets.stdout).toMatch(/^jwt-access +generated +flask-app-platform +generated by Pulumi +.* web$/m);
    expect(secrets.stdout).toMatch(/^mail-api-key +supplied +.* web, worker$/m);
  });
});

describe("rampart doctor", () => {
  const machine: Machine = {
    nodeVersion: "24.21.0",
    env: {},
    now: () => 1_000_000,
    serverTime: () => Promise.resolve(1_001_000),
    run: (program, args) => Promise.resolve({ code: 0, stderr: "", stdout: SAYS[`${program} ${args[0]}`] ?? "" }),
  };
  const SAYS: Record<string, string> = {
    "pulumi version": "v3.270.0",
    "pulumi whoami": '{"url": "s3://state"}',
    "pulumi stack": '[{"name":"prod","updateInProgress":false}]',
    "kubectl version": '{"gitVersion": "v1.36.0"}',
    "aws sts": '{"Account": "123456789012"}',
  };
  const subject = { programDir: ROOT, stack: "prod", offline: false };
  const verdicts = async (changed: Partial<Machine>, about: Partial<typeof subject> = {}) =>
    Object.fromEntries(
      (await runChecks({ ...machine, ...changed }, { ...subject, ...about })).map(({ name, verdict }) => [
        name,
        verdict,
      ]),
    );

  test("finds nothing wrong on a good machine", async () => {
    expect(new Set(Object.values(await verdicts({})))).toEqual(new Set(["well"]));
  });

  test("finds an old Node, another account, another region and a wrong clock, each with what to do", async () => {
    const wrong: Partial<Machine> = {
      nodeVersion: "20.1.0",
      env: { AWS_REGION: "us-east-1" },
      serverTime: () => Promise.resolve(2_000_000),
      run: (program, args) =>
        program === "aws"
          ? Promise.resolve({ code: 0, stdout: '{"Account": "999999999999"}', stderr: "" })
          : machine.run(program, args),
    };
    const checks = await runChecks({ ...machine, ...wrong }, subject);
    const bad = checks.filter(({ verdict }) => verdict === "wrong");
    expect(bad.map(({ name }) => name)).toEqual(["Node", "AWS identity", "Clock", "AWS region"]);
    expect(bad.every(({ fix }) => fix !== undefined)).toBe(true);
  });

  test("says what it did not check offline, and what tools are missing", async () => {
    const nothing = () => Promise.resolve({ code: undefined, stdout: "", stderr: "" });
    expect(await verdicts({ run: nothing }, { offline: true })).toMatchObject({
      Node: "well",
      "Pulumi CLI": "wrong",
      kubectl: "wrong",
      "AWS identity": "not checked",
      "State backend": "not checked",
      Clock: "not checked",
      "AWS region": "well",
    });
  });
});
