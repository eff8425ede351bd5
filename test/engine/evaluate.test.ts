import { describe, expect, test } from "vitest";
import { z } from "zod";
import { evaluate } from "../../engine/evaluate.ts";
import type { Plan, PlanResource } from "../../engine/plan.ts";
import { NOT_APPLICABLE, type Rule, defineRule } from "../../policies/rule.ts";
import { type Properties, UNKNOWN } from "../../policies/value.ts";

const documentation = {
  title: "t",
  why: "w",
  fix: "f",
  links: [],
  examples: { pass: [], fail: [], undecided: [] },
} as const;

const encrypted = defineRule({
  ...documentation,
  id: "encrypted",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  types: ["aws:rds/instance:Instance"],
  check: (db) => db.get("storageEncrypted").mustBe(true, "storage is not encrypted"),
});
const hasLog = defineRule({
  ...documentation,
  id: "has-log",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  types: ["aws:ec2/vpc:Vpc"],
  check: (vpc, { stack }) =>
    stack.referrers(vpc, "aws:ec2/flowLog:FlowLog", "vpcId").length > 0 ? [] : [vpc.fail("the VPC has no flow log")],
});
const sized = defineRule({
  ...documentation,
  id: "sized",
  severity: "low",
  profile: "baseline",
  scope: "resource",
  types: ["aws:rds/instance:Instance"],
  config: z.object({ max: z.number().default(100) }),
  check: (db, { config }) => {
    const size = db.get("allocatedStorage").number();
    if (size === undefined) return NOT_APPLICABLE;
    return size > config.max ? [db.get("allocatedStorage").fail("too large")] : [];
  },
});
const rules: Rule[] = [encrypted, hasLog, sized];

function resource(type: string, name: string, inputs: Properties, extra: Partial<PlanResource> = {}): PlanResource {
  return {
    urn: `urn:pulumi:dev::p::${type}::${name}`,
    type,
    name,
    custom: true,
    external: false,
    inputs,
    dependencies: [],
    propertyDependencies: {},
    options: {},
    unknown: [],
    secret: [],
    simulated: [],
    ...extra,
  };
}

function plan(...resources: PlanResource[]): Plan {
  return {
    schemaVersion: 1,
    program: { project: "p", folder: "." },
    stack: "dev",
    mode: "simulate",
    resources,
    invokes: [],
  };
}

