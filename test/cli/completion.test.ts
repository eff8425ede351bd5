import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../../cli/command-table.ts";
import { SHELLS } from "../../cli/completion/scripts.ts";
import { ruleIds } from "../../cli/completion/values.ts";
import { rules } from "../../policies/rules/index.ts";
import { ROOT, rampart } from "./run.ts";

const scratch = mkdtempSync(join(tmpdir(), "rampart-completion-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const program = join(scratch, "shop");

beforeAll(() => {
  mkdirSync(program);
  writeFileSync(join(program, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(program, "Pulumi.dev.yaml"), "config: { rampart:environment: sandbox }\n");
  writeFileSync(join(program, "Pulumi.live.yaml"), "config: { rampart:environment: prod }\n");
  // A name that would run a command, or command the terminal, if anything believed it.
  writeFileSync(join(program, "Pulumi.x$(touch pwned).yaml"), "config: {}\n");
  writeFileSync(join(program, "Pulumi.\u001B[2J.yaml"), "config: {}\n");
  const shim = join(scratch, "rampart");
  writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "cli/rampart.js")}" "$@"\n`);
  chmodSync(shim, 0o755);
});

/** What bash would offer, with the words as it parts them. */
function bash(...words: string[]): string[] {
  const parted = words.flatMap((word) => word.split(/([=:])/).filter((part, index) => part !== "" || index === 0));
  const text = `
    source <(rampart completion bash)
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _rampart 2>/dev/null
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["--norc", "-c", text, "bash", "rampart", ...parted], {
    cwd: program,
    encoding: "utf8",
    env: { ...process.env, PATH: `${scratch}:${process.env["PATH"]}` },
  })
    .split("\n")
    .filter((line) => line !== "");
}

describe("in bash", () => {
  test.each([
    ["commands", ["pre"], ["preview"]],
    ["commands of commands", ["baseline", ""], ["write"]],
    ["commands to help with", ["help", "par"], ["parity"]],
    ["options", ["preview", "--fi"], ["--fixtures"]],
    ["options of an inner command", ["env", "new", "qa", "--fr"], ["--from"]],
    ["choices", ["preview", "--format", "j"], ["json", "junit"]],
    ["choices behind =", ["preview", "--format=j"], ["json", "junit"]],
    ["all choices behind =", ["preview", "--mode="], ["simulate", "preview"]],
    ["choices of an argument", ["completion", "f"], ["fish"]],
    ["stacks", ["preview", "l"], ["live"]],
    ["stacks behind others", ["preview", "live", "--quiet", "de"], ["dev"]],
    ["environments", ["preview", "--environment", ""], ["sandbox", "prod"]],
    ["rules", ["explain", "rds-storage-e"], ["rds-storage-encrypted"]],
    ["levels, first the rule", ["check", "--level", "rds-storage-e"], ["rds-storage-encrypted="]],
    ["levels, then the level", ["check", "--level", "rds-storage-encrypted=a"], ["advisory"]],
    ["reports", ["check", "--report", "sa"], ["sarif="]],
    ["nothing, for a value that only the user knows", ["preview", "--config", "a:b="], []],
    ["nothing, for an argument too many", ["explain", "rds-storage-encrypted", ""], []],
    ["nothing, for a command that is not there", ["nope", ""], []],
  ])("%s", (_what, words, expected) => {
    expect(bash(...words)).toEqual(expected);
  });

  test("a name is quoted, and nothing of it is run", () => {
    expect(bash("preview", "x")).toEqual([String.raw`x\$\(touch\ pwned\)`]);
    expect(bash("preview", "")).not.toContainEqual(expect.stringContaining("2J"));
    expect(spawnSync("ls", [program], { encoding: "utf8" }).stdout).not.toMatch(/^pwned$/m);
  });

  test("an option that was given is offered again only where it may be repeated", () => {
    expect(bash("preview", "--mode", "preview", "--rule", "x", "--m")).toEqual([]);
    expect(bash("preview", "--rule", "x", "--rul")).toEqual(["--rule", "--rules"]);
  });

  test("behind -- there are no options", () => {
    expect(bash("preview", "--", "--")).toEqual([]);
  });
});

/** Whether it is here: `tools/install-servers.sh` installs both. */
function isInstalled(shell: string): boolean {
  return spawnSync(shell, ["--version"]).error === undefined;
}

function inShell(shell: string, args: readonly string[]): string {
  return execFileSync(shell, args, {
    cwd: program,
    encoding: "utf8",
    env: { ...process.env, PATH: `${scratch}:${process.env["PATH"]}`, HOME: scratch, TERM: "xterm" },
  });
}

describe.skipIf(!isInstalled("fish"))("in fish", () => {
  test.each([
    ["commands", "rampart pre", ["preview"]],
    ["commands of commands", "rampart env n", ["new"]],
    ["options", "rampart preview --fi", ["--fixtures"]],
    ["choices behind =", "rampart preview --format=j", ["--format=json", "--format=junit"]],
    ["stacks", "rampart preview l", ["live"]],
    ["a name as it is: fish quotes it where it puts it in", "rampart preview x", ["x$(touch pwned)"]],
    ["files", "rampart check --state Pulumi.l", ["Pulumi.live.yaml"]],
    ["files behind =", "rampart check --report sarif=Pulumi.l", ["sarif=Pulumi.live.yaml"]],
    ["folders, and no files", "rampart preview --program ", []],
  ])("%s", (_what, line, expected) => {
    const shown = inShell("fish", [
      "--no-config",
      "-c",
      "rampart completion fish | source; complete -C $argv[1]",
      line,
    ]);
    // Behind a tab is what fish says of it.
    const values = shown.split("\n").flatMap((one) => one.split("\t")[0] || []);
    expect(values).toEqual(expected);
  });
});

describe.skipIf(!isInstalled("zsh"))("in zsh", () => {
  const TYPED: readonly (readonly [what: string, line: string, shown: string])[] = [
    ["commands", "rampart pre", "rampart preview"],
    ["commands of commands", "rampart env n", "rampart env new"],
    ["options", "rampart preview --fi", "--fixtures"],
    ["choices behind =", "rampart preview --format=j", "--format=json   --format=junit"],
    ["stacks", "rampart preview l", "rampart preview live"],
    ["a name, quoted", "rampart preview x", String.raw`x\$\(touch\ pwned\)`],
    ["files", "rampart check --state Pulumi.l", "Pulumi.live.yaml"],
  ];
  let shown: Map<string, string>;
  beforeAll(() => {
    const script = join(ROOT, "test/cli/completion/type.zsh");
    const terminal = inShell("zsh", ["-f", script, ...TYPED.flatMap(([, line, text]) => [line, text])]);
    const parts = terminal.split(/^=(?=rampart )/m).slice(1);
    shown = new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), stripVTControlCharacters(part)]));
  });

  test.each(TYPED)("%s", (_what, line, text) => {
    expect(shown.get(line)?.slice(line.length + 1)).toContain(text);
    expect(existsSync(join(program, "pwned"))).toBe(false);
  });
});

test.each(SHELLS)("the script for %s is one that the shell accepts", async (shell) => {
  const { code, stdout } = await rampart(["completion", shell]);
  expect(code).toBe(0);
  const file = join(scratch, `script.${shell}`);
  writeFileSync(file, stdout);
  const { error, status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
  // A shell that is not installed cannot be asked.
  if (error !== undefined) return;
  expect([status, stderr]).toEqual([0, ""]);
});

test("every command is offered, and what shells call is not", async () => {
  const { stdout } = await rampart(["complete", "--", ""]);
  const [kind, ...names] = stdout.trimEnd().split("\n");
  expect(kind).toBe("values");
  expect(names.filter((name) => !name.startsWith("-"))).toEqual([...Object.keys(COMMANDS), "help"]);
  expect((await rampart(["--help"])).stdout).not.toMatch(/^ {2}complete\b/m);
});

test("the ids that are offered are those of the rules", () => {
  expect(ruleIds()).toEqual(rules.map(({ id }) => id).toSorted());
});

test.each([
  ["files", ["check", "--state", ""]],
  ["files", ["check", "--report", "sarif=o"]],
  ["folders", ["preview", "--program", ""]],
])("the shell itself completes %s", async (kind, words) => {
  expect((await rampart(["complete", "--", ...words])).stdout).toBe(`${kind}\n`);
});

test("without a program there is no message in the middle of a line", async () => {
  const { code, stdout, stderr } = await rampart(["complete", "--", "preview", ""], { cwd: scratch });
  expect([code, stdout, stderr]).toEqual([0, "values\n", ""]);
});

test("an unknown shell is refused with those there are", async () => {
  const { code, stderr } = await rampart(["completion", "tcsh"]);
  expect(code).toBe(3);
  expect(stderr).toContain("Allowed choices are bash, zsh, fish");
});
