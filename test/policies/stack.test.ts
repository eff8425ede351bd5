import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Undecided } from "../../policies/property.ts";
import { Resource, Stack } from "../../policies/resource.ts";
import { Secret, UNKNOWN, type Value } from "../../policies/value.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
/** Few names, so that many coincide; and what is no name. */
const names = ["a", "b", "c", "arn:aws:s3:::a", "arn:aws:s3:::b", ""];
const text = fc.constantFrom<Value>(...names, UNKNOWN, new Secret("a"), new Secret(undefined), 1);
const optional = fc.option(text, { nil: undefined });
const urn = (type: string, index: number): string => `urn:pulumi:s::p::${type}::${index}`;

const bucket = fc.record({ bucket: optional, id: optional, arn: optional, hasOutputs: fc.boolean() });
const policy = fc.record({
  bucket: fc.oneof(
    optional,
    text.map((inner): Value => ({ deep: inner })),
  ),
  from: fc.option(fc.array(fc.nat(40), { maxLength: 2 }), { nil: undefined }),
});

const stacks = fc
  .record({
    buckets: fc.array(bucket, { maxLength: 40, size: "max" }),
    policies: fc.array(policy, { maxLength: 40, size: "max" }),
  })
  .map(({ buckets, policies }) => {
    const targets = buckets.map(
      ({ hasOutputs, bucket: name, ...outputs }, index) =>
        new Resource({
          urn: urn(BUCKET, index),
          type: BUCKET,
          name: `${index}`,
          inputs: given({ bucket: name }),
          outputs: hasOutputs ? given(outputs) : undefined,
        }),
    );
    const sources = policies.map(
      ({ bucket: value, from }, index) =>
        new Resource({
          urn: urn(POLICY, index),
          type: POLICY,
          name: `${index}`,
          inputs: given({ bucket: value }),
          propertyDependencies: from && { bucket: from.map((target) => urn(BUCKET, target)) },
        }),
    );
    return { stack: new Stack([...targets, ...sources]), targets, sources };
  });

function given(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** What a join says, or that it cannot say. */
function outcome<T>(join: () => T): T | "undecided" {
  try {
    return join();
  } catch (thrown) {
    if (thrown instanceof Undecided) return "undecided";
    throw thrown;
  }
}

describe("a stack joins resources as looking at every pair would", () => {
  test("from a target to what refers to it", () => {
    fc.assert(
      fc.property(stacks, ({ stack, targets, sources }) => {
        for (const target of targets) {
          const candidates = new Set(stack.candidates(target, POLICY, "bucket"));
          // Left out is what surely does not refer to it, and nothing else.
          for (const source of sources.filter((one) => !candidates.has(one))) {
            expect(outcome(() => stack.refersTo(source, source.get("bucket"), target))).toBe(false);
          }
          expect([...candidates]).toEqual(sources.filter((source) => candidates.has(source)));
          expect(outcome(() => stack.referrers(target, POLICY, "bucket"))).toEqual(
            outcome(() => sources.filter((source) => stack.refersTo(source, source.get("bucket"), target))),
          );
        }
      }),
    );
  });

  test("from a property to what it refers to", () => {
    fc.assert(
      fc.property(stacks, ({ stack, targets, sources }) => {
        for (const source of sources) {
          const join = () => stack.referents(source, source.get("bucket"), BUCKET);
          expect(outcome(join)).toEqual(
            outcome(() => targets.filter((target) => stack.refersTo(source, source.get("bucket"), target))),
          );
        }
      }),
    );
  });

  test("also through a path of several keys, one of which cannot be read", () => {
    fc.assert(
      fc.property(stacks, ({ stack, targets, sources }) => {
        for (const target of targets) {
          const candidates = new Set(stack.candidates(target, POLICY, "bucket", "deep"));
          for (const source of sources.filter((one) => !candidates.has(one))) {
            expect(outcome(() => stack.refersTo(source, source.get("bucket", "deep"), target))).toBe(false);
          }
        }
      }),
    );
  });

  test("without looking at every pair", () => {
    const count = 4_000;
    const all = Array.from({ length: count }, (_, index) => [
      new Resource({ urn: urn(BUCKET, index), type: BUCKET, name: `${index}`, inputs: { bucket: `bucket-${index}` } }),
      new Resource({ urn: urn(POLICY, index), type: POLICY, name: `${index}`, inputs: { bucket: `bucket-${index}` } }),
    ]).flat();
    const stack = new Stack(all);
    const looked = stack.ofType(BUCKET).map((one) => stack.candidates(one, POLICY, "bucket").length);
    expect(Math.max(...looked)).toBe(1);
  });
});
