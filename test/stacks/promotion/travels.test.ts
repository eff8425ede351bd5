import { describe, expect, test } from "vitest";
import { rulingOf, rulingOfValue } from "../../../stacks/promotion/travels.ts";
import { settingsSchema } from "../../../stacks/settings.ts";
import { definition, unwrap } from "../../../stacks/settings/_schema.ts";

type Schema = (typeof settingsSchema.shape)[keyof typeof settingsSchema.shape];

/** Every setting that the schema has; a key of the user's own is `any`. */
function settings(schema: Schema, path: readonly string[]): string[][] {
  const { type, shape, valueType, options } = definition(unwrap(schema));
  if (type === "object") {
    return Object.entries(shape ?? {}).flatMap(([key, field]) => settings(field as Schema, [...path, key]));
  }
  if (type === "record") return settings(valueType as Schema, [...path, "any"]);
  if (type === "union") return (options ?? []).flatMap((option) => settings(option as Schema, path));
  return [[...path]];
}

const ALL = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => settings(schema, [key]));
const STAGING = { environment: "staging", accountId: "444455556666", domains: ["staging.example.com"] };

describe("what may travel", () => {
  test("is decided for every setting", () => {
    expect(ALL.length).toBeGreaterThan(200);
    expect(ALL.filter((path) => rulingOf(path) === undefined).map((path) => path.join("."))).toEqual([]);
  });

  test("is never a secret, an identity, or how long data lives", () => {
    const travelling = ALL.filter((path) => {
      const ruling = rulingOf(path);
      return ruling !== undefined && !("why" in ruling);
    }).map((path) => path.join("."));
    const never =
      /^(secrets|keys|tokens|domains|backup|audit)\b|accountId|region|hostedZone|Arn|cidr|hosts?$|retention|\bsecret/i;
    expect(travelling.filter((path) => never.test(path))).toEqual(["edge.waf.blockedCidrs"]);
  });

  test.each([
    ["an image by digest", ["workloads", "api", "image"], "r/api@sha256:b", "r/api@sha256:a", "image"],
    ["a version", ["cluster", "version"], "1.36", "1.35", "version"],
    ["a size", ["database", "instanceClass"], "db.m7g.large", "db.t4g.large", "size"],
    ["a switch", ["observability", "prometheus"], true, false, "feature"],
  ])("%s travels", (_, path, value, replaced, kind) => {
    expect(rulingOfValue(path, value, replaced, STAGING)).toEqual({ kind });
  });

  test.each([
    ["what nobody has decided about", ["brand", "new"], 1, 2, "safety"],
    ["a credential by its name", ["workloads", "api", "env", "STRIPE_API_KEY"], "a", "b", "secret"],
    ["a credential by its shape", ["workloads", "api", "env", "THING"], "ghp_abcdefghijk", "b", "secret"],
    ["a credential that would be overwritten", ["clientBuild", "THING"], "b", "ghp_abcdefghijk", "secret"],
    ["an image in the other's account", ["pooler", "image"], "444455556666.ecr/p@sha256:b", "1.ecr/p", "identity"],
    ["a text with the other's domain", ["alarms", "note"], "https://staging.example.com", "", "identity"],
    ["a workload, as it has hosts", ["workloads", "api"], { image: "i", hosts: ["a"] }, undefined, "identity"],
  ])("%s stays", (_, path, value, replaced, kind) => {
    expect(rulingOfValue(path, value, replaced, STAGING)).toMatchObject({ kind, why: expect.any(String) as string });
  });

  test("a registry that both use is nobody's identity", () => {
    const registry = "444455556666.ecr/api@sha256:";
    expect(rulingOfValue(["workloads", "api", "image"], `${registry}b`, `${registry}a`, STAGING).kind).toBe("image");
  });

  test("a variable travels by name only", () => {
    const ruling = rulingOfValue(["workloads", "api", "env", "NEW_CHECKOUT"], "on", "off", STAGING);
    expect(ruling).toEqual({ kind: "feature", named: true });
  });
});
