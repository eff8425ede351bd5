import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, expect, test } from "vitest";
import { rules } from "../../../policies/rules/index.ts";
import { ROOT } from "../../cli/run.ts";
import { Runner, stepOf, templateText } from "./_template.ts";

const scratch = mkdtempSync(join(tmpdir(), "rampart-rehearsal-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const WHO = { GIT_AUTHOR_NAME: "t", GIT_AUTHOR_EMAIL: "t@t", GIT_COMMITTER_NAME: "t", GIT_COMMITTER_EMAIL: "t@t" };
const GATE = stepOf("rampart", "gate", "Gate").run ?? "";
const COMMENT = stepOf("rampart", "publish", "Comment, in place").run ?? "";

/** The comment is asserted as a whole, so a new rule must not change it: the rules that it is about, and no other. */
const SHOWN = new Set([
  "rds-storage-encrypted",
  "rds-not-publicly-accessible",
  "rds-final-snapshot",
  "rds-deletion-protection",
]);
const ONLY = Object.fromEntries(
  rules.filter(({ id }) => !SHOWN.has(id)).map(({ id }) => [id, { enforcementLevel: "disabled" }]),
);

function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...WHO, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return execFileSync("git", args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

function replaceIn(file: string, replacements: Readonly<Record<string, string>>): void {
  let text = readFileSync(file, "utf8");
  for (const [from, to] of Object.entries(replacements)) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
}

/** The small shop on `main`, encrypted and private, and a repository that others clone. */
function startRepository(name: string): string {
  const folder = join(scratch, name);
  cpSync(join(ROOT, "test/cli/program"), folder, { recursive: true });
  replaceIn(join(folder, "index.ts"), { "publiclyAccessible: true": "publiclyAccessible: false" });
  writeFileSync(join(folder, "rampart.policy.json"), JSON.stringify(ONLY));
  writeFileSync(join(folder, ".gitignore"), "node_modules\n.bin/\n.calls\n.summary\n");
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages: {} }));
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message=base");
  return folder;
}

/** What CI checks out for a pull request: the merge that would be made, and its parents, and no more. */
function checkOut(repository: string, name: string): Runner {
  git(repository, "checkout", "--quiet", "-b", "merge", "main");
  git(repository, "merge", "--quiet", "--no-ff", "--message=merge", "change");
  const folder = join(scratch, name);
  git(scratch, "clone", "--quiet", "--depth=2", "--branch=merge", `file://${repository}`, folder);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return new Runner(folder);
}

const CHANGE = {
  'storageEncrypted: unsure ? key.arn.apply((arn) => arn !== "") : true': "storageEncrypted: false",
  "skipFinalSnapshot: true": "deleteAutomatedBackups: false",
};

