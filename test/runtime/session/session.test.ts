import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../../runtime/session/session", import.meta.url));
const HOLD = fileURLToPath(new URL("../../../runtime/session/hold", import.meta.url));
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
    const { status, lines } = session({ ...psql, PGPASSWORD: "canary", PGSSLMODE: "disable" }, "-c", "select 1");
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

describe("the first process of a container", () => {
  /** A worker of the agent with a client, and what it does once the client has ended. */
  function openSession(): { readonly transcript: string } {
    const transcript = join(folder, "transcript");
    writeFileSync(
      join(folder, "ssm-session-worker"),
      `#!/bin/sh\nsleep 600 &\nwait\nsleep 0.2\necho kept > "${transcript}"\n`,
    );
    chmodSync(join(folder, "ssm-session-worker"), 0o755);
    spawn(join(folder, "ssm-session-worker"), { stdio: "ignore" });
    return { transcript };
  }

  test.each([
    ["when its time is over, whatever is added to its arguments", "1", undefined],
    ["when it is told to stop", "600", "SIGTERM"],
  ] as const)("ends the sessions %s, and waits for their transcripts", async (_when, seconds, signal) => {
    const { transcript } = openSession();
    const hold = spawn("/bin/sh", [HOLD, seconds, "3", "infinity"], { stdio: "ignore" });
    const ended = new Promise((resolve) => hold.once("exit", resolve));
    if (signal !== undefined) setTimeout(() => hold.kill(signal), 1000);
    expect(await ended).toBe(0);
    expect(readFileSync(transcript, "utf8")).toBe("kept\n");
    rmSync(transcript);
  });

  test("ends at once when nobody is in", () => {
    const { status } = spawnSync("/bin/sh", [HOLD, "0", "600"], { timeout: 60_000 });
    expect(status).toBe(0);
  });
});
