import { describe, expect, test } from "vitest";
import { parseVersion, signatureAge } from "../../../runtime/scanner/_clamd.ts";
import { about, describeError, redact } from "../../../runtime/scanner/_log.ts";
import { guardDutyVerdict, parseMessage } from "../../../runtime/scanner/_message.ts";
import { count, metricLine } from "../../../runtime/scanner/_metrics.ts";
import { pauseSeconds } from "../../../runtime/scanner/_queue.ts";
import { readSettings } from "../../../runtime/scanner/_settings.ts";
import { writtenStatus } from "../../../runtime/scanner/_verdict.ts";

describe("redact", () => {
  test.each([
    ["key AKIAIOSFODNN7EXAMPLE is wrong", "AKIAIOSFODNN7EXAMPLE"],
    ["GET https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef0123&x=1", "abcdef0123"],
    ["X-Amz-Security-Token=FwoGZXIvYXdzEBYa&x", "FwoGZXIvYXdzEBYa"],
    ["Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=fe5f80", "fe5f80"],
    ['{"secretAccessKey":"wJalrXUtnFEMI"}', "wJalrXUtnFEMI"],
    ["aws_secret_access_key = wJalrXUtnFEMI", "wJalrXUtnFEMI"],
  ])("strikes the credential out of %s", (text, credential) => {
    expect(redact(text)).not.toContain(credential);
    expect(redact(text)).toContain("[redacted]");
  });

  test("keeps a line a line, and short", () => {
    expect(redact("one\r\ntwo\u0000three")).toBe("one two three");
    expect(redact("x".repeat(10_000))).toHaveLength(501);
  });

  test("describes errors by name and message", () => {
    expect(describeError(new TypeError("AKIAIOSFODNN7EXAMPLE"))).toBe("TypeError: [redacted]");
    expect(describeError("text")).toBe("text");
  });

  test("names objects by a hash that is stable and tells nothing", () => {
    const named = about({ key: "uploads/jane.jpg", versionId: "v1" });
    expect(named).toEqual({ keyHash: expect.stringMatching(/^[0-9a-f]{16}$/), versionId: "v1" });
    expect(named).toEqual(about({ key: "uploads/jane.jpg", versionId: "v1" }));
  });
});

describe("parseMessage", () => {
  const created = {
    "detail-type": "Object Created",
    detail: { bucket: { name: "b" }, object: { key: "uploads/a b+c%20", "version-id": "v1", size: 3 } },
  };

  test("takes the key as it is: EventBridge does not encode it", () => {
    const upload = { bucket: "b", key: "uploads/a b+c%20", versionId: "v1", verdict: undefined };
    expect(parseMessage(JSON.stringify(created))).toEqual(upload);
  });

  test.each([
    ["no JSON", "{secret"],
    ["another shape", "[]"],
    ["another event", JSON.stringify({ ...created, "detail-type": "Object Deleted" })],
    ["no version", JSON.stringify({ ...created, detail: { bucket: { name: "b" }, object: { key: "k" } } })],
  ])("refuses %s without quoting it", (_, body) => {
    expect(() => parseMessage(body)).toThrow(expect.objectContaining({ name: "MalformedMessageError" }));
    expect(() => parseMessage(body)).not.toThrow(/secret/);
  });

  test.each([
    ["NO_THREATS_FOUND", "clean"],
    ["THREATS_FOUND", "infected"],
    ["UNSUPPORTED", "unscannable"],
    ["ACCESS_DENIED", "unscannable"],
    ["FAILED", "unscannable"],
    ["no_threats_found", "unscannable"],
    ["", "unscannable"],
  ])("reads GuardDuty's %s as %s", (status, verdict) => {
    expect(guardDutyVerdict(status).status).toBe(verdict);
  });
});

