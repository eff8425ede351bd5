import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodePlan, encodePlan, encodeValue } from "../../engine/plan-codec.ts";
import type { Plan, PlanResource } from "../../engine/plan.ts";
import { PlanError } from "../../engine/plan-reader.ts";
import { Asset, type Properties, Reference, Secret, UNKNOWN, type Value } from "../../policies/value.ts";

const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL("../../engine/plan.schema.json", import.meta.url), "utf8")) as object,
);

function planOf(inputs: Properties, more: Partial<PlanResource> = {}): Plan {
  return {
    schemaVersion: 1,
    program: { project: "shop", folder: "." },
    stack: "prod",
    environment: "production",
    tier: "prod",
    mode: "simulate",
    resources: [
      {
        urn: "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::media",
        type: "aws:s3/bucket:Bucket",
        name: "media",
        custom: true,
        external: false,
        inputs,
        dependencies: [],
        propertyDependencies: {},
        options: { protect: true },
        unknown: [],
        secret: [],
        simulated: [],
        source: { file: "index.ts", line: 3, column: 1 },
        ...more,
      },
    ],
    invokes: [{ token: "aws:index/getRegion:getRegion", args: {}, answer: "built-in" }],
  };
}

function inputsOf(text: string): Properties {
  return (decodePlan(text).resources[0] as PlanResource).inputs;
}

