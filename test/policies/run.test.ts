import { describe, expect, test } from "vitest";
import { Resource } from "../../policies/resource.ts";
import { type ResourceRule, all, anyOf, defineRule, each, every, some } from "../../policies/rule.ts";
import { judge } from "../../policies/run.ts";
import { type Properties, Secret, UNKNOWN } from "../../policies/value.ts";

const context = { config: {}, environment: undefined, tier: "unknown", mode: "simulate" } as const;

function rule(check: ResourceRule["check"], extra: Partial<ResourceRule> = {}): ResourceRule {
  return defineRule({
    id: "test-rule",
    title: "t",
    severity: "high",
    profile: "baseline",
    scope: "resource",
    why: "w",
    fix: "f",
    links: [],
    types: ["t"],
    examples: { pass: [], fail: [], undecided: [] },
    check,
    ...extra,
  });
}

function verdict(
  check: ResourceRule["check"],
  inputs: Properties,
  extra: Partial<ResourceRule> = {},
  simulated: string[] = [],
) {
  const resource = new Resource({ urn: "urn", type: "t", name: "n", inputs, simulated });
  return judge(rule(check, extra), resource, context, undefined, { secretness: true });
}

describe("judge", () => {
  test("an unknown read is undecided and names the path", () => {
    const judged = verdict((r) => r.get("a").mustBe(true, "off"), { a: UNKNOWN });
    expect(judged).toMatchObject({ verdict: "undecided", issues: [{ message: "a is not known before deployment" }] });
  });

  test("a fault in a rule is undecided and quotes nothing", () => {
    const judged = verdict(() => {
      throw new TypeError("reading hunter22");
    }, {});
    expect(judged.verdict).toBe("undecided");
    expect(judged.issues[0]?.message).toBe(
      "rule test-rule failed on this resource with TypeError; this is a fault in the rule",
    );
  });

  test.each([
    ["a promise", () => Promise.resolve([])],
    ["nothing", () => undefined],
    ["an issue without a property", () => [{ verdict: "fail", message: "off" }]],
    ["a verdict that there is none of", (r: Resource) => [{ verdict: "warn", property: r, message: "off" }]],
    ["a message that says nothing", (r: Resource) => [{ verdict: "fail", property: r, message: "" }]],
  ])("%s for an answer is a fault in the rule, and no pass", (_name, check) => {
    const judged = verdict(check as unknown as ResourceRule["check"], {}, { file: "own.ts" });
    expect(judged).toMatchObject({ verdict: "undecided", fault: true });
    expect(judged.issues[0]?.message).toMatch(
      /^rule test-rule of own\.ts returned something that is no list of issues/,
    );
  });

  test("secrets are struck from messages", () => {
    const judged = verdict((r) => [r.get("a").fail(`is ${r.get("a").string()}`)], { a: new Secret("hunter22") });
    expect(judged.issues[0]?.message).toBe("is [secret]");
  });

  test("a pass on a simulated value is assumed; for a critical rule it is undecided", () => {
    const check: ResourceRule["check"] = (r) => r.get("a").mustNotBe("bad", "bad");
    expect(verdict(check, { a: "51a7ed00" }, {}, ["/a"])).toMatchObject({ verdict: "pass", assumed: true });
    expect(verdict(check, { a: "51a7ed00" }, { severity: "critical" }, ["/a"])).toMatchObject({
      verdict: "undecided",
      issues: [{ message: "a is a simulated value" }],
    });
  });

  test("a rule that needs secretness is undecided where the engine cannot see it", () => {
    const needy = rule(() => [], { needs: ["secretness"] });
    const resource = new Resource({ urn: "urn", type: "t", name: "n", inputs: {} });
    expect(judge(needy, resource, context, undefined, { secretness: false }).verdict).toBe("undecided");
    expect(judge(needy, resource, context, undefined, { secretness: true }).verdict).toBe("pass");
  });
});

describe("combinators", () => {
  test("each reports a sure violation beside an unknown", () => {
    const judged = verdict((r) => each(r.get("list").items(), (item) => item.mustBe(1, "not 1")), {
      list: [UNKNOWN, 2, 1],
    });
    expect(judged.verdict).toBe("fail");
    expect(judged.issues.map(({ verdict: one }) => one)).toEqual(["undecided", "fail"]);
  });

  test("all joins independent checks", () => {
    const judged = verdict(
      (r) =>
        all(
          () => r.get("a").mustBe(1, "a"),
          () => r.get("b").mustBe(1, "b"),
        ),
      { a: UNKNOWN, b: 2 },
    );
    expect(judged.issues).toHaveLength(2);
  });

  test("anyOf, some and every follow three-valued logic", () => {
    const unknown = () =>
      new Resource({ urn: "u", type: "t", name: "n", inputs: { a: UNKNOWN } }).get("a").boolean() === true;
    expect(anyOf(unknown, () => true)).toBe(true);
    expect(() => anyOf(unknown, () => false)).toThrow();
    expect(some([1, 2], (n) => n === 2)).toBe(true);
    expect(every([unknown, () => false], (test_) => test_())).toBe(false);
    expect(() => every([unknown, () => true], (test_) => test_())).toThrow();
  });
});

test("a memoised walker replays what it read and threw", () => {
  const resource = new Resource({
    urn: "urn",
    type: "t",
    name: "n",
    inputs: { a: "51a7ed00", b: UNKNOWN },
    simulated: ["/a"],
  });
  const readsA = rule((r) => {
    r.memo(readsA, () => r.get("a").string());
    return [];
  });
  const readsB = rule((r) => r.memo(readsB, () => r.get("b").mustBe(1, "b")));
  for (const _ of [1, 2]) {
    expect(judge(readsA, resource, context, undefined, { secretness: true })).toMatchObject({
      verdict: "pass",
      assumed: true,
    });
    expect(judge(readsB, resource, context, undefined, { secretness: true })).toMatchObject({ verdict: "undecided" });
  }
});