describe("parseVersion", () => {
  test("reads engine, signatures and their time", () => {
    const version = parseVersion("ClamAV 1.5.1/27500/Mon Nov 16 08:24:31 2026");
    expect(version).toEqual({
      engine: "1.5.1",
      signatures: 27500,
      signaturesMadeAt: Date.parse("2026-11-16T08:24:31Z"),
    });
    expect(signatureAge(version, Date.parse("2026-11-16T10:24:31Z"))).toBe(2 * 3_600_000);
  });

  test.each(["ClamAV 1.5.1", "ClamAV 1.5.1/27500/never"])(
    "calls signatures without a time infinitely old: %s",
    (text) => {
      expect(signatureAge(parseVersion(text))).toBe(Number.POSITIVE_INFINITY);
    },
  );

  test.each(["COMMAND UNAVAILABLE", "", "UNKNOWN COMMAND"])("refuses %j", (text) => {
    expect(() => parseVersion(text)).toThrow(expect.objectContaining({ name: "ClamdError" }));
  });
});

test("pauses grow with the deliveries, are spread, and have an end", () => {
  expect([1, 2, 3, 4].map((deliveries) => pauseSeconds(deliveries, 0))).toEqual([15, 30, 60, 120]);
  expect([1, 2, 3, 4].map((deliveries) => pauseSeconds(deliveries, 1))).toEqual([30, 60, 120, 240]);
  expect(pauseSeconds(1000, 1)).toBe(900);
});

test("metrics name their place and their verdict", () => {
  const line = metricLine({ namespace: "N", system: "s", environment: "e" }, [count("Objects")], "clean", 1);
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: "N",
          Dimensions: [
            ["system", "environment"],
            ["system", "environment", "verdict"],
          ],
          Metrics: [{ Name: "Objects", Unit: "Count" }],
        },
      ],
    },
    system: "s",
    environment: "e",
    verdict: "clean",
    Objects: 1,
  });
});

test("only a verdict that is known counts as written", () => {
  const of = (status: string) => writtenStatus(new Map([["scan-status", status]]));
  expect(["clean", "infected", "unscannable", "refused"].map(of)).toEqual([
    "clean",
    "infected",
    "unscannable",
    "refused",
  ]);
  expect(["", "CLEAN", "clean ", "ok"].map(of)).toEqual([undefined, undefined, undefined, undefined]);
  expect(writtenStatus(new Map())).toBeUndefined();
});

describe("readSettings", () => {
  const env = {
    AWS_REGION: "eu-west-1",
    SCANNER_ENGINE: "clamav",
    SCANNER_QUEUE_URL: "https://sqs",
    SCANNER_UPLOAD_BUCKET: "u",
    SCANNER_SERVING_BUCKET: "s",
    SCANNER_CONTENT_TYPES: "image/JPEG,image/png",
    SCANNER_CONCURRENCY: "2",
    SCANNER_DRAIN_SECONDS: "50",
    SCANNER_HEARTBEAT_FILE: "/tmp/heartbeat",
    SCANNER_SYSTEM: "shop",
    SCANNER_ENVIRONMENT: "test",
    CLAMD_HOST: "clamd",
    CLAMD_PORT: "3310",
    SCANNER_MAX_FILE_MIB: "25",
    SCANNER_SCAN_TIMEOUT_SECONDS: "300",
    SCANNER_SIGNATURE_MAX_AGE_HOURS: "48",
  };

  test("reads what the component writes", () => {
    expect(readSettings(env)).toMatchObject({
      contentTypes: ["image/jpeg", "image/png"],
      engine: { kind: "clamav", maxFileBytes: 25 * 1024 * 1024, signatureMaxAgeMilliseconds: 48 * 3_600_000 },
      drainMilliseconds: 50_000,
    });
    expect(readSettings({ ...env, SCANNER_ENGINE: "guardduty", CLAMD_HOST: "" }).engine).toEqual({ kind: "guardduty" });
  });

  test.each(Object.keys(env))("says that %s is missing", (name) => {
    expect(() => readSettings({ ...env, [name]: undefined })).toThrow(name);
  });

  test.each([
    ["SCANNER_ENGINE", "none"],
    ["CLAMD_PORT", "0"],
    ["SCANNER_MAX_FILE_MIB", "2.5"],
    ["SCANNER_CONCURRENCY", "many"],
  ])("refuses %s=%s", (name, value) => {
    expect(() => readSettings({ ...env, [name]: value })).toThrow(`${name} is "${value}"; allowed`);
  });
});
