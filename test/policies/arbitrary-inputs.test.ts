import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { controls } from "../../engine/catalogue.ts";
import { parsePointer } from "../../policies/pointer.ts";
import { Resource, Stack } from "../../policies/resource.ts";
import type { Example, Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { judge } from "../../policies/run.ts";
import { Asset, type Properties, Reference, Secret, UNKNOWN, type Value, isObject } from "../../policies/value.ts";
import { slowness } from "../support/slowness.ts";

/** What a judgement may take. Generous: it is to catch what grows without bound, on a machine that does other work. */
const LONGEST_MS = 250 * slowness();
const RUNS = 40;

const TEXTS = [
  "",
  "*",
  "0.0.0.0/0",
  "::/0",
  "10.0.0.0/8",
  "not an address",
  "true",
  "65535",
  "-1",
  "{",
  "[]",
  "null",
  '"text"',
  '{"Statement":null}',
  '{"Statement":[null,{"Effect":"Allow","Action":{},"Resource":[1],"Principal":{"AWS":[{}]},"Condition":[[]]}]}',
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}',
  '{"__proto__":{"Statement":[]}}',
  `${"[".repeat(3000)}${"]".repeat(3000)}`,
  "arn:aws:iam::111122223333:root",
  "arn:",
  "a".repeat(50_000),
  `${"a-".repeat(20_000)}!`,
  `${" ".repeat(30_000)}x`,
  "registry.example.com/app@sha256:0",
  "999999999999Gi",
  "\u2028\u0000\uD800",
];

const KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "name",
  "spec",
  "metadata",
  "items",
  "Statement",
  "key",
  "__defaults",
];

/** Values as an engine may hand them over, and worse. */
const { value } = fc.letrec<{ value: Value; leaf: Value }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<Value>(null, true, false, 0, -1, 1e308, Number.NaN, UNKNOWN, new Secret(undefined)),
    fc.constantFrom<Value>(...TEXTS),
    fc.string(),
    fc.double(),
    fc.constantFrom<Value>(new Secret("s3cret-canary"), new Reference("urn:x"), new Asset("asset", "0")),
  ),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
    tie("value").map((inner) => new Secret(inner)),
  ),
}));

/** Inputs of an example of the rule, or none, in which some values are replaced. */
function inputsFor(rule: Rule): fc.Arbitrary<Properties> {
  const examples: readonly Example[] = [...rule.examples.fail, ...rule.examples.pass, ...rule.examples.undecided];
  const declared = (controls.get(rule.id)?.inputs ?? []).map((path) => path.split(/\[\]\.?|\./).filter(Boolean));
  const paths = [...new Set([...examples.flatMap(({ inputs }) => pointersOf(inputs)), ""])].map(parsePointer);
  const path = fc.constantFrom(...paths, ...declared);
  return fc
    .tuple(
      fc.constantFrom<Properties>({}, ...examples.map(({ inputs }) => inputs)),
      fc.array(fc.tuple(path, value), { minLength: 1, maxLength: 4 }),
    )
    .map(([inputs, changes]) =>
      changes.reduce<Value>((changed, [keys, replacement]) => replaceAt(changed, keys, replacement), inputs),
    )
    .map((changed) => (isObject(changed) ? changed : { items: changed }));
}

function pointersOf(value: Value, pointer = ""): string[] {
  const inner = Array.isArray(value)
    ? value.flatMap((item: Value, index) => pointersOf(item, `${pointer}/${index}`))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) =>
          pointersOf(item, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
        )
      : [];
  return pointer === "" ? inner : [pointer, ...inner];
}

function replaceAt(container: Value, keys: readonly string[], replacement: Value): Value {
  const [key, ...rest] = keys;
  if (key === undefined) return replacement;
  if (Array.isArray(container)) {
    return container.map((item: Value, index) => (String(index) === key ? replaceAt(item, rest, replacement) : item));
  }
  const map = isObject(container) ? container : {};
  return { ...map, [key]: replaceAt(map[key] ?? {}, rest, replacement) };
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_id, rule) => {
  test("answers whatever it is given: without a throw, the same each time, in bounded time, with no secret", () => {
    fc.assert(
      fc.property(inputsFor(rule), fc.constantFrom(...rule.types), (inputs, type) => {
        const started = performance.now();
        const first = ask(rule, inputs, type);
        expect(performance.now() - started).toBeLessThan(LONGEST_MS);
        expect(ask(rule, inputs, type)).toEqual(first);
        const messages = first.issues.map(({ message }) => message).join("\n");
        expect(messages).not.toContain("fault in the rule");
        expect(messages).not.toContain("s3cret-canary");
      }),
      { numRuns: RUNS, seed: 4242 },
    );
  });
});

function ask(rule: Rule, inputs: Properties, type: string) {
  const urn = `urn:pulumi:s::p::${type}::r`;
  const resource = new Resource({ urn, type, name: "r", inputs, custom: true });
  const config: unknown = rule.config?.parse({}) ?? {};
  const context = { config, environment: undefined, tier: "unknown", mode: "simulate" } as const;
  const { verdict, assumed, issues } = judge(rule, resource, context, new Stack([resource]), { secretness: true });
  return {
    verdict,
    assumed,
    issues: issues.map((issue) => ({ verdict: issue.verdict, message: issue.message })),
  };
}
