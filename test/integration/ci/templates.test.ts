import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { actionlint } from "../../../tools/ci/modules.ts";
import { ROOT } from "../../cli/run.ts";
import { Runner, type Step, type Workflow, stepOf, templateText, workflow } from "./_template.ts";

const scratch = mkdtempSync(join(tmpdir(), "rampart-templates-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const WORKFLOWS = ["rampart", "deploy", "verify", "application", "drift", "supply-chain"] as const;

/** A runner with a program of one stack, `dev`, that has violations. */
function runner(name: string): Runner {
  const folder = join(scratch, name);
  cpSync(join(ROOT, "test/cli/program"), folder, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return new Runner(folder);
}

const script = (name: string, job: string, step: string): string => stepOf(name, job, step).run ?? "";

describe.each(WORKFLOWS)("github/%s.yml", (name) => {
  const { jobs, permissions, on, defaults } = workflow(name);
  const steps: Step[] = Object.values(jobs).flatMap((job) => job.steps);

  test("passes actionlint", () => {
    expect(actionlint(`.github/workflows/${name}.yml`, templateText(`github/${name}.yml`))).toBe("");
  });

  test("pins every action by commit and names its release", () => {
    const lines = templateText(`github/${name}.yml`).match(/uses: .*/g) ?? [];
    expect(lines.filter((line) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("grants nothing by default, keeps no token behind, and puts no expression into a script", () => {
    expect(permissions).toEqual({});
    expect(Object.values(jobs).filter((job) => job.permissions === undefined)).toEqual([]);
    expect(Object.keys(on)).not.toContain("pull_request_target");
    expect(defaults.run.shell).toBe("bash");
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@") === true);
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
    expect(steps.filter(({ run }) => run?.includes("${{") === true)).toEqual([]);
    expect(templateText(`github/${name}.yml`)).not.toMatch(/\$\{\{[^}]*secrets\./);
  });

  test("has scripts that Bash can read", () => {
    for (const { run } of steps.filter((step) => step.run !== undefined)) {
      expect(() => execFileSync("bash", ["-n", "-c", run ?? ""])).not.toThrow();
    }
  });
});

test("what runs the code of anybody holds no credential, and what may write runs no code", () => {
  const { jobs } = workflow("rampart");
  expect(jobs["gate"]?.permissions).toEqual({ contents: "read" });
  expect(jobs["gate"]?.environment).toBeUndefined();
  expect(JSON.stringify(jobs["gate"])).not.toMatch(/vars\.|aws|id-token|github\.token/);
  expect(JSON.stringify(jobs["publish"])).not.toMatch(/checkout@|npm |npx |id-token/);
  for (const name of WORKFLOWS) {
    for (const job of Object.values(workflow(name).jobs)) {
      const asks = job.permissions?.["id-token"] === "write";
      const writes = Object.entries(job.permissions ?? {}).some(
        ([key, value]) => key !== "id-token" && value === "write",
      );
      expect(asks && writes).toBe(false);
      expect(asks).toBe(job.environment !== undefined);
    }
  }
});

describe("the gate of GitHub, step by step", () => {
  const at = runner("gate");

  test("fails on violations, with every report, the summary and the annotations", async () => {
    const gate = await at.run(script("rampart", "gate", "Gate"), { PROGRAM: "." });
    expect(gate.code).toBe(1);
    expect(gate.stdout).toContain("✗ rejected");
    const summary = await at.run(script("rampart", "gate", "Job summary and annotations"));
    expect(summary.stdout).toContain("::error file=index.ts,line=11,");
    expect(at.read(".summary")).toBe(at.read("rampart-reports/comment.md"));
    for (const file of ["report.json", "rampart.sarif", "junit.xml"])
      expect(at.read(`rampart-reports/${file}`)).not.toBe("");
  });

  test("comments once and then in place", async () => {
    const comment = script("rampart", "publish", "Comment, in place");
    const env = { GITHUB_REPOSITORY: "o/r", PULL_REQUEST: "7" };
    at.forget();
    at.standIn("gh");
    expect((await at.run(comment, env)).code).toBe(0);
    expect(at.calls[1]).toBe(
      "gh api --silent --method POST repos/o/r/issues/7/comments --field body=@rampart-reports/comment.md",
    );
    at.forget();
    // Answers as the service does, through the step's own filter.
    const comments = [
      { id: 1, user: { login: "mallory" }, body: "<!-- rampart:report -->" },
      { id: 2, user: { login: "github-actions[bot]" }, body: "something else" },
      { id: 3, user: { login: "github-actions[bot]" }, body: at.read("rampart-reports/comment.md") },
    ];
    writeFileSync(join(at.folder, "comments.json"), JSON.stringify(comments));
    at.standIn("gh", 'if [ "$2" = --paginate ]; then jq -r "${@: -1}" comments.json; fi');
    expect((await at.run(comment, env)).code).toBe(0);
    expect(at.calls[1]).toBe(
      "gh api --silent --method PATCH repos/o/r/issues/comments/3 --field body=@rampart-reports/comment.md",
    );
  });

  test("takes programs, stacks and baseline from rampart.yaml where there is one", async () => {
    const file = runner("gate-file");
    const init = await file.run("npx --no-install rampart init --ci github --quiet");
    expect(init.stdout).toContain("Found    1 program with 1 stack\n");
    const pipeline = file.read(".github/workflows/rampart.yml");
    expect(actionlint(".github/workflows/rampart.yml", pipeline)).toBe("");
    const { jobs } = parse(pipeline) as Workflow;
    expect(Object.keys(jobs)).toEqual(["gate", "publish"]);
    const gate = jobs["gate"]?.steps.find(({ name }) => name === "Gate")?.run ?? "";
    const ran = await file.run(gate, { PROGRAM: "nowhere" });
    expect(ran.stdout).toContain("✓ accepted");
    expect(ran.code).toBe(0);
  });

  test("takes a baseline where there is one", async () => {
    await at.run("npx --no-install rampart baseline write --quiet");
    const gate = await at.run(script("rampart", "gate", "Gate"), { PROGRAM: "." });
    expect(gate.stdout).toContain("✓ accepted");
    expect(gate.code).toBe(0);
    const deploy = script("deploy", "deploy", "Gate once more, before there is any credential");
    expect((await at.run(deploy, { PROGRAM: ".", STACK: "dev" })).code).toBe(0);
  });
});

test("preview and deployment run the pack, with its config where there is one", async () => {
  const at = runner("pulumi");
  at.standIn("pulumi");
  const env = { PROGRAM: ".", PACK: "pack", STACK: "dev", GITHUB_SHA: "abc" };
  await at.run(script("rampart", "preview", "Preview with the policy pack"), env);
  writeFileSync(join(at.folder, "rampart.policy.json"), "{}");
  await at.run(script("deploy", "deploy", "Deploy with the policy pack"), env);
  expect(at.calls).toEqual([
    "pulumi preview --cwd . --stack dev --non-interactive --color never --diff --policy-pack pack",
    "pulumi up --cwd . --stack dev --yes --non-interactive --color never --message abc --policy-pack pack --policy-pack-config rampart.policy.json",
  ]);
});

const STATE = JSON.stringify({
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:dev::p::aws:rds/instance:Instance::db",
        type: "aws:rds/instance:Instance",
        custom: true,
        inputs: { storageEncrypted: false },
      },
    ],
  },
});

describe("the drift job", () => {
  const env = { PROGRAM: ".", STACK: "dev", ENVIRONMENT: "dev", TIER: "prod" };

  test("judges the state and writes it nowhere; a failed export is no clean state", async () => {
    const at = runner("drift");
    at.standIn("pulumi", `printf '%s' '${STATE}'`);
    const judge = script("drift", "drift", "Judge what is deployed");
    expect((await at.run(judge, env)).code).toBe(1);
    expect(at.read("rampart-reports/drift.md")).toContain("`rds-storage-encrypted`");
    at.standIn("pulumi", "exit 255");
    expect((await at.run(judge, env)).code).not.toBe(0);
    at.standIn("pulumi", "exit 1");
    expect((await at.run(script("drift", "drift", "Compare the state with the cloud"), env)).code).toBe(1);
  });

  test("opens an issue, says that it still is so, and closes it", async () => {
    const at = runner("issue");
    const step = script("drift", "report", "Open, update or close the issue");
    const own = { GITHUB_REPOSITORY: "o/r", RUN: "https://run" };
    const answer = (issues: object[]): void => {
      writeFileSync(join(at.folder, "issues.json"), JSON.stringify(issues));
      at.standIn("gh", 'if [ "$2" = --paginate ]; then jq -r "${@: -1}" issues.json; fi');
      at.forget();
    };
    const title = "Drift: the cloud differs from what was deployed, or no longer passes";
    answer([{ number: 4, title: "something else" }]);
    await at.run(step, { ...own, RESULT: "failure" });
    expect(at.calls[1]).toContain(`--method POST repos/o/r/issues --raw-field title=${title}`);
    answer([{ number: 9, title }]);
    await at.run(step, { ...own, RESULT: "failure" });
    expect(at.calls[1]).toBe(
      "gh api --silent --method POST repos/o/r/issues/9/comments --raw-field body=Still so: https://run",
    );
    answer([{ number: 9, title }]);
    await at.run(step, { ...own, RESULT: "success" });
    expect(at.calls[1]).toBe("gh api --silent --method PATCH repos/o/r/issues/9 --raw-field state=closed");
    answer([]);
    await at.run(step, { ...own, RESULT: "success" });
    expect(at.calls).toHaveLength(1);
  });
});

test("images are built with the arguments that their files declare", async () => {
  const at = runner("images");
  at.standIn("docker");
  cpSync(join(ROOT, "runtime"), join(at.folder, "runtime"), { recursive: true });
  const include = (
    workflow("supply-chain").jobs["images"] as unknown as {
      strategy: { matrix: { include: Record<string, string>[] } };
    }
  ).strategy.matrix.include;
  const variables = Object.keys(stepOf("supply-chain", "images", "Build").env ?? {});
  for (const { name = "", file = "", context = "", target = "" } of include) {
    at.forget();
    const ran = await at.run(script("supply-chain", "images", "Build"), {
      NAME: name,
      FILE: file,
      CONTEXT: context,
      TARGET: target,
    });
    expect(ran.code).toBe(0);
    const [call = ""] = at.calls;
    const given = [...call.matchAll(/--build-arg (\w+)/g)].map(([, argument = ""]) => argument);
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter((argument) => !variables.includes(argument))).toEqual([]);
    expect(call.endsWith(` ${context}`)).toBe(true);
    expect(call.includes("--target")).toBe(target !== "");
  }
});

test("the other steps call their tools as they are", async () => {
  const at = runner("others");
  at.standIn("go");
  at.standIn("npm");
  await at.run(script("supply-chain", "secrets", "Scan the history"));
  await at.run(script("supply-chain", "dependencies", "Known vulnerabilities and signatures"));
  await at.run(script("rampart", "gate", "Install"));
  expect(at.calls).toEqual([
    "go run github.com/zricethezav/gitleaks/v8@v8.30.1 git --redact --no-banner .",
    "npm ci --ignore-scripts",
    "npm audit --audit-level=high --omit=dev",
    "npm audit signatures",
    "npm ci --ignore-scripts",
  ]);
});

describe("an application's own checks", () => {
  test("refuse too little coverage, a missing report, and one of another form", async () => {
    const at = runner("coverage");
    const step = script("application", "test", "Coverage");
    const cover = (rate: string) =>
      writeFileSync(
        join(at.folder, "coverage.xml"),
        `<?xml version="1.0"?><coverage version="7" line-rate="${rate}" branch-rate="0">`,
      );
    const env = { REPORT: "coverage.xml", LEAST: "80" };
    expect((await at.run(step, env)).stdout).toContain("::error::coverage.xml is missing");
    cover("0.7996");
    expect(await at.run(step, env)).toMatchObject({ code: 0 });
    cover("0.79");
    const refused = await at.run(step, env);
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringContaining("79.0 % of the lines are covered; 80 %"),
    ]);
    writeFileSync(join(at.folder, "coverage.xml"), "<report/>");
    expect((await at.run(step, env)).stdout).toContain("no line-rate");
  });

  test("name findings that are open for too long, by their severity", async () => {
    const at = runner("deadlines");
    const hoursAgo = (hours: number): string =>
      `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)}Z`;
    const alert = (security_severity_level: string | null, hours: number) => ({
      created_at: hoursAgo(hours),
      html_url: `https://alert/${security_severity_level}/${hours}`,
      rule: { id: "r", security_severity_level },
    });
    at.standIn("gh", 'jq -r "${@: -1}" alerts.json');
    const run = async (...alerts: object[]) => {
      writeFileSync(join(at.folder, "alerts.json"), JSON.stringify(alerts));
      const env = { GITHUB_REPOSITORY: "o/r", CRITICAL_HOURS: "24", HIGH_HOURS: "72" };
      return await at.run(script("application", "deadlines", "Findings past their deadline"), env);
    };
    expect((await run(alert("critical", 23), alert("high", 71), alert("low", 999), alert(null, 999))).code).toBe(0);
    const late = await run(alert("critical", 25), alert("high", 71), alert("high", 73));
    expect(late.code).toBe(1);
    expect(late.stdout.match(/https:.*/g)).toEqual(["https://alert/critical/25", "https://alert/high/73"]);
  });
});

describe("the checklist of a deployment", () => {
  const FRESH = 'case "$2" in describe-alarms) cat ringing ;; *) cat points ;; esac';

  test("begins only when nothing rings and the backup is fresh", async () => {
    const at = runner("before");
    at.standIn("aws", FRESH);
    const step = script("deploy", "deploy", "Nothing rings, and the backup is fresh");
    const run = async (ringing: string, points: string, prefix = "shop-staging") => {
      writeFileSync(join(at.folder, "ringing"), ringing);
      writeFileSync(join(at.folder, "points"), points);
      return await at.run(step, { PREFIX: prefix, HOURS: "26" });
    };
    expect((await run("", "arn:aws:backup:point")).code).toBe(0);
    expect(at.calls[1]).toContain("--backup-vault-name shop-staging-backup ");
    expect((await run("shop-staging-paging", "arn:aws:backup:point")).stdout).toContain("these alarms ring");
    expect((await run("", "None")).stdout).toContain("has no recovery point of the last 26 hours");
    expect((await run("", "", "")).code).toBe(0);
  });

  test("ends when nothing has rung for a while", async () => {
    const at = runner("after");
    at.standIn("aws", FRESH);
    at.standIn("sleep");
    const step = script("verify", "inside", "Nothing rings afterwards");
    writeFileSync(join(at.folder, "ringing"), "");
    const calm = await at.run(step, { PREFIX: "shop-staging", MINUTES: "3" });
    expect([calm.code, at.calls.filter((call) => call === "sleep 60").length]).toEqual([0, 3]);
    writeFileSync(join(at.folder, "ringing"), "shop-staging-paging");
    expect((await at.run(step, { PREFIX: "shop-staging", MINUTES: "3" })).code).toBe(1);
    expect((await at.run(step, { PREFIX: "", MINUTES: "3" })).stdout).toContain("set the variable STAGING_PREFIX");
  });

  test("looks at staging from outside: answers, redirects, headers", async () => {
    const at = runner("outside");
    const GOOD =
      "strict-transport-security: max-age=31536000\\r\\nx-content-type-options: nosniff\\r\\nreferrer-policy: no-referrer\\r\\ncontent-security-policy: default-src 'none'\\r\\n";
    const answer = (status: string, headers = GOOD): void =>
      at.standIn(
        "curl",
        `case "$*" in *redirect_url*) printf '${status}' ;; *http_code*) printf '${status}' ;; *) printf "${headers}" ;; esac`,
      );
    const run = async (step: string) =>
      await at.run(script("verify", "outside", step), { HOSTS: "app.example.com api.example.com", HEALTH_PATH: "/" });
    answer("200");
    expect((await run("Every host answers")).code).toBe(0);
    expect((await run("Security headers")).code).toBe(0);
    answer("503", "server: nginx/1.27.1\\r\\n");
    expect((await run("Every host answers")).stdout).toContain("app.example.com answers with 503");
    const headers = await run("Security headers");
    expect(headers.code).toBe(1);
    expect(headers.stdout.match(/::error::api\.example\.com: .*/g)).toHaveLength(5);
    answer("301 https://app.example.com/");
    expect((await run("Plain HTTP only redirects")).code).toBe(0);
    answer("200 ");
    expect((await run("Plain HTTP only redirects")).code).toBe(1);
    expect((await at.run(script("verify", "outside", "Hosts are known"), { HOSTS: "" })).code).toBe(1);
  });

  test("refuses a TLS version that is out of date", async () => {
    const at = runner("tls");
    const run = async (taken: string) => {
      at.standIn("openssl", `case "$*" in ${taken}) exit 0 ;; *) exit 1 ;; esac`);
      return await at.run(script("verify", "outside", "TLS 1.2 and nothing older"), { HOSTS: "app.example.com" });
    };
    expect((await run("*-tls1_2*|*-tls1_3*")).code).toBe(0);
    expect((await run("*-tls1_1*|*-tls1_2*")).stdout).toContain("app.example.com takes tls1_1");
    expect((await run("nothing")).stdout).toContain("takes neither TLS 1.2 nor 1.3");
  });

  test("scans and loads with images by digest only", async () => {
    const at = runner("images-of-verify");
    at.standIn("docker");
    const scan = script("verify", "baseline", "Baseline scan");
    expect((await at.run(scan, { HOSTS: "app.example.com", IMAGE: "zap:stable" })).stdout).toContain("by digest");
    const IMAGE = `zap@sha256:${"a".repeat(64)}`;
    expect((await at.run(scan, { HOSTS: "app.example.com", IMAGE })).code).toBe(0);
    expect(at.calls[0]).toContain(`${IMAGE} zap-baseline.py -t https://app.example.com/`);
    const load = script("verify", "load", "Load");
    expect((await at.run(load, { HOSTS: "", IMAGE, SCRIPT: "load.js" })).stdout).toContain("load.js is missing");
  });
});

describe("gitlab/rampart.gitlab-ci.yml", () => {
  interface GitlabJob {
    readonly stage?: string;
    readonly extends?: string;
    readonly script?: readonly (string | readonly string[])[];
    readonly rules?: readonly { readonly if: string }[];
    readonly needs?: readonly (string | { readonly job: string })[];
    readonly id_tokens?: object;
    readonly variables?: Readonly<Record<string, unknown>>;
  }
  const document = parse(templateText("gitlab/rampart.gitlab-ci.yml")) as Record<string, unknown>;
  const file = document as Readonly<Record<string, GitlabJob>>;
  const KEYWORDS = new Set(["stages", "variables", "workflow", "default"]);
  const jobs = Object.entries(file).filter(([name]) => !KEYWORDS.has(name) && !name.startsWith("."));
  const scripts = (job: GitlabJob | undefined): string[] => (job?.script ?? []).flat();

  test("has jobs of known stages that need known jobs, with scripts that Bash can read", () => {
    for (const [name, job] of jobs) {
      const whole = { ...(job.extends === undefined ? {} : file[job.extends]), ...job };
      expect([name, document["stages"]]).toEqual([name, expect.arrayContaining([whole.stage])]);
      const needs = (job.needs ?? []).map((need) => (typeof need === "string" ? need : need.job));
      expect(needs.filter((need) => !jobs.some(([other]) => other === need))).toEqual([]);
      expect(scripts(whole).length).toBeGreaterThan(0);
      for (const line of scripts(whole)) expect(() => execFileSync("bash", ["-n", "-c", line])).not.toThrow();
    }
  });

  test("gives tokens only to jobs of the project's own branches", () => {
    const foreign = jobs.filter(
      ([, job]) =>
        job.id_tokens !== undefined &&
        !(job.rules ?? []).every(
          ({ if: rule }) =>
            rule.includes("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID") || rule.includes('"schedule"'),
        ),
    );
    expect(foreign.map(([name]) => name)).toEqual([]);
    expect(JSON.stringify(file["gate"])).not.toMatch(/AWS|TOKEN|ROLE/);
  });

  test("its gate fails on violations and leaves code quality and JUnit", async () => {
    const at = runner("gitlab");
    at.standIn("npm");
    const ran = await at.run(scripts(file["gate"]).join("\n"), { PROGRAM: "." });
    expect(ran.code).toBe(1);
    expect(JSON.parse(at.read("rampart-reports/code-quality.json"))[0]).toMatchObject({
      location: { path: "index.ts" },
    });
    expect(at.read("rampart-reports/junit.xml")).toContain("<testsuites");
  });

  test("its gate, as `rampart init` writes it, stands alone and takes everything from rampart.yaml", async () => {
    const at = runner("gitlab-file");
    at.standIn("npm");
    expect((await at.run("npx --no-install rampart init --ci gitlab --quiet")).code).toBe(0);
    const written = parse(at.read(".gitlab-ci.yml")) as Record<string, GitlabJob>;
    expect(Object.keys(written)).toEqual(["stages", "variables", "workflow", "default", ".install", "gate", "comment"]);
    expect(Object.keys(written["variables"] ?? {})).toEqual(["PROGRAM", "NODE_IMAGE"]);
    const ran = await at.run(scripts(written["gate"]).join("\n"), { PROGRAM: "nowhere" });
    expect(ran.code).toBe(0);
  });

  test("its drift job judges the state, and fails where either differs", async () => {
    const at = runner("gitlab-drift");
    for (const tool of ["npm", "aws"]) at.standIn(tool);
    at.standIn("pulumi", `if [ "$1" = stack ]; then printf '%s' '${STATE}'; fi`);
    const env = {
      PROGRAM: ".",
      STACK: "dev",
      ENVIRONMENT: "dev",
      TIER: "prod",
      AWS_TOKEN: "t",
      CI_BUILDS_DIR: at.folder,
    };
    const drift = scripts(file["drift"]).join("\n");
    expect((await at.run(drift, env)).code).toBe(1);
    expect(at.read("rampart-reports/drift.md")).toContain("`rds-storage-encrypted`");
  });

  test("comments once and then in place", async () => {
    const at = runner("gitlab-comment");
    symlinkSync(process.execPath, join(at.folder, ".bin/node"));
    await at.run(
      "mkdir rampart-reports; npx --no-install rampart preview --report markdown=rampart-reports/comment.md",
    );
    const notes = [{ id: 1, author: { id: 5 }, body: "<!-- rampart:report --> of somebody else" }];
    const calls: string[] = [];
    const server = createServer((request, response) => {
      const path = request.url?.split("?")[0] ?? "";
      calls.push(`${request.method} ${path} ${String(request.headers["private-token"])}`);
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        response.setHeader("content-type", "application/json");
        response.setHeader("x-next-page", "");
        if (path.endsWith("/user")) response.end('{"id":7}');
        else if (request.method === "GET") response.end(JSON.stringify(notes));
        else {
          notes.push({ id: 2, author: { id: 7 }, body: (JSON.parse(body) as { body: string }).body });
          response.end("{}");
        }
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as { port: number };
    const env = {
      CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
      CI_PROJECT_ID: "3",
      CI_MERGE_REQUEST_IID: "8",
      RAMPART_COMMENT_TOKEN: "t0ken",
    };
    const comment = scripts(file["comment"]).join("\n");
    const [first, second] = [await at.run(comment, env), await at.run(comment, env)];
    server.close();
    expect([first.code, second.code, second.stderr]).toEqual([0, 0, ""]);
    expect(calls.filter((call) => !call.startsWith("GET"))).toEqual([
      "POST /api/v4/projects/3/merge_requests/8/notes t0ken",
      "PUT /api/v4/projects/3/merge_requests/8/notes/2 t0ken",
    ]);
    expect(notes[1]?.body).toContain("❌ rejected by Rampart");
  });
});