describe("evaluate", () => {
  test("counts every pair of rule and resource once", () => {
    const evaluation = evaluate(
      plan(
        resource("aws:rds/instance:Instance", "a", { storageEncrypted: true, allocatedStorage: 500 }),
        resource("aws:rds/instance:Instance", "b", { storageEncrypted: UNKNOWN }),
        resource("aws:rds/instance:Instance", "c", {}),
      ),
      { rules },
    );
    expect(evaluation.summary).toEqual({
      resources: 3,
      pass: 1,
      assumed: 0,
      fail: 2,
      undecided: 1,
      notApplicable: 2,
      waived: 0,
    });
    expect(evaluation.mandatoryFailures).toBe(1);
    expect(evaluation.mandatoryUndecided).toBe(1);
    expect(evaluation.findings.map(({ rule, verdict, level, path }) => [rule, verdict, level, path])).toEqual([
      ["sized", "fail", "advisory", "/allocatedStorage"],
      ["encrypted", "undecided", "mandatory", "/storageEncrypted"],
      ["encrypted", "fail", "mandatory", "/storageEncrypted"],
    ]);
  });

  test("joins resources by the dependency that the engine recorded, and by value", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", {}, { outputs: { id: "vpc-1" } });
    const byValue = resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: "vpc-1" });
    const byRecord = resource(
      "aws:ec2/flowLog:FlowLog",
      "log",
      { vpcId: UNKNOWN },
      { propertyDependencies: { vpcId: [vpc.urn] } },
    );
    const elsewhere = resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: "vpc-2" });
    const unsure = resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: UNKNOWN });
    const verdictWith = (log: PlanResource) =>
      evaluate(plan(vpc, log), { rules: [hasLog] }).findings[0]?.verdict ?? "pass";
    expect(verdictWith(byValue)).toBe("pass");
    expect(verdictWith(byRecord)).toBe("pass");
    expect(verdictWith(elsewhere)).toBe("fail");
    expect(verdictWith(unsure)).toBe("undecided");
  });

  test("holds nothing against a resource that is only read, but lets what is managed refer to it", () => {
    const read = { external: true, outputs: { id: "vpc-1" } };
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", {}, read);
    const db = resource("aws:rds/instance:Instance", "db", {}, { external: true });
    const { findings, verdicts, mandatoryFailures } = evaluate(plan(vpc, db), { rules, all: true });
    expect([findings, verdicts, mandatoryFailures]).toEqual([[], [], 0]);

    const log = resource("aws:ec2/flowLog:FlowLog", "log", { vpcId: "vpc-1" });
    const watches = defineRule({
      ...documentation,
      id: "watches",
      severity: "medium",
      profile: "baseline",
      scope: "stack",
      types: ["aws:ec2/flowLog:FlowLog"],
      check: (one, { stack }) =>
        stack.referents(one, one.get("vpcId"), "aws:ec2/vpc:Vpc").length > 0 ? [] : [one.fail("watches nothing")],
    });
    expect(evaluate(plan(vpc, log), { rules: [watches, hasLog] }).findings).toEqual([]);
    expect(evaluate(plan(log), { rules: [watches] }).findings).toHaveLength(1);
  });

  test("applies levels, config and what undecided does", () => {
    const subject = plan(
      resource("aws:rds/instance:Instance", "a", { storageEncrypted: UNKNOWN, allocatedStorage: 50 }),
    );
    const evaluation = evaluate(subject, {
      rules,
      settings: { encrypted: { undecided: "fail" }, sized: { config: { max: 10 }, level: "mandatory" } },
    });
    expect(evaluation.mandatoryFailures).toBe(2);
    expect(evaluate(subject, { rules, settings: { encrypted: { level: "disabled" } } }).findings).toEqual([]);
  });

  test("judges aliases and list items at their own paths", () => {
    const list = resource("kubernetes:core/v1:SecretList", "all", {
      items: [{ metadata: { name: "a" } }, { metadata: { name: "b" } }],
    });
    const named = defineRule({
      ...documentation,
      id: "named",
      severity: "high",
      profile: "baseline",
      scope: "resource",
      types: ["kubernetes:core/v1:Secret"],
      check: (secret) => secret.get("metadata", "name").mustBe("a", "wrong name"),
    });
    const { findings, summary } = evaluate(plan(list), { rules: [named] });
    expect(findings.map(({ path }) => path)).toEqual(["/items/1/metadata/name"]);
    expect(summary).toMatchObject({ pass: 1, fail: 1 });
  });

  test("a fingerprint survives another stack and reordered containers, and tells paths apart", () => {
    const privileged = defineRule({
      ...documentation,
      id: "p",
      severity: "high",
      profile: "baseline",
      scope: "resource",
      types: ["kubernetes:core/v1:Pod"],
      check: (pod) =>
        pod
          .get("spec", "containers")
          .items()
          .flatMap((one) => one.get("privileged").mustNotBe(true, "privileged")),
    });
    const pod = (stack: string, ...names: string[]) => {
      const one = resource("kubernetes:core/v1:Pod", "pod", {
        spec: { containers: names.map((name) => ({ name, privileged: true })) },
      });
      return { ...one, urn: one.urn.replace(":dev::", `:${stack}::`) };
    };
    const prints = (one: PlanResource) =>
      evaluate(plan(one), { rules: [privileged] }).findings.map(({ fingerprint }) => fingerprint);
    expect(prints(pod("dev", "a", "b"))).toEqual(prints(pod("prod", "b", "a")).toReversed());
    expect(new Set(prints(pod("dev", "a", "b"))).size).toBe(2);
  });
});
