import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderRampartYaml } from "../../cli/init/rampart-yaml.ts";
import { MANIFESTS, MONOREPO, Repositories } from "./_repositories.ts";
import { ROOT, type Ran, rampart } from "./run.ts";

const repositories = new Repositories();
afterAll(() => repositories.remove());
const cwd = repositories.make("file", {
  ...MONOREPO,
  ...MANIFESTS,
  "infra/stackless/Pulumi.yaml": "name: stackless\nruntime: nodejs\n",
});

/** Runs a command with this rampart.yaml. */
function withFile(text: string, args: readonly string[], folder = "."): Promise<Ran> {
  writeFileSync(join(cwd, "rampart.yaml"), text);
  return rampart(args, { cwd: join(cwd, folder) });
}

describe("a file that cannot be used is refused with file, line, key, what was given and what is allowed", () => {
  test.each([
    [
      "a key that is none",
      "profil: baseline\n",
      `rampart.yaml is not valid
rampart.yaml:1:1: profil is not a setting
  given:   "baseline"
  allowed: one of the keys programs, manifests, profile, levels, strict, mode, timeout, policyConfig, rules, waivers, fixtures, baseline, reports
  nearest: profile`,
    ],
    [
      "everything that is wrong, at once",
      "programs:\n  services/shop:\n    stacks:\n      dev:\n        teir: prod\n      prod: { tier: prd }\ntimeout: 9999\n",
      `rampart.yaml is not valid
rampart.yaml:5:9: programs["services/shop"].stacks.dev.teir is not a setting
  given:   "prod"
  allowed: one of the keys environment, tier, config, skip
  nearest: programs["services/shop"].stacks.dev.tier
rampart.yaml:6:7: programs["services/shop"].stacks.prod.tier is not one of the choices
  given:   "prd"
  allowed: "prod" or "nonprod"
  nearest: "prod"
rampart.yaml:7:1: timeout is out of range
  given:   9999
  allowed: whole seconds from 1 to 3600`,
    ],
    [
      "a path of one machine",
      "waivers: /etc/waivers.ts\nreports: { sarif: ../out.sarif }\n",
      `rampart.yaml is not valid
rampart.yaml:1:1: waivers is malformed
  given:   "/etc/waivers.ts"
  allowed: a path, relative to the folder of rampart.yaml
rampart.yaml:2:1: reports.sarif is malformed
  given:   "../out.sarif"
  allowed: a path below the folder of rampart.yaml, relative to it`,
    ],
    [
      "a program that is nothing",
      "programs:\n  services/shop:\n",
      `rampart.yaml is not valid
rampart.yaml:2:3: programs["services/shop"] has the wrong type
  given:   null
  allowed: keys stacks, skip; {} for none of them`,
    ],
    [
      "configuration, which is not shown",
      "programs:\n  services/shop:\n    stacks:\n      dev:\n        config:\n          shop:size: [hunter22]\n",
      `rampart.yaml is not valid
rampart.yaml:6:11: programs["services/shop"].stacks.dev.config["shop:size"] has the wrong type
  given:   (not shown)
  allowed: text, or a number, or true or false`,
    ],
    [
      "no YAML",
      "programs: {\n",
      "rampart.yaml:2:1: is not YAML: Flow map in block collection must be sufficiently indented and end with a }",
    ],
    ["a key twice", "mode: preview\nmode: simulate\n", "rampart.yaml:2:1: is not YAML: Map keys must be unique"],
    [
      "a list",
      "- services/shop\n",
      `rampart.yaml is not valid
rampart.yaml:1:1: the file has the wrong type
  given:   a list of 1 item
  allowed: an object`,
    ],
    [
      "one folder under two names",
      "programs: { services/shop: {}, ./services/shop/: {} }\n",
      `rampart.yaml:1:1: programs["./services/shop/"] is written twice
  given:   "./services/shop/"
  allowed: a path that programs["services/shop"] does not name`,
    ],
    [
      "a program that is not there",
      "programs:\n  services/shp: {}\n",
      `rampart.yaml:2:3: programs["services/shp"] is not there
  given:   "services/shp"
  allowed: a folder with a Pulumi.yaml, relative to the folder of rampart.yaml; to leave it out, take it out of the file`,
    ],
    [
      "a program that would not be judged, beside one that is",
      "programs:\n  infra/network: {}\n  infra/stackless: {}\n",
      'rampart.yaml:3:3: programs["infra/stackless"] has no stack: there is no Pulumi.<stack>.yaml. Name one, such as `stacks: { dev: {} }`, or leave the program out with `skip`',
    ],
    [
      "a baseline that is not there",
      "baseline: rampart.baseline.json\nmanifests: { deploy: {} }\n",
      `rampart.yaml:1:1: baseline names no file
  given:   "rampart.baseline.json"
  allowed: a file that exists, relative to the folder of rampart.yaml; \`rampart baseline write\` makes one`,
    ],
    [
      "a rule that is none",
      "manifests: { deploy: {} }\nlevels:\n  k8s-image-no-lates: advisory\n",
      'rampart.yaml:3:3: levels.k8s-image-no-lates: no rule "k8s-image-no-lates"; did you mean "k8s-image-no-latest"?',
    ],
    [
      "a tier that the stack contradicts",
      "programs:\n  services/shop:\n    stacks:\n      prod: { tier: nonprod }\n",
      `rampart.yaml:4:7: programs["services/shop"].stacks.prod contradicts the stack's own declaration
  given:   tier "nonprod"
  allowed: "prod", as rampart:tier of the stack says; declare it in one of the two`,
    ],
  ])("%s", async (_, text, message) => {
    const { code, stdout, stderr } = await withFile(text, ["preview"]);
    expect(stderr).toBe(`rampart: ${message}\n`);
    expect([code, stdout]).toEqual([3, ""]);
  });

  test("nothing left to judge is no pass", async () => {
    const { code, stderr } = await withFile("programs: { infra/network: { skip: it moves } }\n", ["preview"]);
    expect(stderr).toBe(`rampart: rampart.yaml:1:1: programs["infra/network"] is left out: it moves
rampart: rampart.yaml leaves out everything that is here, so nothing was judged
`);
    expect(code).toBe(3);
  });

  test("and the reports that were asked for say so", async () => {
    const { code } = await withFile("profil: baseline\n", ["preview", "--report", "json=refused.json"]);
    expect(code).toBe(3);
    const report = JSON.parse(readFileSync(join(cwd, "refused.json"), "utf8"));
    expect(report.problems[0]).toMatchObject({ kind: "not-judged", subject: "the run" });
    rmSync(join(cwd, "refused.json"));
  });
});

