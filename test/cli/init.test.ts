import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { COMMONJS, MANIFESTS, MONOREPO, RENDERED, Repositories, git } from "./_repositories.ts";
import { rampart } from "./run.ts";

const repositories = new Repositories();
afterAll(() => repositories.remove());

const THREE = (pipeline: string) => ["rampart.yaml", "rampart.baseline.json", pipeline];

/** What `git` sees of the working copy beyond what was committed. */
const changes = (cwd: string): string[] => git(cwd, "status", "--short", "-uall").split("\n").filter(Boolean);

/** A first line of head and a second, without the counts that grow with the pack. */
const withoutCounts = (text: string): string =>
  text.replaceAll(/\d+ (?=violations|advisory|undecided|in the|waived)/g, "# ");

describe("a CommonJS program without a stack in its repository", () => {
  const cwd = repositories.make("commonjs", COMMONJS, "git@github.com:example/shop.git");

  test("shows what it would do, and does nothing", async () => {
    const { code, stdout } = await rampart(["init", "--dry-run"], { cwd });
    expect(stdout).toContain("── rampart.yaml\n# yaml-language-server: $schema=node_modules/rampart/");
    expect(stdout).toContain("── .github/workflows/rampart.yml\n");
    expect(stdout).toContain(
      "Written  nothing, as this is a dry run; it would be rampart.yaml, rampart.baseline.json, .github/workflows/rampart.yml\n",
    );
    expect(changes(cwd)).toEqual([]);
    expect(code).toBe(0);
  });

  test("is set up in five lines", async () => {
    const { code, stdout } = await rampart(["init"], { cwd });
    expect(withoutCounts(stdout)).toBe(`Found    1 program with 1 stack
Judged   3 resources: # violations · # advisory · # undecided · # in the baseline · # waived; gravest: rds-not-publicly-accessible (critical) at database of dev
Written  rampart.yaml, rampart.baseline.json, .github/workflows/rampart.yml; deleting them undoes all of it
From now what was found is borne, and anything new fails: \`rampart preview\` shows it, \`rampart explain <rule>\` how to mend it
Next     declare environment and tier in rampart.yaml; add rampart to devDependencies; commit the three files
`);
    expect(code).toBe(0);
    expect(
      changes(cwd)
        .map((line) => line.slice(3))
        .toSorted(),
    ).toEqual(THREE(".github/workflows/rampart.yml").toSorted());
    expect(parse(readFileSync(join(cwd, "rampart.yaml"), "utf8"))).toEqual({
      programs: { ".": { stacks: { dev: {} } } },
      baseline: "rampart.baseline.json",
    });
    for (const file of THREE(".github/workflows/rampart.yml")) {
      expect(readFileSync(join(cwd, file), "utf8")).not.toContain("hunter22-canary");
    }
  });

  test("is refused a second time, and not read where the file cannot be", async () => {
    const before = readFileSync(join(cwd, "rampart.yaml"), "utf8");
    writeFileSync(join(cwd, "rampart.yaml"), "mine: [");
    const { code, stderr } = await rampart(["init"], { cwd });
    expect(stderr).toBe(
      "rampart: rampart.yaml, rampart.baseline.json, .github/workflows/rampart.yml are there already; nothing was written. --force overwrites, --dry-run shows what would be written\n",
    );
    expect(code).toBe(3);
    expect(readFileSync(join(cwd, "rampart.yaml"), "utf8")).toBe("mine: [");
    expect((await rampart(["init", "--force"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "rampart.yaml"), "utf8")).toBe(before);
  });

  test("then passes, and fails on what is new", async () => {
    expect((await rampart(["preview", "--quiet"], { cwd })).code).toBe(0);
    appendFileSync(join(cwd, "index.ts"), 'new aws.s3.Bucket("more", {});\n');
    const { code, stdout } = await rampart(["preview", "--quiet"], { cwd });
    expect(stdout).toContain("✗ rejected");
    expect(stdout).toMatch(/more/);
    expect(code).toBe(1);
    expect((await rampart(["baseline", "write", "--accept-new", "--quiet"], { cwd })).code).toBe(0);
    expect((await rampart(["preview", "--quiet"], { cwd })).code).toBe(0);
  });

  test("takes what a stack needs from the file: configuration, environment, tier", async () => {
    writeFileSync(join(cwd, "index.ts"), `${COMMONJS["index.ts"]}new pulumi.Config().requireNumber("size");\n`);
    const lacking = await rampart(["preview"], { cwd });
    expect(lacking.stderr).toContain('dev: the program needs the configuration value "shop:size", which is not set');
    expect(lacking.code).toBe(4);
    writeFileSync(
      join(cwd, "rampart.yaml"),
      "programs:\n  .:\n    stacks:\n      dev: { environment: dev, tier: nonprod, config: { shop:size: 3 } }\n",
    );
    const { stdout } = await rampart(["preview"], { cwd });
    expect(stdout).toContain("dev (dev, nonprod)  3 resources");
  });

  test("is as it was once the three files are deleted", () => {
    git(cwd, "checkout", "-q", "--", "index.ts");
    for (const file of THREE(".github/workflows/rampart.yml")) unlinkSync(join(cwd, file));
    expect(changes(cwd)).toEqual([]);
  });
});

describe("an ES module repository with several programs", () => {
  const cwd = repositories.make("monorepo", MONOREPO);

  test("is set up but for what cannot be recorded, which is said with what to do", async () => {
    const { code, stdout, stderr } = await rampart(["init", "--quiet"], { cwd: join(cwd, "services/shop") });
    expect(stderr)
      .toBe(`rampart: infra/legacy/dev: the program needs the configuration value "legacy:size", which is not set
    at index.ts:2:21
Set it: \`pulumi config set legacy:size <value>\`, or pass --config legacy:size=<value>
rampart: infra/throwing/dev: the program threw Error: no luck with hunter23-canary
    at index.ts:1:7
rampart: infra/tools: infra/tools/Pulumi.yaml: runtime is "python"; only programs with \`runtime: nodejs\` can be recorded
rampart: once these are mended, take their skip out of rampart.yaml, and run \`rampart baseline write --accept-new\`
`);
    expect(stdout).toContain("Found    2 programs with 3 stacks, 3 left out, as said above\n");
    expect(stdout).toContain(
      "Next     add rampart to devDependencies; put a digest in NODE_IMAGE; include it in .gitlab-ci.yml, whose stages need gate and preview; commit the three files\n",
    );
    expect(code).toBe(4);
    expect(parse(readFileSync(join(cwd, "rampart.yaml"), "utf8"))).toEqual({
      programs: {
        "infra/legacy": { skip: 'the program needs the configuration value "legacy:size", which is not set' },
        "infra/network": { stacks: { dev: {} } },
        "infra/throwing": { skip: "cannot be recorded (program-threw); without this line, rampart preview tells why" },
        "infra/tools": {
          skip: 'infra/tools/Pulumi.yaml: runtime is "python"; only programs with `runtime: nodejs` can be recorded',
        },
        "services/shop": { stacks: { dev: {}, prod: {} } },
      },
      baseline: "rampart.baseline.json",
    });
    expect(readFileSync(join(cwd, ".gitlab-ci.yml"), "utf8")).toBe(MONOREPO[".gitlab-ci.yml"]);
    const pipeline = readFileSync(join(cwd, ".gitlab/rampart.gitlab-ci.yml"), "utf8");
    expect(parse(pipeline)[".install"]).toEqual(["corepack enable && pnpm install --frozen-lockfile --ignore-scripts"]);
  });

  const stacksOf = async (args: readonly string[], folder = "."): Promise<string[]> => {
    const { stdout } = await rampart(["preview", "--format", "json", ...args], { cwd: join(cwd, folder) });
    return (JSON.parse(stdout) as { stacks: { stack: string }[] }).stacks.map(({ stack }) => stack);
  };

  test("judges all of it at the root, and what is here below", async () => {
    const { code, stderr } = await rampart(["preview", "--quiet"], { cwd });
    expect(stderr).toContain('rampart: rampart.yaml:5:3: programs["infra/legacy"] is left out: the program needs');
    expect(code).toBe(0);
    expect(await stacksOf([])).toEqual(["infra/network/dev", "services/shop/dev", "services/shop/prod"]);
    expect(await stacksOf(["dev"])).toEqual(["infra/network/dev", "services/shop/dev"]);
    expect(await stacksOf(["services/shop/prod"])).toEqual(["services/shop/prod"]);
    expect(await stacksOf(["--environment", "prod"])).toEqual(["services/shop/prod"]);
    expect(await stacksOf([], "services")).toEqual(["services/shop/dev", "services/shop/prod"]);
    expect(await stacksOf([], "infra/network")).toEqual(["infra/network/dev"]);
    expect(await stacksOf(["--program", "services/shop", "prod"])).toEqual(["services/shop/prod"]);
  });

  test("holds the baseline wherever the command is run", async () => {
    expect((await rampart(["preview", "--quiet"], { cwd: join(cwd, "services/shop") })).code).toBe(0);
    expect((await rampart(["preview", "--quiet", "--program", "services/shop"], { cwd })).code).toBe(0);
    const file = join(cwd, "services/shop/index.ts");
    appendFileSync(file, 'new aws.s3.Bucket("more", {});\n');
    expect((await rampart(["preview", "--quiet"], { cwd })).code).toBe(1);
    git(cwd, "checkout", "-q", "--", "services/shop/index.ts");
  });

  test("waives in each program what its own file waives", async () => {
    const waiver = `export default [{ rule: "rds-multi-az", resource: "database", environments: ["prod"], reason: "A trial until the summer",
      owner: "shop", ticket: "S-1", expires: "2026-12-31" }];`;
    const waivedWith = async (folder: string): Promise<boolean> => {
      writeFileSync(join(cwd, folder, "rampart.waivers.mjs"), waiver);
      const { stdout } = await rampart(["preview"], { cwd, env: { SOURCE_DATE_EPOCH: "1780000000" } });
      rmSync(join(cwd, folder, "rampart.waivers.mjs"));
      return stdout.includes("waived until 2026-12-31 by shop (S-1)");
    };
    expect(await waivedWith("services/shop")).toBe(true);
    expect(await waivedWith("infra/network")).toBe(false);
  });
});

describe("a folder of manifests", () => {
  const cwd = repositories.make("manifests", MANIFESTS);

  test("is set up as one set, without chart and overlay, and without a pipeline that nobody asked for", async () => {
    const { code, stdout, stderr } = await rampart(["init"], { cwd });
    expect(stderr)
      .toBe(`rampart: charts/shop is a Helm chart; judge what it makes: helm template charts/shop | rampart check --manifests -
rampart: overlays/prod is an overlay; judge what it makes: kubectl kustomize overlays/prod | rampart check --manifests -
`);
    expect(stdout).toContain("Found    1 set of manifests\n");
    expect(stdout).toContain("`rampart init --ci github|gitlab --force` for a pipeline; commit the two files\n");
    expect(code).toBe(0);
    expect(parse(readFileSync(join(cwd, "rampart.yaml"), "utf8"))).toEqual({
      manifests: { deploy: {} },
      baseline: "rampart.baseline.json",
    });
    expect((await rampart(["init", "--force", "--ci", "github"], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, ".github/workflows/rampart.yml"))).toBe(true);
  });

  test.each(["check", "preview"])("is judged by %s without a flag, and fails on what is new", async (command) => {
    expect((await rampart([command, "--quiet"], { cwd })).code).toBe(0);
    const file = join(cwd, "deploy/new.yaml");
    writeFileSync(
      file,
      "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { hostNetwork: true, containers: [] }\n",
    );
    const { code, stdout } = await rampart([command, "--quiet"], { cwd });
    expect(stdout).toContain("pss-baseline-host-network");
    expect(stdout).toMatch(/at deploy\/new\.yaml:4:/);
    expect(code).toBe(1);
    rmSync(file);
  });

  test("takes environment and tier of the file", async () => {
    writeFileSync(join(cwd, "rampart.yaml"), "manifests:\n  deploy: { environment: prod, tier: prod }\n");
    for (const command of ["check", "preview"]) {
      const { stdout } = await rampart([command], { cwd });
      expect(stdout).toContain("manifests:deploy (prod, prod)  2 resources");
    }
  });
});

describe("rendered charts", () => {
  const cwd = repositories.make("rendered", RENDERED, "https://gitlab.example.com/shop/rendered.git");

  test("are judged by environment, with the pipeline of the remote's forge", async () => {
    const { code, stdout } = await rampart(["init"], { cwd });
    expect(stdout).toContain("Found    2 sets of manifests\n");
    expect(stdout).toContain("Written  rampart.yaml, rampart.baseline.json, .gitlab-ci.yml;");
    expect(code).toBe(0);
    expect(parse(readFileSync(join(cwd, "rampart.yaml"), "utf8"))["manifests"]).toEqual({
      "rendered/prod": {},
      "rendered/staging": {},
    });
    expect((await rampart(["check", "--quiet"], { cwd })).code).toBe(0);
    expect((await rampart(["init"], { cwd })).code).toBe(3);
    expect((await rampart(["init", "--force"], { cwd })).stdout).toContain(".gitlab-ci.yml;");
  });

  test("a manifest that cannot be read is left out with its place", async () => {
    writeFileSync(join(cwd, "rendered/prod/broken.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: [\n");
    const { code, stderr } = await rampart(["init", "--force"], { cwd });
    expect(stderr).toContain("rampart: rendered/prod/broken.yaml: rendered/prod/broken.yaml:4:1: is not YAML:");
    expect(code).toBe(3);
    expect((await rampart(["preview", "--quiet"], { cwd })).code).toBe(0);
  });
});

describe("nothing is written", () => {
  test("where there is nothing to guard", async () => {
    const cwd = repositories.make("empty", { "README.md": "# Nothing\n", "ci.yaml": "kind: pipeline\n" });
    const { code, stdout, stderr } = await rampart(["init", "--ci", "github"], { cwd });
    expect(stderr).toBe(
      "rampart: found nothing to guard: no Pulumi.yaml and no Kubernetes manifests in this repository. Run it in the repository of a Pulumi program or of manifests\n",
    );
    expect([stdout, code, changes(cwd)]).toEqual(["", 3, []]);
  });

  test("where nothing can be judged, such as without packages", async () => {
    const cwd = repositories.make("bare", { ...COMMONJS, ".github/CODEOWNERS": "* @shop\n" });
    unlinkSync(join(cwd, "node_modules"));
    const { code, stderr } = await rampart(["init"], { cwd });
    expect(stderr).toBe(`rampart: dev: …/bare: @pulumi/pulumi is not installed; run \`npm install\` in …/bare
rampart: nothing could be judged, for the reasons above, so nothing was written
`);
    expect([code, changes(cwd)]).toEqual([3, []]);
  });

  test("where one of the files cannot be: all or none", async () => {
    const cwd = repositories.make("blocked", MANIFESTS);
    mkdirSync(join(cwd, ".github/workflows/rampart.yml"), { recursive: true });
    const { code, stderr } = await rampart(["init", "--force", "--ci", "github"], { cwd });
    expect(stderr).toContain("rampart: .github/workflows/rampart.yml cannot be written: it is a folder; name a file\n");
    expect([code, changes(cwd)]).toEqual([3, []]);
  });
});
