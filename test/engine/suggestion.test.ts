import { describe, expect, test, vi } from "vitest";
import { evaluate } from "../../engine/evaluate.ts";
import type { Finding } from "../../engine/finding.ts";
import { decodePlan } from "../../engine/plan-codec.ts";
import type { Plan } from "../../engine/plan.ts";
import { type ResourceRule, type Rule, defineRule, each } from "../../policies/rule.ts";
import { whenUnset } from "../../policies/rules/_remediation.ts";
import { rules } from "../../policies/rules/index.ts";
import { type Properties, Secret, UNKNOWN } from "../../policies/value.ts";

const TYPE = "aws:sqs/queue:Queue";

function planOf(inputs: Properties, type = TYPE): Plan {
  const plan = decodePlan(
    JSON.stringify({ stack: "dev", tier: "prod", resources: [{ type, name: "one", inputs: {} }] }),
  );
  return { ...plan, resources: plan.resources.map((resource) => ({ ...resource, inputs })) };
}

/** What is suggested for each violation of one rule, by path. */
function suggested(rule: Rule | string, inputs: Properties, type?: string): Record<string, unknown> {
  const one = typeof rule === "string" ? rules.filter(({ id }) => id === rule) : [rule];
  const settings = Object.fromEntries(one.map(({ id }) => [id, { level: "mandatory" as const }]));
  const { findings } = evaluate(planOf(inputs, type ?? one[0]?.types[0]), { rules: one, settings });
  return Object.fromEntries(
    findings.map(({ path, suggestion }) => [path, suggestion?.map((set) => [set.path, set.value])]),
  );
}

const base = defineRule({
  id: "shop-queue",
  title: "T.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "W.",
  fix: "F.",
  links: [],
  types: [TYPE],
  check: (queue) => queue.get("safe").mustBe(true, "not safe"),
  examples: { pass: [], fail: [], undecided: [] },
});

describe("a violation carries what would mend it", () => {
  test("where the rule proposes values, whether an engine sets them or not", () => {
    const set = [["/storageEncrypted", true]];
    expect(suggested("rds-storage-encrypted", { engine: "postgres" })).toEqual({ "/storageEncrypted": set });
    expect(suggested("rds-deletion-protection", {})).toEqual({
      "/deletionProtection": [["/deletionProtection", true]],
    });
    expect(suggested("rds-cmk", {})).toEqual({ "/kmsKeyId": undefined });
  });

  test("and not where somebody set it, where it is unknown, or where it passes", () => {
    expect(suggested("rds-storage-encrypted", { storageEncrypted: false })).toEqual({ "/storageEncrypted": undefined });
    expect(suggested("rds-storage-encrypted", { storageEncrypted: UNKNOWN })).toEqual({
      "/storageEncrypted": undefined,
    });
    expect(suggested("rds-storage-encrypted", { storageEncrypted: true })).toEqual({});
  });

  test("each its own, of those that one resource has", () => {
    const mixed = { vpcConfig: { endpointPublicAccess: true } };
    expect(suggested("eks-private-endpoint", mixed)).toEqual({
      "/vpcConfig/endpointPublicAccess": undefined,
      "/vpcConfig/endpointPrivateAccess": [["/vpcConfig/endpointPrivateAccess", true]],
    });
  });

  test("with the place of an item in a list of objects", () => {
    const container = { name: "a", image: "a" };
    const items = [{ spec: { containers: [{ ...container, securityContext: { allowPrivilegeEscalation: false } }] } }];
    const path = "/items/1/spec/containers/0/securityContext/allowPrivilegeEscalation";
    const inputs = { items: [...items, { spec: { containers: [container] } }] };
    const rule = "pss-restricted-no-privilege-escalation";
    expect(suggested(rule, inputs, "kubernetes:core/v1:PodList")).toEqual({ [path]: [[path, false]] });
  });

  test("and the same for several, where one value mends them together", () => {
    const rule = defineRule({
      ...base,
      check: (queue) =>
        each(["a", "b"], (key) => (queue.get("all").boolean() === true ? [] : queue.get(key).mustBe(1, "no"))),
      remediate: (queue) => whenUnset(queue, "all", true),
    });
    expect(suggested(rule, {})).toEqual({ "/a": [["/all", true]], "/b": [["/all", true]] });
  });

  test("both values, where it takes both", () => {
    const rule = defineRule({
      ...base,
      check: (queue) => {
        if (queue.get("a").boolean() !== true) return [queue.fail("a is missing")];
        return queue.get("b").boolean() === true ? [] : [queue.fail("b is missing")];
      },
      remediate: (queue) => [
        ...whenUnset(queue, "a", true),
        ...whenUnset(queue, "b", true),
        ...whenUnset(queue, "c", 1),
      ],
    });
    expect(suggested(rule, {})).toEqual({
      "": [
        ["/a", true],
        ["/b", true],
      ],
    });
  });
});

