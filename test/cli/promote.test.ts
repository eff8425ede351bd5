import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  PROD,
  STAGING,
  candidate,
  copyProject,
  declareInStaging,
  imageOf,
  rampart,
  replaceIn,
  useOwnImages,
} from "./promotion/project.ts";

const scratch = mkdtempSync(join(tmpdir(), "rampart-promote-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const FLASK = ["--system=flask-app", "--quiet"];
const FORWARD = ["promote", "staging", "prod", ...FLASK];
const BACK = ["promote", "prod", "staging", ...FLASK];

/** A copy with images of its own, and what staging differs in besides. */
function project(name: string, ...declarations: readonly string[]): string {
  const folder = copyProject(join(scratch, name));
  useOwnImages(folder);
  declareInStaging(folder, ...declarations);
  return folder;
}

/** Every file that a promotion could touch. */
function sources(folder: string): Map<string, string> {
  const files = readdirSync(join(folder, "stacks"), { recursive: true, encoding: "utf8", withFileTypes: true });
  return new Map(
    files.flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? [[path, readFileSync(path, "utf8")]] : [];
    }),
  );
}

describe("the way of a release", () => {
  test("an environment is made from staging, tried, and its image promoted to production, byte for byte", async () => {
    const folder = project("release", candidate("web", 2));
    const made = await rampart(folder, [
      "env",
      "new",
      "qa",
      "--from=staging",
      "--system=flask-app",
      "--account=210987654321",
      "--cidr=10.70.0.0/16",
      "--domain=main=qa.flask-app.example.com",
      "--zone=main=Z0123456789ABCDEFGHIJ",
    ]);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const qa = "stacks/environments/qa.ts";
    const cidr = "d.differ((s) => s.network.cidr";
    replaceIn(
      folder,
      qa,
      cidr,
      `d.differ((s) => s.budget.monthlyUsd, 300, "A week of tests"),
    d.differ((s) => s.workloads.web.autoscaling.maxReplicas, 3, "One tester at a time"),
    ${cidr}`,
    );
    replaceIn(folder, "stacks/waivers.ts", '["prod", "staging"]', '["prod", "staging", "qa"]');
    const preview = await rampart(folder, ["preview", "flask-app/qa", "--all", "--quiet"]);
    expect(preview).toEqual({ code: 0, stdout: "", stderr: "" });
    const parity = await rampart(folder, ["parity", "staging", "qa", ...FLASK]);
    expect(parity).toEqual({ code: 0, stdout: "", stderr: "" });

    const before = sources(folder);
    const shown = await rampart(folder, FORWARD);
    expect(shown.stdout).toMatch(/^staging → prod: 1 setting travels\n {2}image {2}flask-app {2}workloads\.web\.image/);
    expect(shown.stdout).toMatch(/\n {2}stacks\/environments\/prod\.ts:\d+ {2}flask-app {2}workloads\.web\.image/);
    expect(shown.stdout).toMatch(/web\/web-deployment {2}spec\.template\.spec\.containers\[0\]\.image/);
    expect(shown.stdout).toContain("✓ accepted");
    expect(shown.stdout).toContain("Nothing was written; --write writes it.");
    expect(shown.code).toBe(0);
    expect(sources(folder)).toEqual(before);

    const written = await rampart(folder, [...FORWARD, "--write"]);
    expect(written.stdout).toContain(`Written:\n  ${PROD}\n  ${STAGING}\n`);
    expect(written.code).toBe(0);
    const expected = new Map(before);
    const edit = (file: string, text: string, by: string) => {
      const path = join(folder, file);
      expected.set(path, (before.get(path) ?? "").replace(text, by));
    };
    edit(PROD, imageOf("web", 1), imageOf("web", 2));
    edit(STAGING, `    ${candidate("web", 2)},\n`, "");
    expect(sources(folder)).toEqual(expected);

    const again = await rampart(folder, [...FORWARD, "--write"]);
    expect(again.stdout).toMatch(/^nothing to promote from staging to prod\n/);
    expect(again.code).toBe(0);
    expect(sources(folder)).toEqual(expected);
    for (const pair of [
      ["prod", "staging"],
      ["staging", "qa"],
    ]) {
      expect(await rampart(folder, ["parity", ...pair, ...FLASK])).toEqual({ code: 0, stdout: "", stderr: "" });
    }
  });

  test("production's image goes back to staging by ending its difference, and a default is written where there was none", async () => {
    const folder = project(
      "back",
      candidate("web", 2),
      candidate("worker", 2),
      'd.differ((s) => s.alarms.databaseCpuPercent, 70, "Rings earlier while the new queries settle")',
      'd.differ((s) => s.caches.engineVersion, "8.1", "The version before, until its fix is out")',
    );
    const back = await rampart(folder, [...BACK, "--only=workloads.worker", "--write"]);
    expect(back.stdout).toMatch(/^prod → staging: 1 setting travels/);
    expect(back.code).toBe(0);
    expect(readFileSync(join(folder, STAGING), "utf8")).not.toContain(candidate("worker", 2));
    const forward = await rampart(folder, [
      ...FORWARD,
      "--only=/alarms",
      "--only=caches.engineVersion",
      "--write",
      "--format=json",
    ]);
    expect(JSON.parse(forward.stdout)).toMatchObject({
      settings: [
        { path: "/caches/engineVersion", kind: "version", before: '"8.2"', after: '"8.1"' },
        { path: "/alarms/databaseCpuPercent", kind: "feature", before: "80", after: "70" },
      ],
      systems: [{ verdict: "accepted", violations: 0 }],
      written: [STAGING, "stacks/systems/flask-app.ts"],
    });
    expect(readFileSync(join(folder, "stacks/systems/flask-app.ts"), "utf8")).toMatch(/databaseCpuPercent: 70/);
    expect(readFileSync(join(folder, STAGING), "utf8")).toContain(candidate("web", 2));
  });
});

