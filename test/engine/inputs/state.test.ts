import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../engine/evaluate.ts";
import { readState } from "../../../engine/inputs/state.ts";
import { encodePlan } from "../../../engine/plan-codec.ts";
import { rules } from "../../../policies/rules/index.ts";
import { Secret } from "../../../policies/value.ts";

/** Exported by Pulumi 3.232 with plain secrets, shortened. */
const EXPORTED = readFileSync(new URL("recorded/state.json", import.meta.url), "utf8");
const SIGNATURE = "4dabf18193072939515e22adb298388d";

function stateOf(...resources: object[]): string {
  return JSON.stringify({ version: 3, deployment: { resources } });
}

function resource(type: string, name: string, more: object = {}): object {
  return { urn: `urn:pulumi:prod::shop::${type}::${name}`, custom: true, type, inputs: {}, ...more };
}

describe("exported state", () => {
  test("becomes a plan with real outputs, options, dependencies and source lines", () => {
    const plan = readState(EXPORTED, "state.json");
    expect([plan.program.project, plan.stack, plan.mode]).toEqual(["shop", "dev", "state"]);
    const first = plan.resources.find(({ name }) => name === "st");
    const second = plan.resources.find(({ name }) => name === "st2");
    expect(first).toMatchObject({
      urn: "urn:pulumi:dev::shop::my:index:C$pulumi:index:Stash::st",
      type: "pulumi:index:Stash",
      parent: "urn:pulumi:dev::shop::my:index:C::comp",
      provider: "urn:pulumi:dev::shop::pulumi:providers:pulumi::default",
      options: { protect: true },
      secret: ["/input"],
      source: { file: "index.ts", line: 14, column: 12 },
    });
    expect(first?.inputs["input"]).toEqual(new Secret({ deep: ["hunter2-canary"] }));
    expect(first?.outputs?.["id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.propertyDependencies).toEqual({ input: [first?.urn] });
    expect(encodePlan(plan)).not.toContain("hunter2-canary");
  });

  test("keeps encrypted secrets closed: what they decide is undecided", () => {
    const policy = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc:def" };
    const plan = readState(stateOf(resource("aws:kms/key:Key", "key", { inputs: { policy } })), "state.json");
    expect(plan.resources[0]?.inputs["policy"]).toEqual(new Secret(undefined));
    const { findings } = evaluate(plan, { rules: rules.filter(({ id }) => id === "kms-key-policy-explicit") });
    expect(findings.map(({ verdict, path }) => [verdict, path])).toEqual([["undecided", "/policy"]]);
  });

  test("joins resources by their real ids", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "media", { id: "media-1", outputs: { bucket: "media-1" } });
    const block = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "media", {
      inputs: {
        bucket: "media-1",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    const rule = rules.filter(({ id }) => id === "s3-public-access-block");
    const verdictOf = (...resources: object[]) =>
      evaluate(readState(stateOf(...resources), "s"), { rules: rule }).summary;
    expect(verdictOf(bucket).fail).toBe(1);
    expect(verdictOf(bucket, block).fail).toBe(0);
  });

  test("leaves out what is deleted already, and marks what hides its children", () => {
    const plan = readState(
      stateOf(
        resource("aws:s3/bucket:Bucket", "old", { delete: true }),
        resource("kubernetes:helm.sh/v3:Release", "chart"),
      ),
      "state.json",
    );
    expect(plan.resources.map(({ name, opaque }) => [name, opaque])).toEqual([["chart", true]]);
  });

  test("an empty stack is an empty plan", () => {
    expect(readState('{"version":3,"deployment":{"manifest":{}}}', "state.json").resources).toEqual([]);
  });

  test.each([
    ["{}", "state.json:1:1: deployment is missing; export the state with: pulumi stack export --file state.json"],
    ["nope", 'state.json:1:1: is not JSON: "n" where a value is expected'],
    ['{"deployment":{\n"resources":[{}]}}', "state.json:2:14: deployment.resources[0].urn is missing"],
    [
      '{"deployment":{"resources":[{"urn":"x"}]}}',
      'state.json:1:36: deployment.resources[0].urn "x" is not a Pulumi URN',
    ],
    [
      stateOf(resource("a:b:C", "c", { inputs: { x: { [SIGNATURE]: "odd" } } })),
      "is a value of a kind that is not known here (signature odd)",
    ],
    [
      stateOf(resource("a:b:C", "c", { parent: "urn:pulumi:prod::shop::a:b:C::c" })),
      "deployment.resources[0].parent makes the resource its own ancestor",
    ],
    [
      stateOf(
        resource("a:b:C", "c", {
          inputs: { x: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", plaintext: "s3cret" } },
        }),
      ),
      "holds no JSON",
    ],
  ])("says what is wrong with %.60s", (text, message) => {
    expect(() => readState(text, "state.json")).toThrow(message);
    expect(() => readState(text, "state.json")).not.toThrow("s3cret");
  });
});
