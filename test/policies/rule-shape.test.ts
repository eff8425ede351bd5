import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readRule } from "../../policies/rule-shape.ts";
import { rules } from "../../policies/rules/index.ts";
import { Secret, UNKNOWN } from "../../policies/value.ts";

const example = { inputs: { bucket: "a" } };
const valid: Readonly<Record<string, unknown>> = {
  id: "shop-bucket-name",
  title: "Name buckets.",
  severity: "low",
  profile: "baseline",
  scope: "resource",
  why: "Somebody looks for them.",
  fix: "Set bucket.",
  links: [{ title: "Naming", url: "https://example.com/naming" }],
  types: ["aws:s3/bucket:Bucket"],
  check: () => [],
  examples: { pass: [example], fail: [{ ...example, path: "/bucket", message: "no" }], undecided: [] },
};

function faultsOf(changes: Readonly<Record<string, unknown>>): readonly string[] {
  const read = readRule({ ...valid, ...changes });
  return "faults" in read ? read.faults : [];
}

const passing = (...pass: readonly unknown[]): Readonly<Record<string, unknown>> => ({
  examples: { pass, fail: [], undecided: [] },
});

test("a rule that keeps the contract is taken as it is", () => {
  const config = z.object({ prefix: z.string().default("shop-") });
  const pass = [{ inputs: { a: [UNKNOWN, new Secret("s")] }, config: { prefix: "x" }, tier: "prod", options: {} }];
  const whole = { ...valid, config, needs: ["secretness"], unwaivable: true, remediate: () => [], ...passing(...pass) };
  expect(readRule(whole)).toEqual({ rule: whole });
  const { remediate, ...rest } = whole;
  expect(readRule({ ...rest, suggest: remediate })).toEqual({ rule: { ...rest, suggest: remediate } });
  expect(readRule({ ...whole, suggest: remediate })).toEqual({
    faults: ["suggest stands beside remediate; give one: what remediate proposes is shown, too"],
  });
});

test("Rampart's own rules keep it, but for their ids", () => {
  const isRefused = (rule: object): boolean => "faults" in readRule(rule);
  expect(rules.filter((rule) => isRefused({ ...rule, id: `own-${rule.id}` })).map(({ id }) => id)).toEqual([]);
  expect(rules.filter((rule) => !isRefused(rule)).map(({ id }) => id)).toEqual([]);
});

describe("what is refused", () => {
  const nested = { inputs: {} as Record<string, unknown> };
  nested.inputs["self"] = nested.inputs;
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["a key that there is none of", { titel: "x" }, 'has no key "titel"; allowed are id, title, severity'],
    ["the loader's own key", { file: "x" }, 'has no key "file"'],
    ["an id of one word", { id: "all" }, 'id is "all"; give lower-case words joined by hyphens'],
    ["an id in capitals", { id: "Shop-Name" }, "id is"],
    ["an id of the pack's", { id: "rampart-waivers" }, "belongs to Rampart"],
    ["an id of a control", { id: "rds-storage-encrypted" }, "a control of Rampart's own catalogue"],
    ["a title of two lines", { title: "a\nb" }, "title is"],
    ["a severity", { severity: "urgent" }, 'severity is "urgent"; allowed are "critical", "high", "medium", "low"'],
    ["a link that a browser would run", { links: [{ title: "x", url: "javascript:alert(1)" }] }, "links[0].url is"],
    ["no types", { types: [] }, "types must name a type token at least"],
    ["a short token", { types: ["aws:s3:Bucket"] }, 'it writes "aws:s3/bucket:Bucket"'],
    ["another name of a type", { types: ["aws:alb/listener:Listener"] }, "write that, it covers both"],
    ["a list of a type", { types: ["kubernetes:core/v1:PodList"] }, "another name of kubernetes:core/v1:Pod"],
    ["no check", { check: undefined }, "check is missing; give a function"],
    ["settings that are no schema", { config: { prefix: "x" } }, "config is an object; write z.object"],
    ["a setting without a default", { config: z.object({ a: z.string() }) }, "config needs a default for a"],
    ["a setting that every rule has", { config: z.object({ undecided: z.string().default("") }) }, "undecided"],
    ["a setting that JSON cannot say", { config: z.object({ a: z.date().default(new Date(0)) }) }, "JSON Schema"],
    ["an example of a date", passing({ inputs: { a: [new Date(0)] } }), "an object of class Date at a[0]"],
    ["an example of a function", passing({ inputs: { a: () => 1 } }), "a function at a"],
    ["an example without end", passing(nested), "is nested deeper than 64"],
    ["an example of another type", passing({ inputs: {}, type: "aws:sns/topic:Topic" }), "does not judge"],
    ["settings of a rule that has none", passing({ inputs: {}, config: { a: 1 } }), 'has no key "a"'],
    [
      "a path that is no pointer",
      { examples: { pass: [], fail: [{ ...example, path: "a", message: "m" }], undecided: [] } },
      "path is",
    ],
  ])("%s", (_name, changes, expected) => {
    expect(faultsOf(changes).join("\n")).toContain(expected);
  });

  test.each([[null], [undefined], ["text"], [() => []], [Symbol("x")], [[]]])("%o in the place of a rule", (value) => {
    expect(readRule(value)).toHaveProperty("faults");
  });
});
