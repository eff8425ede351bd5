import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../cli/command-table.ts";
import { ROOT, rampart } from "./run.ts";

const PAGES = [...Object.keys(COMMANDS), "baseline write", "env list", "env new"].map((name) => name.split(" "));

describe.each(PAGES.map((page) => [page.join(" "), page] as const))("the help of %s", (_name, page) => {
  test("stays within its width, and has no more than lines of a hundred signs", async () => {
    const wide = await rampart([...page, "--help"], { env: { COLUMNS: "100" } });
    expect([wide.code, wide.stderr]).toEqual([0, ""]);
    expect(wide.stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
    const { stdout } = await rampart([...page, "--help"], { env: { COLUMNS: "40" } });
    // Examples are commands, which nobody wants broken.
    const [own = ""] = stdout.split(
      /\n(?:Examples?:|Input that|Names, |Without a |A drawing |Exits with |The script )/,
    );
    const [, ...lines] = own.split("\n");
    expect(lines.filter((line) => line.length > 40 && line.trim().includes(" "))).toEqual([]);
    expect(stdout).not.toContain("\u001B");
  });
});

test("every complaint begins alike, and names what is near", async () => {
  const command = await rampart(["previev"]);
  expect([command.code, command.stderr]).toEqual([
    3,
    expect.stringMatching(/^rampart: unknown command 'previev'\n.*preview/),
  ]);
  const option = await rampart(["preview", "--fromat", "json"]);
  expect([option.code, option.stderr]).toEqual([
    3,
    expect.stringMatching(/^rampart: unknown option '--fromat'\n.*--format/),
  ]);
});

test.each([
  ["--help"],
  ["rules"],
  ["explain", "rds-storage-encrypted"],
  ["coverage"],
  ["env", "list"],
  ["completion", "zsh"],
])("%s %s into a pipe that is closed early is no fault", async (...args) => {
  const text = `"${process.execPath}" "${join(ROOT, "cli/rampart.js")}" ${args.join(" ")} | head -1; echo "\${PIPESTATUS[0]}"`;
  const printed = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile("bash", ["-c", text], { cwd: ROOT }, (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });
  expect(printed.stdout.trimEnd().split("\n").at(-1)).toBe("0");
  expect(printed.stderr).toBe("");
});

test.skipIf(spawnSync("script", ["--version"]).error !== undefined)(
  "on a terminal of forty columns, without colours, the report is forty columns wide",
  () => {
    const command = `stty cols 40; NO_COLOR=1 "${process.execPath}" cli/rampart.js preview --quiet --program test/cli/program --rule rds-final-snapshot`;
    const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], { cwd: ROOT, encoding: "utf8" });
    const lines = stdout.replaceAll("\r", "").split("\n");
    const [, ...report] = lines.slice(lines.findIndex((line) => line.includes("outputs simulated")));
    expect(report.join("\n")).toContain("high rds-final-snapshot");
    // Rows of tables give up their kinds and the ends of names, and no sizes.
    expect(report.filter((line) => line.length > 40 && !line.startsWith(" shop-db"))).toEqual([]);
    expect(report.join("\n")).not.toContain("\u001B[");
  },
);
