import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reportAges } from "../../../runtime/rotate/_age.ts";
import { retry } from "../../../runtime/rotate/_retry.ts";
import { readConfiguration } from "../../../runtime/rotate/_targets.ts";
import { handler } from "../../../runtime/rotate/handler.ts";
import { FakeSecrets } from "./_fakes.ts";

const environment = { ROTATION_TARGETS: "{}", ROTATION_MANUAL: "[]", ROTATION_CACHES: "{}", ROTATION_DATABASE: "null" };
let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line: Record<string, unknown>) => void lines.push({ level, ...line }));
  }
  for (const [key, value] of Object.entries({ ...environment, AWS_REGION: "eu-west-1" })) vi.stubEnv(key, value);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("handler", () => {
  test("refuses a secret outside its list before it calls anything", async () => {
    const SecretId = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:other-AbCdEf";
    await expect(handler({ Step: "createSecret", SecretId, ClientRequestToken: "x".repeat(32) })).rejects.toThrow(
      "The secret is not one that this function rotates.",
    );
    expect(lines).toEqual([
      { level: "error", event: "failed", error: "Error: The secret is not one that this function rotates." },
    ]);
  });

  test("refuses events of another shape and an environment that is not its own", async () => {
    await expect(handler({})).rejects.toThrow("no valid Step");
    vi.stubEnv("ROTATION_TARGETS", "not json");
    await expect(handler({})).rejects.toThrow("ROTATION_TARGETS is not JSON; deploy the function again.");
  });
});

describe("readConfiguration", () => {
  test("names what is missing", () => {
    const secrets = { "shop/api-AbCdEf": { kind: "cache" }, "arn:aws:secretsmanager:elsewhere": { kind: "cache" } };
    const stem = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
    const read = readConfiguration({
      ...environment,
      ROTATION_SECRETS: stem,
      ROTATION_TARGETS: JSON.stringify(secrets),
      ROTATION_MANUAL: JSON.stringify([{ name: "shop/sms", arn: "shop/sms-AbCdEf" }]),
    });
    expect([...read.targets.keys()]).toEqual([`${stem}shop/api-AbCdEf`, "arn:aws:secretsmanager:elsewhere"]);
    expect(read.manual).toEqual([{ name: "shop/sms", arn: `${stem}shop/sms-AbCdEf` }]);
    expect(() => readConfiguration({})).toThrow("ROTATION_TARGETS is not set");
  });

  test("refuses a role that would have to be quoted", () => {
    const targets = JSON.stringify({ arn: { kind: "postgres", role: 'x"; DROP', database: "shop" } });
    expect(() => readConfiguration({ ...environment, ROTATION_TARGETS: targets })).toThrow("use lower-case letters");
  });
});

describe("reportAges", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");

  test("logs whole days, says what was never supplied, and goes on after a failure", async () => {
    const made = new FakeSecrets({ username: "u", password: "p" }, new Date("2026-11-10T13:00:00Z"));
    const versions: FakeSecrets = Object.assign(new FakeSecrets(), {
      currentSince: async (arn: string) => {
        if (arn === "gone") throw new Error("no such secret");
        return arn === "stripe" ? made.currentSince() : undefined;
      },
    });
    const secrets = ["gone", "stripe", "twilio"].map((name) => ({ name, arn: name }));
    await expect(reportAges(secrets, versions, now)).rejects.toThrow(
      "The age of these secrets could not be read: gone.",
    );
    expect(lines).toEqual([
      { level: "error", event: "secret-age-unknown", secret: "gone", error: "Error: no such secret" },
      { level: "info", event: "secret-age", secret: "stripe", ageDays: 9 },
      { level: "info", event: "secret-not-supplied", secret: "twilio" },
    ]);
  });
});

describe("retry", () => {
  test("tries again with growing pauses until it works", async () => {
    let attempts = 0;
    const result = await retry("it", async () => (++attempts < 3 ? Promise.reject(new Error("away")) : attempts), {
      firstPauseMilliseconds: 1,
    });
    expect(result).toBe(3);
    expect(lines.map((line) => line["attempt"])).toEqual([1, 2]);
  });

  test("gives up at once on a final error, and in the end on any", async () => {
    let attempts = 0;
    const fail = async () => {
      attempts++;
      throw new Error("away");
    };
    await expect(retry("it", fail, { retryable: () => false })).rejects.toThrow("away");
    expect(attempts).toBe(1);
    await expect(retry("it", fail, { attempts: 3, firstPauseMilliseconds: 1 })).rejects.toThrow("away");
    expect(attempts).toBe(4);
  });
});