const WEB = "manifests: { deploy/web: { tier: nonprod } }\n";

describe("keys stand for flags", () => {
  test("in every command that has them, and the command line wins", async () => {
    const count = async (args: readonly string[]): Promise<number> =>
      (await withFile("profile: baseline\n", ["rules", "--quiet", ...args])).stdout.split("\n").length;
    expect(await count([])).toBeLessThan(await count(["--profile", "extended"]));
    expect((await withFile("profile: baseline\n", ["explain", "rds-multi-az"])).code).toBe(0);
  });

  test("levels: the command line adds to them and wins", async () => {
    const levels = "levels: { k8s-image-no-latest: disabled, k8s-memory-limits: advisory }\n";
    const levelOf = async (rule: string, args: readonly string[] = []): Promise<string> => {
      const { stdout } = await withFile(levels, ["rules", "--rule", rule, "--format", "json", ...args]);
      return JSON.parse(stdout).rules[0].level;
    };
    expect(await levelOf("k8s-image-no-latest")).toBe("disabled");
    expect(await levelOf("k8s-image-no-latest", ["--level", "k8s-image-no-latest=mandatory"])).toBe("mandatory");
    expect(await levelOf("k8s-memory-limits", ["--level", "k8s-image-no-latest=mandatory"])).toBe("advisory");
    const { stderr } = await withFile(`${levels}${WEB}`, ["check", "--rule", "k8s-image-no-latest"]);
    expect(stderr).toBe(
      "rampart: --rule k8s-image-no-latest: rampart.yaml:1:1: levels.k8s-image-no-latest disables this rule; enable it there\n",
    );
  });

  test("reports: each in its folder, and those of the command line as well", async () => {
    const text = `${WEB}reports: { json: out/report.json, sarif: out/rampart.sarif }\n`;
    const { code } = await withFile(text, ["check", "--quiet", "--report", "junit=junit.xml"]);
    expect(code).toBe(1);
    for (const file of ["out/report.json", "out/rampart.sarif", "junit.xml"]) {
      expect(existsSync(join(cwd, file))).toBe(true);
      rmSync(join(cwd, file));
    }
  });

  test("reports and baseline keep out of a batch, which has one report of its own", async () => {
    const plan = JSON.stringify({ program: { project: "p", folder: "." }, stack: "s", resources: [] });
    writeFileSync(join(cwd, "plans.jsonl"), `${plan}\n`);
    const text = "reports: { json: out/report.json }\n";
    const { code, stderr } = await withFile(text, ["check", "--plan", "plans.jsonl", "--format", "json"]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("the waivers of the environment win over those of the file", async () => {
    writeFileSync(join(cwd, "none.mjs"), "export default [];");
    writeFileSync(join(cwd, "broken.mjs"), "export default 3;");
    writeFileSync(join(cwd, "rampart.yaml"), `${WEB}waivers: broken.mjs\n`);
    expect((await rampart(["check"], { cwd })).stderr).toContain("broken.mjs");
    expect((await rampart(["check"], { cwd, env: { RAMPART_WAIVERS: "none.mjs" } })).stderr).toBe("");
    expect((await rampart(["check", "--no-waivers"], { cwd })).stderr).toBe("");
  });

  test("what is named on the command line is judged without the baseline of the file", async () => {
    const text = `${WEB}baseline: base.json\n`;
    expect((await withFile(text, ["baseline", "write", "--quiet"])).code).toBe(0);
    expect((await withFile(text, ["check", "--quiet"])).code).toBe(0);
    expect((await withFile(text, ["check", "--quiet", "--manifests", "deploy/web"])).code).toBe(1);
  });
});

describe("which file, and what it is about", () => {
  test("the nearest one upwards, of the program's folder where one is named", async () => {
    writeFileSync(join(cwd, "services/shop/rampart.yaml"), "profil: 1\n");
    const nested = await withFile(WEB, ["preview", "--program", "services/shop"]);
    expect(nested.stderr).toContain(
      "rampart: services/shop/rampart.yaml is not valid\nservices/shop/rampart.yaml:1:1: profil",
    );
    rmSync(join(cwd, "services/shop/rampart.yaml"));
    expect((await withFile("profil: 1\n", ["rules"], "services/shop")).stderr).toContain(
      "../../rampart.yaml:1:1: profil",
    );
  });

  test("none from beyond the repository", async () => {
    writeFileSync(join(dirname(cwd), "rampart.yaml"), "profil: 1\n");
    rmSync(join(cwd, "rampart.yaml"));
    expect((await rampart(["rules", "--quiet"], { cwd })).code).toBe(0);
    const outside = join(dirname(cwd), "outside");
    mkdirSync(outside);
    expect((await rampart(["rules", "--quiet"], { cwd: outside })).code).toBe(0);
    rmSync(join(dirname(cwd), "rampart.yaml"));
  });

  test("a command that takes one program takes the only one, and asks which of several", async () => {
    const one = await withFile("programs: { services/shop: {} }\n", ["diff", "a", "b"]);
    expect(one.stderr).toContain("services/shop has no rampart.environments.ts");
    const several = await withFile("programs: { services/shop: {}, infra/network: {} }\n", ["diff", "a", "b"]);
    expect(several.stderr).toBe(
      "rampart: rampart.yaml names several programs; name one with --program: services/shop, infra/network\n",
    );
    expect(several.code).toBe(3);
  });

  test("a stack may be declared that has no file of its own, and coverage knows it too", async () => {
    const text = "programs: { infra/network: { stacks: { trial: { environment: trial, tier: nonprod } } } }\n";
    const { stdout } = await withFile(text, ["preview", "trial"]);
    expect(stdout).toContain("infra/network/trial (trial, nonprod)  2 resources");
    expect((await withFile(text, ["coverage", "--program", "infra/network", "trial"])).code).toBe(0);
  });

  test("check has nothing to do where no manifests are named", async () => {
    const { code, stderr } = await withFile("programs: { infra/network: {} }\n", ["check"]);
    expect(stderr).toBe(
      "rampart: nothing to check: rampart.yaml names no manifests here; name what another tool wrote, or run `rampart preview` for programs\n",
    );
    expect(code).toBe(3);
  });
});

describe("the published schema", () => {
  const schema = JSON.parse(readFileSync(join(ROOT, "docs/schemas/rampart.schema.json"), "utf8"));
  const validate = new Ajv({ strict: false }).compile(schema);

  test("accepts what init writes, whatever the names", () => {
    const settings = {
      programs: { "a b": { stacks: { on: {}, true: { skip: 'says "no": # really' } } }, ".": { skip: "x: {y}" } },
      manifests: { "k8s/é.yaml": {} },
      baseline: "rampart.baseline.json",
    };
    const data: unknown = parse(renderRampartYaml(settings));
    expect(data).toEqual(settings);
    expect(validate(data)).toBe(true);
  });

  test.each([{ profil: "baseline" }, { programs: ["a"] }, { waivers: "/etc/x" }, { reports: { pdf: "x" } }])(
    "refuses %o",
    (data) => expect(validate(data)).toBe(false),
  );
});