describe("nothing is suggested", () => {
  test("for what a waiver covers", () => {
    const waiver = {
      rule: "rds-storage-encrypted",
      resource: "one",
      environments: ["dev"],
      reason: "Thrown away every night",
      owner: "shop",
      ticket: "SHOP-1",
      expires: "2026-12-31",
    };
    const own = rules.filter(({ id }) => id === "rds-deletion-protection");
    const waived = evaluate(planOf({}, "aws:rds/instance:Instance"), {
      rules: own,
      environment: "dev",
      waivers: [{ ...waiver, rule: "rds-deletion-protection" }],
      today: "2026-06-01",
    }).findings;
    expect(waived.map(({ waiver: by, suggestion }) => [by?.owner, suggestion])).toEqual([["shop", undefined]]);
    expect(JSON.stringify(waived)).not.toContain("suggestion");
  });

  test.each<[string, Rule["remediate"]]>([
    ["that overwrites", () => [{ path: "/wrong", value: true }]],
    ["that does not help", () => [{ path: "/other", value: true }]],
    ["at no path", () => [{ path: "safe", value: true }]],
    ["of another kind of data", () => [{ path: "/safe", value: (() => true) as never }]],
    ["that holds itself", () => [{ path: "/safe", value: endless() as never }]],
    ["that is no list", () => "safe" as never],
    [
      "of a rule that throws",
      () => {
        throw new TypeError("no");
      },
    ],
    ["in a list that does not hold it", () => [{ path: "/list/3/safe", value: true }]],
    ["below what is a secret", () => [{ path: "/hidden/safe", value: true }]],
    ["of the prototype", () => [{ path: "/__proto__/safe", value: true }]],
  ])("%s", (_what, remediate) => {
    const inputs = { wrong: false, list: [{}], hidden: new Secret({ a: 1 }) };
    expect(suggested({ ...base, remediate } as Rule, inputs)).toEqual({ "/safe": undefined });
  });

  test("that was read from a secret, however it was read", () => {
    const anyText: ResourceRule = {
      ...base,
      check: (queue) => queue.get("copy").mustBeSet("no copy"),
      remediate: (queue) => whenUnset(queue, "copy", String(queue.get("password").raw ?? "none")),
    };
    const found = suggested(anyText, { password: new Secret("hunter22-canary") });
    expect(JSON.stringify(found)).not.toContain("hunter22");
    const byText: ResourceRule = {
      ...anyText,
      remediate: (queue) => whenUnset(queue, "copy", queue.get("password").string() ?? ""),
    };
    expect(suggested(byText, { password: new Secret("hunter22-canary") })).toEqual({ "/copy": undefined });
  });
});

test("it is worked out only when it is asked for, and once", () => {
  const remediate = vi.fn<NonNullable<Rule["remediate"]>>((queue) => whenUnset(queue, "safe", true));
  const evaluation = evaluate(planOf({}), { rules: [{ ...base, remediate }] });
  expect(remediate).not.toHaveBeenCalled();
  const [finding] = evaluation.findings as [Finding];
  expect([finding.suggestion, finding.suggestion]).toEqual([
    [{ path: "/safe", value: true }],
    [{ path: "/safe", value: true }],
  ]);
  expect(remediate).toHaveBeenCalledTimes(1);
});

function endless(): object {
  const value: Record<string, unknown> = {};
  value["value"] = value;
  return value;
}
