import { describe, expect, test } from "vitest";
import { ref } from "../../policies/examples.ts";
import { contractChecks, exampleResults } from "../../policies/rule-contract.ts";
import { type ResourceRule, defineRule } from "../../policies/rule.ts";
import { whenUnset } from "../../policies/rules/_remediation.ts";
import { UNKNOWN, type Value } from "../../policies/value.ts";

const MESSAGE = "The bucket has no owner; set owner";

const good: ResourceRule = defineRule({
  id: "shop-bucket-owner",
  title: "Name an owner.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Somebody must answer for it.",
  fix: "Set owner.",
  links: [{ title: "Owners", url: "https://example.com/owners" }],
  types: ["aws:s3/bucket:Bucket"],
  check: (resource) => resource.get("owner").mustBe("shop", MESSAGE),
  remediate: (resource) => whenUnset(resource, "owner", "shop"),
  examples: {
    pass: [{ inputs: { owner: "shop" } }],
    fail: [
      { name: "somebody else", inputs: { owner: "x" }, path: "/owner", message: "no owner" },
      { inputs: {}, path: "/owner", message: "no owner" },
    ],
    undecided: [{ inputs: { owner: UNKNOWN }, path: "/owner" }],
  },
});

const failing = (changes: Partial<ResourceRule>): readonly string[] =>
  contractChecks({ ...good, ...changes })
    .filter(({ faults }) => faults.length > 0)
    .map(({ name }) => name);

/** Computes for so many seconds of this thread's own time. */
function compute(seconds: number): void {
  const started = process.threadCpuUsage();
  for (let used = 0; used < seconds * 1e6;) {
    const { user, system } = process.threadCpuUsage(started);
    used = user + system;
  }
}

test("a good rule keeps every promise", () => {
  expect(contractChecks(good).flatMap(({ faults }) => faults)).toEqual([]);
  const { remediate, ...rest } = good;
  const shown = { ...rest, suggest: remediate } as ResourceRule;
  expect(contractChecks(shown).flatMap(({ faults }) => faults)).toEqual([]);
  expect(exampleResults(good).map(({ kind, name, fault }) => [kind, name, fault])).toEqual([
    ["pass", "1", undefined],
    ["fail", "somebody else", undefined],
    ["fail", "2", undefined],
    ["undecided", "1", undefined],
  ]);
});

describe("a promise that is broken is told", () => {
  const only = { remediate: undefined } as unknown as Partial<ResourceRule>;
  let calls = 0;
  test.each<[string, Partial<ResourceRule>, string]>([
    ["no full stop", { why: "Because" }, "is documented"],
    ["no link", { links: [] }, "is documented"],
    ["no failing example", { examples: { ...good.examples, fail: [] } }, "is documented"],
    ["no passing example", { examples: { ...good.examples, pass: [] } }, "is documented"],
    [
      "an unknown that passes",
      { check: (r) => (r.get("owner").isUnknown ? [] : good.check(r, {} as never)) },
      "never takes what is unknown for safe",
    ],
    [
      "a throw on a value of another type",
      {
        check: (r) =>
          (r.get("owner").raw as string | undefined)?.trim() === "shop" ? [] : [r.get("owner").fail("no")],
      },
      "answers whatever its inputs look like",
    ],
    [
      "a check that takes more than a second",
      { check: (r) => (Array.isArray(r.get("owner").raw) ? compute(1.1) : undefined, good.check(r, {} as never)) },
      "answers whatever its inputs look like",
    ],
    [
      "another answer each time",
      { check: (r) => ((calls += 1) % 2 === 0 ? [] : [r.fail("no")]) },
      "gives the same answer again, and changes nothing",
    ],
    [
      "inputs that are changed",
      { check: (r) => (((r.inputs.raw as Record<string, Value>)["owner"] = "shop"), []) },
      "gives the same answer again, and changes nothing",
    ],
    [
      "a secret that is quoted",
      { check: (r) => [r.fail(`owner is ${String(r.get("owner").raw)}`)] },
      "quotes no secret",
    ],
    [
      "a value that is overwritten",
      { remediate: () => [{ path: "/owner", value: "shop" }] },
      "sets only what is not set",
    ],
    [
      "a suggestion that overwrites",
      { ...only, suggest: () => [{ path: "/owner", value: "shop" }] },
      "sets only what is not set",
    ],
    [
      "a suggestion that throws",
      { ...only, suggest: (r) => ((r.get("owner").raw as string | undefined)?.trim(), []) },
      "sets only what is not set",
    ],
    [
      "a secret that is proposed",
      { remediate: (r) => whenUnset(r, "copy", String(r.get("owner").raw)) },
      "quotes no secret",
    ],
    ["a remedy that does not help", { remediate: (r) => whenUnset(r, "other", "x") }, "sets only what is not set"],
    [
      "a remedy that throws",
      { remediate: (r) => ((r.get("owner").raw as string | undefined)?.trim(), []) },
      "sets only what is not set",
    ],
  ])("%s", (_name, changes, check) => {
    expect(failing(changes)).toContain(check);
  });
});

describe("an example that does not hold says why", () => {
  const faultOf = (changes: Partial<ResourceRule>): (string | undefined)[] =>
    exampleResults({ ...good, ...changes }).map(({ fault }) => fault);

  test("another verdict, path or message, a fault, and what cannot be built", () => {
    expect(faultOf({ check: () => [] })[1]).toBe("the verdict is pass");
    expect(faultOf({ check: (r) => [r.fail(MESSAGE)] })[1]).toBe("no issue stands at owner");
    expect(faultOf({ check: (r) => [r.get("owner").fail("off")] })[1]).toContain("does not hold the text");
    expect(faultOf({ check: () => null as never })[0]).toBe("the rule itself failed");
    const pass = [{ inputs: {}, stack: [{ type: "t:t:T", name: "n", inputs: { a: ref("nobody") } }] }];
    expect(faultOf({ examples: { ...good.examples, pass } })[0]).toContain('refers to "nobody"');
  });
});
