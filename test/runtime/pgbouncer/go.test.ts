import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const folder = new URL("../../../runtime/pgbouncer", import.meta.url).pathname;
// Never download another Go: what is installed is either new enough (1.24, for PBKDF2 in the library) or the tests are skipped.
const environment = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" };

function goMinor(): number {
  const { stdout } = spawnSync("go", ["version"], { encoding: "utf8", env: environment });
  return Number(/go1\.(\d+)/.exec(stdout ?? "")?.[1] ?? 0);
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test.skipIf(goMinor() < 24)("the supervisor and the bootstrap command pass their own tests", () => {
  expect(run("gofmt", "-l", ".")).toBe("");
  run("go", "vet", "./...");
  expect(run("go", "test", "./...")).not.toContain("FAIL");
});