function refusal(text: string): string {
  try {
    decodePlan(text, { source: "plan.json" });
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  throw new Error("was not refused");
}

describe("a plan as JSON", () => {
  test("has a marker for each value that JSON cannot say", () => {
    const sha256 = "0".repeat(64);
    const inputs = {
      unknown: UNKNOWN,
      secret: new Secret("hunter2"),
      file: new Asset("asset", sha256, "a.txt"),
      text: new Asset("archive", sha256),
      other: new Reference("urn:pulumi:prod::shop::a:b:C::d"),
      data: { $ref: "not a reference", list: [{ $secret: 1 }] },
    };
    const text = encodePlan(planOf(inputs));
    expect(JSON.parse(text).resources[0].inputs).toEqual({
      unknown: { $unknown: true },
      secret: { $secret: true },
      file: { $asset: { kind: "asset", sha256, path: "a.txt" } },
      text: { $asset: { kind: "archive", sha256 } },
      other: { $ref: "urn:pulumi:prod::shop::a:b:C::d" },
      data: { $literal: { $ref: "not a reference", list: [{ $literal: { $secret: 1 } }] } },
    });
    expect(text).not.toContain("hunter2");
    expect(inputsOf(text)).toEqual({ ...inputs, secret: new Secret(undefined) });
  });

  test("keeps a secret's value only when asked to", () => {
    const plan = planOf({ list: [new Secret({ user: "app" })] }, { secret: ["/list/0"] });
    const text = encodePlan(plan, { withSecrets: true });
    expect(decodePlan(text, { withSecrets: true })).toEqual(plan);
    expect(() => decodePlan(text)).toThrow(/"\$secret"/);
  });

  test("is one line, and the same bytes whatever order the keys came in", () => {
    const one = encodePlan(planOf({ b: 1, a: { d: 1, c: 2 } }));
    const other = encodePlan(planOf({ a: { c: 2, d: 1 }, b: 1 }));
    expect(one).toBe(other);
    expect(one).not.toContain("\n");
    expect(encodePlan(planOf({}), { pretty: true })).toContain('\n  "stack": "prod"');
  });

  test("survives a round trip with any data, and obeys the published schema", () => {
    const leaf: fc.Arbitrary<Value> = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null),
      fc.constant(UNKNOWN),
      fc.string().map((urn) => new Reference(urn)),
    );
    const key = fc.oneof(fc.string(), fc.constantFrom("$secret", "$literal", "$unknown", "__proto__", "a/b~c"));
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(key, tie("value"), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (inputs) => {
        const text = encodePlan(planOf(inputs));
        const decoded = decodePlan(text);
        expect(encodePlan({ ...decoded, resources: decoded.resources.map((r) => ({ ...r, unknown: [] })) })).toBe(text);
        expect(validate(JSON.parse(text)) || validate.errors).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("reading a plan", () => {
  test("asks for no more of a resource than type, name and inputs", () => {
    const text = JSON.stringify({
      later: "version",
      stack: "dev",
      program: { project: "shop" },
      resources: [
        { type: "app:index:Media", name: "media", inputs: {}, custom: false, extra: 1 },
        {
          type: "aws:s3/bucket:Bucket",
          name: "media-bucket",
          parent: "urn:pulumi:dev::shop::app:index:Media::media",
          inputs: { bucket: "b" },
        },
      ],
    });
    expect(validate(JSON.parse(text))).toBe(true);
    const plan = decodePlan(text);
    expect(plan.mode).toBe("preview");
    expect(plan.resources[1]).toEqual({
      urn: "urn:pulumi:dev::shop::app:index:Media$aws:s3/bucket:Bucket::media-bucket",
      type: "aws:s3/bucket:Bucket",
      name: "media-bucket",
      parent: "urn:pulumi:dev::shop::app:index:Media::media",
      custom: true,
      external: false,
      inputs: { bucket: "b" },
      dependencies: [],
      propertyDependencies: {},
      options: {},
      unknown: [],
      secret: [],
      simulated: [],
    });
  });

  test("takes unknown and secret values from the lists as well as from markers", () => {
    const text = JSON.stringify({
      resources: [
        {
          type: "a:b:C",
          name: "n",
          inputs: { list: [{ password: "plain" }, "x"], inline: { $secret: true } },
          unknown: ["/list/1", "/absent"],
          secret: ["/list/0/password"],
          simulated: ["/list/0"],
        },
      ],
    });
    const [resource] = decodePlan(text).resources;
    expect(resource?.inputs).toEqual({
      list: [{ password: new Secret("plain") }, UNKNOWN],
      inline: new Secret(undefined),
      absent: UNKNOWN,
    });
    expect(resource?.unknown).toEqual(["/list/1", "/absent"]);
    expect(resource?.secret).toEqual(["/inline", "/list/0/password"]);
    expect(resource?.simulated).toEqual(["/list/0"]);
  });

  test.each([
    ["{", /^plan\.json:1:\d+: is not JSON: /],
    ["[]", /^plan\.json:1:\d+: the plan must be an object, given a list$/],
    ["{}", /^plan\.json:1:\d+: resources is missing$/],
    ['{"resources":[{"name":"n","inputs":{}}]}', /^plan\.json:1:\d+: resources\[0\]\.type is missing$/],
    [
      '{"resources":[{"type":"t","name":1,"inputs":{}}]}',
      /^plan\.json:1:\d+: resources\[0\]\.name must be a text, given a number \(1\)$/,
    ],
    [
      '{"resources":[{"type":"t","name":"n","inputs":[]}]}',
      /^plan\.json:1:\d+: resources\[0\]\.inputs must be an object, given a list$/,
    ],
    [
      '{"schemaVersion":2,"resources":[]}',
      /^plan\.json:1:\d+: schemaVersion is 2, and this version reads 1; record the plan again$/,
    ],
    ['{"mode":"live","resources":[]}', /^plan\.json:1:\d+: mode is "live"; allowed: simulate, preview, state$/],
    [
      '{"resources":[{"type":"t","name":"n","inputs":{"a":[{"$secret":true,"b":1}]}}]}',
      /^plan\.json:1:\d+: resources\[0\]\.inputs\.a\[0\] has other keys beside the marker "\$secret"; data with such a key is written/,
    ],
    ['{"resources":[{"type":"t","name":"n","inputs":{"a":{"$unknown":1}}}]}', /inputs\.a\.\$unknown must be true/],
    ['{"resources":[{"type":"t","name":"n","inputs":{},"unknown":["a"]}]}', /unknown\[0\] "a" is not a JSON Pointer/],
    [
      '{"resources":[{"type":"t","name":"n","inputs":{},"unknown":["/a/b"]}]}',
      /unknown\[0\] points at a\.b, which is not in the inputs/,
    ],
    [
      '{"resources":[{"type":"t","name":"n","inputs":{},"parent":"x"}]}',
      /resources\[0\]\.parent "x" is not a Pulumi URN/,
    ],
  ])("says where %s is wrong", (text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

test("one value can be encoded by itself", () => {
  expect(encodeValue([new Secret("x"), { b: UNKNOWN, a: 1 }])).toEqual([
    { $secret: true },
    { a: 1, b: { $unknown: true } },
  ]);
});
