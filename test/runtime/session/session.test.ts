import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../../runtime/session/session", import.meta.url));
const psql = { SESSION_CLIENT: "psql", PGHOST: "db", PGPORT: "5432", PGDATABASE: "shop", PGUSER: "people_a" };
const valkey = { SESSION_CLIENT: "valkey-cli", SESSION_HOST: "state", SESSION_PORT: "6380", SESSION_USER: "people" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rampart-session-"));
  for (const client of ["psql", "valkey-cli"]) {
    writeFileSync(join(folder, client), `#!/bin/sh\nprintf '%s\\n' "$0" "$@"\nenv | sort\n`);
    chmodSync(join(folder, client), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function session(env: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync("/bin/sh", [SCRIPT, ...args], {
    encoding: "utf8",
    env: { PATH: `${folder}:/usr/bin:/bin`, ...env },
  });
  return { status, lines: stdout.split("\n"), stderr };
}

describe("the script of a session", () => {
  test("starts psql with the server verified, no history, and what it was given", () => {
    const { status, lines } = session({ ...psql, PGPASSWORD: "canary" }, "-c", "select 1");
    expect(status).toBe(0);
    expect(lines.slice(0, 3)).toEqual([join(folder, "psql"), "-c", "select 1"]);
    expect(lines).toEqual(
      expect.arrayContaining([
        "PGSSLMODE=verify-full",
        "PGSSLROOTCERT=/etc/ssl/rds/global-bundle.pem",
        "PSQL_HISTORY=/dev/null",
      ]),
    );
  });

  test("starts valkey-cli over TLS, with the password in no argument", () => {
    const { lines } = session({ ...valkey, REDISCLI_AUTH: "canary" });
    const args = lines.slice(
      1,
      lines.findIndex((line) => line.includes("=")),
    );
    expect(args).toEqual(["--tls", "-h", "state", "-p", "6380", "--user", "people", "--no-auth-warning"]);
    expect(lines).toContain("REDISCLI_HISTFILE=/dev/null");
  });

  test.each([
    ["a login without its password", psql, "session: PGPASSWORD is not set; the secret lacks the field"],
    ["a user without its password", valkey, "session: REDISCLI_AUTH is not set; the secret lacks the field"],
    [
      "another client",
      { SESSION_CLIENT: "bash" },
      'session: SESSION_CLIENT is "bash"; psql and valkey-cli are allowed',
    ],
  ])("refuses %s", (_what, env, message) => {
    expect(session(env)).toMatchObject({ status: 2, stderr: `${message}\n` });
  });
});
