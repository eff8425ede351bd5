import { describe, expect, test } from "vitest";
import { environmentOf } from "../../../stacks/environments/index.ts";
import { display, isSecretKey } from "../../../stacks/settings/_redact.ts";
import { isPlain } from "../../../stacks/settings/_schema.ts";
import { refusal } from "../_settings.ts";

const CANARY = "sk_live_c4n4ryc4n4ryc4n4ry";

/** Overrides that put the canary, one at a time, in the place of every value of an environment, and beside it. */
function planted(value: unknown, plant: (leaf: unknown) => unknown = (leaf) => leaf): unknown[] {
  if (Array.isArray(value)) {
    return [plant(CANARY), ...value.flatMap((item) => planted(item, (leaf) => plant([leaf])))];
  }
  if (!isPlain(value)) return [plant(CANARY)];
  const beside = plant({ [`${Object.keys(value)[0] ?? "key"}x`]: CANARY });
  return [
    plant(CANARY),
    beside,
    ...Object.entries(value).flatMap(([key, item]) => planted(item, (leaf) => plant({ [key]: leaf }))),
  ];
}

describe("errors of settings", () => {
  test("never show a credential, wherever it was put", () => {
    const overrides = planted(environmentOf("mahaseel", "prod").input()).filter(isPlain);
    expect(overrides.length).toBeGreaterThan(400);
    const leaks = overrides.filter((override) => refusal(override).includes(CANARY));
    expect(leaks).toEqual([]);
  });

  test("never show a value under a secret key, whatever its shape", () => {
    const password = "correct horse";
    for (const key of ["JWT_SECRET", "smtpPassword", "stripe-api-key", "TWILIO_AUTH_TOKEN", "private_key"]) {
      expect(refusal({ workloads: { api: { env: { [key]: password } } } })).not.toContain(password);
      expect(refusal({ [key]: password })).not.toContain(password);
      expect(refusal({ clientBuild: { [key]: password } })).not.toContain(password);
    }
  });
});

describe("isSecretKey", () => {
  test.each(["JWT_SECRET", "smtpPassword", "stripe-api-key", "accessToken", "credentials", "ENCRYPTION_KEY", "apikey"])(
    "takes %s for the key of a secret",
    (key) => expect(isSecretKey(key)).toBe(true),
  );

  test.each(["keyPrefixes", "hostedZoneId", "keys", "monkey", "accountId", "secretary", "kmsKeyArn"])(
    "takes %s for an ordinary key",
    (key) => expect(isSecretKey(key)).toBe(false),
  );
});

describe("display", () => {
  test("shows values short and on one line", () => {
    expect(display("a\nb", ["x"])).toBe(String.raw`"a\nb"`);
    expect(display("x".repeat(200), ["x"])).toBe(`"${"x".repeat(117)}..."`);
    expect(display([1, 2, 3], ["x"])).toBe("a list of 3 items");
    expect(display({ a: 1, b: 2 }, ["x"])).toBe("an object with the keys a, b");
    expect(display({}, ["x"])).toBe("an empty object");
    expect(display(undefined, ["x"])).toBe("nothing");
    expect(display(null, ["x"])).toBe("null");
  });
});
