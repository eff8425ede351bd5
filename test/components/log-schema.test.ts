import { describe, expect, test, vi } from "vitest";
import { LOG_EVENTS } from "../../components/_log-events.ts";
import { FORBIDDEN_LOG_KEYS, logLine } from "../../components/log-schema.ts";
import { about, log } from "../../runtime/scanner/_log.ts";

const line = { time: "2026-11-20T10:00:00Z", level: "warn", event: "login.failed" };
const problems = (value: unknown): string[] =>
  logLine.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];

describe("a log line", () => {
  test.each([
    line,
    { ...line, time: "2026-11-20T11:00:00.123+01:00" },
    { ...line, userHash: "0123456789abcdef", ip: "2001:db8::1", method: "POST", path: "/auth/login", status: 401 },
    { ...line, event: "message-not-kept", milliseconds: 12.5, orderId: "42", retried: false, cause: null },
    // Words that only contain a forbidden one.
    { ...line, footprint: 3, microphone: true, cookiesAllowed: true },
  ])("may be %j", (value) => {
    expect(problems(value)).toEqual([]);
  });

  test.each([
    [{ ...line, time: "2026-11-20 10:00" }, "time"],
    [{ ...line, level: "WARNING" }, "level"],
    [{ ...line, event: "Login failed" }, "event"],
    [{ ...line, status: "401" }, "status"],
    [{ ...line, path: "/reset?token=abc" }, "path"],
    [{ ...line, userHash: "ann@example.com" }, "userHash"],
    [{ ...line, user: { name: "ann" } }, "user"],
    [{ level: "warn", event: "x" }, "time"],
  ])("may not be %j", (value, path) => {
    expect(problems(value).map((it) => it.split(":")[0])).toEqual([path]);
  });

  test.each([...FORBIDDEN_LOG_KEYS, "accessToken", "api_key", "user-email", "X-Api-Key", "otp.code", "newPassword"])(
    "has no key %s",
    (key) => {
      expect(problems({ ...line, [key]: "x" })).toEqual([
        `${key}: the name promises a credential or a person; leave it out, or log a keyed hash under userHash`,
      ]);
    },
  );

  test.each(Object.keys(LOG_EVENTS))("may be %s", (event) => {
    expect(problems({ ...line, event })).toEqual([]);
  });

  test("is what the scan worker writes", () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    try {
      const upload = about({ key: "uploads/ann.png", versionId: "v1" });
      log("warn", "judged", {
        ...upload,
        result: "infected",
        reason: "Eicar",
        bytes: 68,
        milliseconds: 4,
        deliveries: 1,
      });
      log("error", "failed", { ...upload, error: "Error: clamd is gone" });
      log("info", "stopped");
    } finally {
      write.mockRestore();
    }
    expect(written).toHaveLength(3);
    expect(written.map((text) => problems(JSON.parse(text)))).toEqual([[], [], []]);
  });
});
