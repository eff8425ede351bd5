import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parsePolicyConfig } from "../../../engine/policy-config.ts";
import { recordProgram } from "../../../engine/record/index.ts";
import { rules } from "../../../policies/rules/index.ts";
import policyConfig from "../../../rampart.policy.json" with { type: "json" };
import runs from "../../../rampart.runs.ts";
import { HARMLESS, type Removal, harmless, removalsFrom } from "../../mutation/hardening.ts";

const settings = parsePolicyConfig(policyConfig, rules, "rampart.policy.json");
const programDir = fileURLToPath(new URL("../../..", import.meta.url));
const used = new Set<unknown>();

/** Everything that a rule guards in what our own program declares, taken away or made insecure, one thing at a time. */
describe.each(["mahaseel/staging", "mahaseel/prod", "drive-alive/staging", "drive-alive/prod"])("%s", (name) => {
  let removals: readonly Removal[] = [];

  test("has at least 400 things to take away, guarded by at least 100 rules", async () => {
    const run = runs.find((one) => one.name === name);
    if (run === undefined) throw new Error(`no run ${name}`);
    removals = removalsFrom(await recordProgram({ programDir, ...run }), settings);
    const places = removals.map(({ control, type, name: resource, input }) => [control, type, resource, input].join());
    expect(new Set(places).size).toBeGreaterThanOrEqual(400);
    expect(new Set(removals.map(({ control }) => control)).size).toBeGreaterThanOrEqual(100);
  });

  test("loses nothing without the rule that guards it", () => {
    const silent = removals.filter(({ caught }) => !caught);
    for (const removal of silent) used.add(harmless(removal));
    const unexplained = silent.filter((removal) => harmless(removal) === undefined);
    expect(unexplained.map(({ control, name: resource, input, value }) => [control, resource, input, value])).toEqual(
      [],
    );
  });

  test("has violations, not just undecided rules, for nearly all", () => {
    expect(removals.filter(({ failed }) => failed).length / removals.length).toBeGreaterThan(0.95);
  });
});

test("every explanation of a silent rule is still needed", () => {
  expect(HARMLESS.filter((entry) => !used.has(entry)).map(({ control, input }) => `${control} ${input}`)).toEqual([]);
});