describe("what is refused, and leaves every file as it was", () => {
  async function refused(folder: string, args: readonly string[]) {
    const before = sources(folder);
    const ran = await rampart(folder, [...args, "--write"]);
    expect(sources(folder)).toEqual(before);
    return ran;
  }

  test("a value that code makes", async () => {
    const window = 'd.differ((s) => s.secrets.recoveryWindowDays, 14, "Secrets here are thrown away sooner")';
    const folder = project("computed", candidate("web", 2), window);
    replaceIn(folder, PROD, JSON.stringify(imageOf("web", 1)), 'example("flask-app/web", "d")');
    const { code, stdout } = await refused(folder, FORWARD);
    expect(stdout).toMatch(/to be edited by hand:\n {2}stacks\/environments\/prod\.ts:\d+ {2}flask-app/);
    expect(stdout).toContain("Nothing was written.");
    expect(code).toBe(3);
  });

  test.each([
    ["secrets", "it is about secrets, and each environment has its own"],
    ["accountId", "it says where this environment runs"],
    ["domains.main.name", "it belongs to the environment's own domain"],
    ["/cluster/access", "it says where this environment runs"],
    ["documentStore.backupRetentionDays", "how long data lives"],
    ["workloads.web.imagee", "nearest: workloads.web.image"],
  ])("%s, which was asked for by name", async (setting, why) => {
    const { code, stderr } = await rampart(join(scratch, "computed"), [...FORWARD, `--only=${setting}`]);
    expect(stderr).toContain(why);
    expect(code).toBe(3);
  });

  test("what is written once for several systems", async () => {
    const folder = project(
      "shared",
      `d.differ((s) => s.documentStore.bootstrapImage, "${imageOf("web", 2)}", "Tried here before production")`,
    );
    replaceIn(folder, PROD, 'example("rampart/document-bootstrap", "9")', `"${imageOf("web", 1)}"`);
    const { code, stderr } = await refused(folder, FORWARD);
    expect(stderr).toMatch(
      /would give other settings than were asked for to\n *lugn-trygg\/prod: documentStore\.bootstrapImage/,
    );
    expect(stderr).toMatch(/stacks\/environments\/prod\.ts:\d+/);
    expect(code).toBe(3);
  });

  test("a target with something that nobody declared, in its configuration or its code", async () => {
    const folder = project("drift", candidate("web", 2));
    replaceIn(
      folder,
      "index.ts",
      "export default buildPlatform(settings)",
      'export default buildPlatform(pulumi.getStack() === "staging" ? { ...settings, secrets: { ...settings.secrets, recoveryWindowDays: 7 } } : settings)',
    );
    const byCode = await refused(folder, BACK);
    expect(byCode.stderr).toContain("staging differs from prod by what nobody declared");
    expect(byCode.stderr).toContain("recoveryWindowInDays");
    expect(byCode.code).toBe(1);
    const config =
      "config:\n  aws:region: eu-central-1\n  rampart:system: flask-app\n  rampart:environment: staging\n  rampart:tier: nonprod\n";
    const overriding = (settings: string) =>
      writeFileSync(join(folder, "stacks/Pulumi.staging.yaml"), `${config}  rampart:settings:\n${settings}`);
    overriding("    budget:\n      monthlyUsd: 501\n");
    const byOverride = await refused(folder, BACK);
    expect(byOverride.stderr).toContain("/budget/monthlyUsd");
    expect(byOverride.code).toBe(1);
    overriding(`    workloads:\n      web:\n        image: ${imageOf("web", 2)}\n`);
    const hidden = await refused(folder, BACK);
    expect(hidden.stdout).toContain("rampart:settings in the configuration of staging's stack");
    expect(hidden.code).toBe(3);
  });

  test("a result that the pack rejects", async () => {
    const folder = project("rejected", candidate("web", 2));
    writeFileSync(join(folder, "none.ts"), "export default [];\n");
    const { code, stdout } = await refused(folder, [...FORWARD, "--waivers=none.ts"]);
    expect(stdout).toContain("✗ rejected");
    expect(stdout).toContain("Nothing was written.");
    expect(code).toBe(1);
  });

  test("an environment that is both, or that no system has", async () => {
    const same = await rampart(join(scratch, "computed"), ["promote", "prod", "prod"]);
    expect(same).toMatchObject({ code: 3, stderr: "rampart: prod is both environments; name two\n" });
    const unknown = await rampart(join(scratch, "computed"), ["promote", "qa", "prod"]);
    expect(unknown.stderr).toContain("no system has both environments qa and prod");
    expect(unknown.code).toBe(3);
  });
});
