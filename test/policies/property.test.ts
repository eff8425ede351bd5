import { describe, expect, test } from "vitest";
import { Property, Undecided, trackReads } from "../../policies/property.ts";
import { Asset, Secret, UNKNOWN, type Value } from "../../policies/value.ts";

const root = (raw: Value, simulated: string[] = []) =>
  new Property({ owner: "urn", ...(simulated.length > 0 && { simulated: new Set(simulated) }) }, raw);

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof Undecided) return `${thrown.property.pointer} ${thrown.reason}`;
    throw thrown;
  }
  return "read";
}

describe("reading", () => {
  test("walks objects and lists and knows its path", () => {
    const port = root({ spec: { ports: [{ port: 80 }, { port: 443 }] } }).get("spec", "ports", 1, "port");
    expect(port.number()).toBe(443);
    expect(port.pointer).toBe("/spec/ports/1/port");
    expect(port.display).toBe("spec.ports[1].port");
  });

  test("reads a missing step and null as not set", () => {
    expect(root({}).get("a", "b", "c").string()).toBeUndefined();
    expect(root({ a: null }).get("a").boolean()).toBeUndefined();
    expect(root({ a: null }).get("a").isSet).toBe(false);
  });

  test("coerces what the providers coerce and nothing else", () => {
    expect(root({ a: "true" }).get("a").boolean()).toBe(true);
    expect(root({ a: "7" }).get("a").number()).toBe(7);
    expect(root({ a: 7 }).get("a").string()).toBe("7");
    expect(reasonOf(() => root({ a: "yes" }).get("a").boolean())).toBe("/a should be a boolean and is a string");
    expect(reasonOf(() => root({ a: [] }).get("a").string())).toBe("/a should be a string and is a list");
    expect(reasonOf(() => root({ a: "" }).get("a").number())).toBe("/a should be a number and is a string");
    expect(
      reasonOf(() =>
        root({ a: new Asset("asset", "00") })
          .get("a")
          .string(),
      ),
    ).toBe("/a should be a string and is an asset");
  });

  test("refuses to walk through a scalar", () => {
    expect(reasonOf(() => root({ a: "text" }).get("a", "b"))).toBe("/a should be an object and is a string");
  });

  test("does not see inherited keys, nor the providers' bookkeeping", () => {
    expect(root({}).get("constructor").isSet).toBe(false);
    expect(root({}).get("__proto__").isSet).toBe(false);
    expect(
      root({ __defaults: [], name: "x" })
        .entries()
        .map(([key]) => key),
    ).toEqual(["name"]);
  });

  test("counts a single object or string as a list of one", () => {
    expect(
      root({ a: { b: 1 } })
        .get("a")
        .items(),
    ).toHaveLength(1);
    expect(root({ a: "x" }).get("a").strings()).toEqual(["x"]);
    expect(root({}).get("a").items()).toEqual([]);
  });
});

describe("unknowns and secrets", () => {
  test("an unknown decides nothing, wherever it stands", () => {
    const reason = "/a is not known before deployment";
    for (const read of [
      () => root({ a: UNKNOWN }).get("a").string(),
      () => root({ a: UNKNOWN }).get("a").isSet,
      () => root({ a: UNKNOWN }).get("a").items(),
      () => root({ a: UNKNOWN }).get("a", "b", "c").string(),
      () =>
        root({ a: new Secret(UNKNOWN) })
          .get("a")
          .string(),
    ]) {
      expect(reasonOf(read)).toBe(reason);
    }
  });

  test("an unknown list item leaves its neighbours readable", () => {
    const [first, second] = root({ a: [UNKNOWN, 2] })
      .get("a")
      .items();
    expect(first?.isUnknown).toBe(true);
    expect(second?.number()).toBe(2);
  });

  test("secrets are read through, and what was read is known for redaction", () => {
    const run = trackReads(() =>
      root({ a: new Secret({ b: "hunter22" }) })
        .get("a", "b")
        .string(),
    );
    expect(run).toMatchObject({ result: "hunter22" });
    expect(run.reads.secrets).toEqual(new Set(["hunter22"]));
  });

  test("a redacted secret is undecided", () => {
    expect(
      reasonOf(() =>
        root({ a: new Secret(undefined) })
          .get("a")
          .string(),
      ),
    ).toBe("/a is redacted");
  });
});

describe("simulated values", () => {
  test("are noted when their content is read, and not when they only have to be there", () => {
    const key = root({ kmsKeyId: "51a7ed01" }, ["/kmsKeyId"]).get("kmsKeyId");
    expect(trackReads(() => key.isSet).reads.simulated).toBeUndefined();
    expect(trackReads(() => key.string()).reads.simulated).toBe(key);
  });

  test("inside a policy document each string is judged by itself", () => {
    const policy = root({ policy: '{"Principal":"*","Resource":"arn:51a7ed0f"}' }, ["/policy"]).get("policy").json();
    expect(trackReads(() => policy.get("Principal").string()).reads.simulated).toBeUndefined();
    expect(trackReads(() => policy.get("Resource").string()).reads.simulated?.display).toBe("policy → Resource");
  });
});

describe("embedded JSON", () => {
  test("keeps the path of the text and shows the place inside", () => {
    const action = root({ policy: '{"Statement":[{"Action":"s3:*"}]}' })
      .get("policy")
      .json()
      .get("Statement", 0, "Action");
    expect(action.pointer).toBe("/policy");
    expect(action.display).toBe("policy → Statement[0].Action");
  });

  test("takes an object that was passed as it is", () => {
    expect(
      root({ policy: { Version: "x" } })
        .get("policy")
        .json()
        .get("Version")
        .string(),
    ).toBe("x");
  });

  test("is undecided when the text is no JSON, without quoting it", () => {
    expect(reasonOf(() => root({ policy: "{secret" }).get("policy").json())).toMatch(/^\/policy is not valid JSON/);
  });

  test("of a secret stays secret", () => {
    const run = trackReads(() =>
      root({ a: new Secret('{"password":"hunter22"}') })
        .get("a")
        .json()
        .get("password")
        .string(),
    );
    expect(run.reads.secrets).toEqual(new Set(["hunter22"]));
  });
});
