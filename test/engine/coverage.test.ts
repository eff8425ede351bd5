import { describe, expect, test } from "vitest";
import { packCoverage, planCoverage } from "../../engine/coverage.ts";
import { decodePlan } from "../../engine/plan-codec.ts";
import { evaluate } from "../../engine/evaluate.ts";
import { rules } from "../../policies/rules/index.ts";

const PLAN = decodePlan(
  JSON.stringify({
    stack: "prod",
    resources: [
      { type: "my:index:Component", name: "shop", inputs: {}, custom: false },
      {
        type: "aws:rds/instance:Instance",
        name: "db",
        inputs: {
          storageEncrypted: true,
          publiclyAccessible: true,
          secretSauce: "x",
          tags: { secret: "no" },
          nested: [{ accessTokens: ["a"] }, { accessTokens: ["b"] }],
        },
      },
      { type: "aws:rds/instance:Instance", name: "db2", inputs: { secretSauce: { $secret: true } } },
      { type: "acme:index:Gadget", name: "gadget", inputs: { publicAccess: true, size: 3 } },
      { type: "kubernetes:helm.sh/v3:Release", name: "chart", inputs: { chart: "x" } },
    ],
  }),
);

describe("coverage of a plan", () => {
  const coverage = planCoverage(PLAN, { rules });

  test("counts rules by type; components are judged by their children", () => {
    const types = new Map(coverage.types.map((one) => [one.type, one]));
    expect(types.get("aws:rds/instance:Instance")).toMatchObject({ resources: 2 });
    expect(types.get("aws:rds/instance:Instance")?.rules).toBe(
      rules.filter((rule) => rule.types.includes("aws:rds/instance:Instance")).length,
    );
    expect(types.get("acme:index:Gadget")).toMatchObject({ resources: 1, rules: 0, consulted: 0 });
    expect(types.has("my:index:Component")).toBe(false);
  });

  test("names properties that sound like security and that no rule read, not those that one did", () => {
    expect(coverage.unread).toEqual([
      { type: "acme:index:Gadget", path: "publicAccess", resources: 1 },
      { type: "aws:rds/instance:Instance", path: "nested[].accessTokens[]", resources: 1 },
      { type: "aws:rds/instance:Instance", path: "secretSauce", resources: 2 },
    ]);
  });

  test("watching what is read changes no verdict", () => {
    const evaluation = evaluate(PLAN, { rules });
    const failed = new Set(evaluation.findings.map(({ rule }) => rule));
    expect(failed).toContain("rds-not-publicly-accessible");
    const fsbp = coverage.frameworks.find(({ key }) => key === "fsbp");
    expect(fsbp?.evidence?.fail).toContain("RDS.2");
    expect(fsbp?.evidence?.pass).not.toContain("RDS.2");
  });

  test("lists what hides its children", () => {
    expect(coverage.opaque.map(({ name }) => name)).toEqual(["chart"]);
  });

  test("an id is in one place only: passed, failed, undecided, not judged, or a gap", () => {
    for (const { ids, implemented, gaps, evidence } of coverage.frameworks) {
      const listed = [...(evidence ? Object.values(evidence) : []), gaps].flat();
      expect(new Set(listed).size).toBe(listed.length);
      expect(listed).toHaveLength(ids);
      expect(ids - gaps.length).toBe(implemented);
    }
  });
});

describe("coverage of the pack", () => {
  const pack = packCoverage(rules);

  test("every baseline control has a rule", () => {
    const missing = pack.leftOut.filter(({ profile }) => profile === "baseline");
    expect(missing).toEqual([]);
  });

  test("counts every control once, and gives a reason for what is left out", () => {
    const implemented = pack.areas.reduce(
      (sum, { baseline, extended }) => sum + baseline.implemented + extended.implemented,
      0,
    );
    const controls = pack.areas.reduce((sum, { baseline, extended }) => sum + baseline.controls + extended.controls, 0);
    expect(implemented).toBe(rules.length);
    expect(controls - implemented).toBe(pack.leftOut.length);
    expect(pack.leftOut.every(({ reason }) => reason !== "")).toBe(true);
  });

  test("without a rule its framework ids become gaps", () => {
    const without = packCoverage(rules.filter(({ id }) => id !== "rds-not-publicly-accessible"));
    const gapsOf = (coverage: typeof pack) => coverage.frameworks.find(({ key }) => key === "fsbp")?.gaps ?? [];
    expect(gapsOf(pack)).not.toContain("RDS.2");
    expect(gapsOf(without)).toContain("RDS.2");
  });
});