test("a pull request that adds a violation and replaces the database", async () => {
  const repository = startRepository("shop");
  git(repository, "checkout", "--quiet", "-b", "change");
  replaceIn(join(repository, "index.ts"), CHANGE);
  git(repository, "commit", "--quiet", "--all", "--message=change");
  const at = checkOut(repository, "checkout");
  const base = git(at.folder, "rev-parse", "HEAD^1").slice(0, 12);
  const index = readFileSync(join(at.folder, ".git/index"));
  const temporary = join(scratch, "tmp");
  mkdirSync(temporary);

  const env = { PROGRAM: ".", GITHUB_EVENT_NAME: "pull_request", TMPDIR: temporary };
  const gate = await at.run(GATE, env);
  expect(gate.code).toBe(1);
  expect(at.read("rampart-reports/comment.md")).toBe(`<!-- rampart:report -->

## ❌ rejected by Rampart

2 violations · 0 advisory · 0 undecided · 0 in the baseline · 0 waived

Against \`HEAD^1 (${base})\`: findings: 1 new · 2 fixed · 1 unchanged; resources: 0 added · 0 removed · 1 replaced · 0 changed.

### ⚠️ Data at risk (1)

- **replaced: RDS instance** \`shop/shop-db\`: storageEncrypted cannot change in place; lost with the old one: its databases, and its automated backups unless they are kept

To keep the data, leave what forces it as it is, give a new name an alias of the old one, or move the data first.

| stack | environment | verdict | violations | advisory | undecided | baseline | waived | passes | resources |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| \`dev\` | dev, nonprod | ❌ rejected | 2 | 0 | 0 | 0 | 0 | 2 + 0 assumed | 5 |

### New violations (1)

| severity | rule | resource | what | where |
| --- | --- | --- | --- | --- |
| critical | \`rds-storage-encrypted\` | \`shop/shop-db\` \`storageEncrypted\` | The storage is not encrypted; set storageEncrypted to true | \`index.ts:11\` |

### Fixed since the base (2)

| severity | rule | resource | what | where |
| --- | --- | --- | --- | --- |
| high | \`rds-final-snapshot\` | \`shop/shop-db\` \`skipFinalSnapshot\` | No snapshot is taken when the database is deleted; set skipFinalSnapshot to false | \`index.ts:11\` |
| high | \`rds-final-snapshot\` | \`shop/shop-db\` \`deleteAutomatedBackups\` | Automated backups are deleted with the database; set deleteAutomatedBackups to false | \`index.ts:11\` |

### Violations that the base has, too (1)

| severity | rule | resource | what | where |
| --- | --- | --- | --- | --- |
| medium | \`rds-deletion-protection\` | \`shop/shop-db\` \`deletionProtection\` | One wrong destroy removes the database; set deletionProtection to true<br>Set \`deletionProtection: true\` | \`index.ts:11\` |

<details><summary>What changes for security (3)</summary>

| concern | resource | change |
| --- | --- | --- |
| encryption | \`shop/shop-db\` \`storageEncrypted\` | true → false |
| deletion protection | \`shop/shop-db\` \`deleteAutomatedBackups\` | (nothing) → false |
| deletion protection | \`shop/shop-db\` \`skipFinalSnapshot\` | true → (nothing) |

</details>
`);
  // Nothing of the checkout was touched, and nothing is left behind.
  expect(git(at.folder, "status", "--short")).toBe("?? rampart-reports/");
  expect(git(at.folder, "worktree", "list").split("\n")).toHaveLength(1);
  expect(readFileSync(join(at.folder, ".git/index")).equals(index)).toBe(true);
  expect(readdirSync(temporary)).toEqual([]);

  // The second run finds the comment of the first by its marker.
  const own = { id: 7, user: { login: "github-actions[bot]" }, body: at.read("rampart-reports/comment.md") };
  const publish = async (comments: readonly object[]): Promise<string | undefined> => {
    writeFileSync(join(at.folder, "rampart-reports/comments.json"), JSON.stringify(comments));
    at.standIn("gh", 'if [ "$2" = --paginate ]; then jq -r "${@: -1}" rampart-reports/comments.json; fi');
    at.forget();
    expect((await at.run(COMMENT, { GITHUB_REPOSITORY: "o/r", PULL_REQUEST: "7" })).code).toBe(0);
    return at.calls[1];
  };
  const body = "--field body=@rampart-reports/comment.md";
  expect(await publish([])).toBe(`gh api --silent --method POST repos/o/r/issues/7/comments ${body}`);
  expect(await publish([own])).toBe(`gh api --silent --method PATCH repos/o/r/issues/comments/7 ${body}`);

  // With --new-only the rest fails nothing, and what is new still does.
  const only = GATE.replace("preview --all", "preview --all --new-only");
  expect((await at.run(only, env)).code).toBe(1);
  expect(at.read("rampart-reports/comment.md")).toContain(
    "--new-only: 1 finding of the base not counted, 1 violation among them.",
  );
});

test("a pull request that changes packages is compared with a base that has its own", async () => {
  const repository = startRepository("packages");
  git(repository, "checkout", "--quiet", "-b", "change");
  writeFileSync(join(repository, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages: { "": {} } }));
  git(repository, "commit", "--quiet", "--all", "--message=packages");
  const at = checkOut(repository, "packages-checkout");
  const env = { PROGRAM: ".", GITHUB_EVENT_NAME: "pull_request" };
  // Stands in for the installation of what the base's lock file says.
  at.standIn("npm", `ln -s "${join(ROOT, "node_modules")}" node_modules`);
  const gate = await at.run(GATE, { ...env, TMPDIR: scratch });
  expect(at.calls.filter((call) => call.startsWith("npm"))).toEqual(["npm ci --ignore-scripts"]);
  expect(gate.code).toBe(1);
  expect(at.read("rampart-reports/comment.md")).toMatch(
    /^Against `base \([0-9a-f]{12}\)`: findings: 0 new · 0 fixed · 3 /m,
  );
});

test("a push to the main branch is judged by itself", async () => {
  const repository = startRepository("push");
  const at = new Runner(repository);
  symlinkSync(join(ROOT, "node_modules"), join(repository, "node_modules"));
  expect((await at.run(GATE, { PROGRAM: ".", GITHUB_EVENT_NAME: "push" })).code).toBe(1);
  expect(at.read("rampart-reports/comment.md")).not.toContain("Against");
});

test("GitLab compares with the commit that the merge request started from", async () => {
  const repository = startRepository("gitlab");
  const base = git(repository, "rev-parse", "HEAD");
  git(repository, "checkout", "--quiet", "-b", "change");
  replaceIn(join(repository, "index.ts"), CHANGE);
  git(repository, "commit", "--quiet", "--all", "--message=change");
  const at = new Runner(repository);
  symlinkSync(join(ROOT, "node_modules"), join(repository, "node_modules"));
  at.standIn("npm");
  const { gate } = parse(templateText("gitlab/rampart.gitlab-ci.yml")) as { gate: { script: (string | string[])[] } };
  const env = { PROGRAM: ".", CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
  expect((await at.run(gate.script.flat().join("\n"), env)).code).toBe(1);
  expect(at.read("rampart-reports/comment.md")).toContain(
    `Against \`${base.slice(0, 12)}\`: findings: 1 new · 2 fixed · 1 unchanged; resources: 0 added · 0 removed · 1 replaced`,
  );
});
