import { afterEach, describe, expect, test } from "vitest";
import { newPassword, parseCredential, succeed } from "../../../runtime/rotate/_credential.ts";
import { describeError, forgetSecrets, strike } from "../../../runtime/rotate/_log.ts";
import { scramVerifier } from "../../../runtime/rotate/_scram.ts";

afterEach(forgetSecrets);

describe("parseCredential", () => {
  test("reads a flat object and keeps its passwords out of texts from then on", () => {
    parseCredential(
      '{"username":"api_b","password":"hush-hush-1","alternatePassword":"hush/hush+2","port":6432}',
      "It",
    );
    expect(strike("with hush-hush-1 or hush%2Fhush%2B2")).toBe("with [redacted] or [redacted]");
  });

  test.each([
    ["text", "hush-hush-3", "It is not JSON"],
    ["a list", '["hush-hush-3"]', "It is not a JSON object"],
    ["a nested value", '{"username":"a","password":"hush-hush-3","more":{}}', 'It has a nested value in field "more"'],
    ["no password", '{"username":"hush-hush-3"}', "It has no username or no password"],
    ["an empty password", '{"username":"hush-hush-3","password":""}', "It has no username or no password"],
  ])("refuses %s without quoting it", (_, text, message) => {
    const attempt = () => parseCredential(text, "It");
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(/hush/);
  });
});

describe("succeed", () => {
  test("rewrites the URLs that carry the old password, and nothing else", () => {
    const current = {
      username: "api_a",
      password: "old/pass word",
      url: "postgresql://api_a:old%2Fpass%20word@pooler:6432/shop?sslmode=require",
      docs: "https://example.com/old",
      other: "postgresql://report:another@pooler/shop",
      port: 6432,
    };
    expect(succeed(current, { username: "api_b", password: "new-password" })).toEqual({
      ...current,
      username: "api_b",
      password: "new-password",
      url: "postgresql://api_b:new-password@pooler:6432/shop?sslmode=require",
    });
  });

  test("refuses a field whose password it cannot replace", () => {
    const current = { username: "u", password: "hush-hush-4", dsn: "host=db user=u password=hush-hush-4" };
    expect(() => succeed(current, { username: "u", password: "next" })).toThrow(
      'Field "dsn" of the secret holds the password',
    );
  });

  test("moves URLs to a new host and port", () => {
    const current = { username: "u", password: "p1", host: "old", port: "1", url: "rediss://u:p1@old:6379/0" };
    expect(succeed(current, { username: "u", password: "p2", host: "new.example", port: "6380" })).toEqual({
      username: "u",
      password: "p2",
      host: "new.example",
      port: "6380",
      url: "rediss://u:p2@new.example:6380/0",
    });
  });
});

test("newPassword makes 256 bits that need no escaping and are never logged", () => {
  const passwords = new Set(Array.from({ length: 100 }, newPassword));
  expect(passwords.size).toBe(100);
  for (const password of passwords) {
    expect(password).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(describeError(new Error(`got ${password}`))).toBe("Error: got [redacted]");
  }
});

test("scramVerifier makes what PostgreSQL stores", () => {
  // RFC 7677, section 3: user "user", password "pencil", 4096 iterations.
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  expect(scramVerifier("pencil", salt)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
  expect(scramVerifier("pencil")).not.toBe(scramVerifier("pencil"));
  expect(() => scramVerifier("päncil")).toThrow("outside printable ASCII");
});
