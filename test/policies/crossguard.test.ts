import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildExample } from "../../policies/examples.ts";
import { defaultLevel } from "../../policies/levels.ts";
import type { Resource } from "../../policies/resource.ts";
import type { Example, Rule } from "../../policies/rule.ts";
import { judge } from "../../policies/run.ts";
import { rules } from "../../policies/rules/index.ts";
import { Asset, Secret, type Value, isObject } from "../../policies/value.ts";
import { Analyzer, type Diagnostic, type WireResource } from "../support/analyzer.ts";

const PACK = join(fileURLToPath(new URL("../..", import.meta.url)), "policies");

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await Analyzer.start(PACK);
});
afterAll(() => analyzer.stop());

const wire = (resource: Resource): WireResource => ({
  urn: resource.urn,
  type: resource.type,
  name: resource.name,
  properties: resource.data.inputs,
  protect: resource.options.protect ?? false,
  ...(resource.data.propertyDependencies && { propertyDependencies: resource.data.propertyDependencies }),
});

/** Assets, redacted values and retention on delete are seen differently by a pack, or not at all. */
function isVisible(rule: Rule, example: Example): boolean {
  return (
    example.options?.retainOnDelete === undefined &&
    ![example.inputs, ...(example.stack ?? []).map(({ inputs }) => inputs)].some(holdsHidden) &&
    rule.needs === undefined &&
    (example.tier ?? "unknown") === "unknown" &&
    example.config === undefined
  );
}

function holdsHidden(value: Value): boolean {
  if (value instanceof Asset) return true;
  if (value instanceof Secret) return value.value === undefined || holdsHidden(value.value);
  if (Array.isArray(value)) return value.some(holdsHidden);
  return isObject(value) && Object.values(value).some(holdsHidden);
}

function verdictOf(diagnostics: readonly Diagnostic[]): "pass" | "fail" | "undecided" {
  if (diagnostics.length === 0) return "pass";
  return diagnostics.every(({ message }) => message.includes("\nundecided: ")) ? "undecided" : "fail";
}

describe("the pack behind the SDK's own server", () => {
  test("lists every rule under its own name, level and settings", async () => {
    const listed = new Map((await analyzer.policies()).map((policy) => [policy.name, policy]));
    for (const rule of rules) {
      expect(listed.get(rule.id)).toMatchObject({ level: defaultLevel(rule) });
      expect(listed.get(rule.id)?.properties).toHaveProperty("undecided");
    }
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s gives the verdicts of the offline engine",
    async (_id, rule) => {
      const examples = [...rule.examples.pass, ...rule.examples.fail, ...rule.examples.undecided];
      for (const example of examples.filter((one) => isVisible(rule, one))) {
        const { resource, context } = buildExample(rule, example, "preview");
        const expected = judge(rule, resource, context, context.stack, { secretness: false });
        const all = context.stack.resources.map(wire);
        const found: Diagnostic[] = [];
        for (const one of all) found.push(...(await analyzer.analyze(one)));
        found.push(...(await analyzer.analyzeStack(all)));
        const own = found.filter((one) => one.policyName === rule.id && (one.urn === "" || one.urn === resource.urn));
        const verdict = expected.verdict === "notApplicable" ? "pass" : expected.verdict;
        expect({ example: example.inputs, verdict: verdictOf(own) }).toEqual({ example: example.inputs, verdict });
      }
    },
  );
});
