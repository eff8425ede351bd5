import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../engine/evaluate.ts";
import type { Finding } from "../../engine/finding.ts";
import { decodePlan, encodePlan } from "../../engine/plan-codec.ts";
import type { Plan } from "../../engine/plan.ts";
import { recordProgram } from "../../engine/record/index.ts";
import { buildExample } from "../../policies/examples.ts";
import type { Example, Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { Secret, UNKNOWN, type Value, isObject } from "../../policies/value.ts";

/** A plan of an example, with every kind of value that JSON cannot say. */
function planOf(rule: Rule, example: Example): Plan {
  const { context } = buildExample(rule, example);
  return {
    schemaVersion: 1,
    program: { project: "example", folder: "." },
    stack: "example",
    tier: "prod",
    mode: "simulate",
    resources: context.stack.resources.map(({ data }) => ({
      urn: data.urn,
      type: data.type,
      name: data.name,
      custom: true,
      external: false,
      inputs: data.inputs,
      ...(data.outputs && { outputs: data.outputs }),
      dependencies: [],
      propertyDependencies: data.propertyDependencies ?? {},
      options: data.options ?? {},
      unknown: [],
      secret: [],
      simulated: data.simulated ?? [],
    })),
    invokes: [],
  };
}

const essence = ({ rule, verdict, level, urn, path, message, fingerprint }: Finding) =>
  [rule, verdict, level, urn, path, message, fingerprint].join(" | ");

function findingsOf(plan: Plan, own: readonly Rule[]) {
  const { findings, summary } = evaluate(plan, { rules: own });
  // The keys of an example stand as they were written, those of a plan in order.
  return { findings: findings.map(essence).toSorted(), summary };
}

function hasSecret(value: Value | undefined): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some((item: Value) => hasSecret(item));
  return isObject(value) && Object.values(value).some(hasSecret);
}

describe("a plan judged live and after it was written and read", () => {
  const cases = rules.flatMap((rule) =>
    [...rule.examples.pass, ...rule.examples.fail, ...rule.examples.undecided].map((example) => ({ rule, example })),
  );

  test("every example without secrets: the same findings, paths, messages and fingerprints", () => {
    const open = cases.filter(
      ({ example }) => !hasSecret(example.inputs) && !example.stack?.some(({ inputs }) => hasSecret(inputs)),
    );
    expect(open.length).toBeGreaterThan(1000);
    for (const { rule, example } of open) {
      const live = planOf(rule, example);
      const read = decodePlan(encodePlan(live));
      expect(findingsOf(read, [rule])).toEqual(findingsOf(live, [rule]));
    }
  });

  test("examples with secrets: a redacted value makes verdicts undecided, and no violation a pass", () => {
    const redacted = cases.filter(({ example }) => hasSecret(example.inputs));
    expect(redacted.length).toBeGreaterThan(10);
    for (const { rule, example } of redacted) {
      const live = planOf(rule, example);
      const verdictOf = (plan: Plan) => {
        const { fail, undecided, pass, assumed } = evaluate(plan, { rules: [rule] }).summary;
        return { fail, undecided, passes: pass + assumed };
      };
      const before = verdictOf(live);
      const after = verdictOf(decodePlan(encodePlan(live)));
      expect([rule.id, after.fail <= before.fail, after.passes <= before.passes]).toEqual([rule.id, true, true]);
    }
  });

  test("values that JSON cannot say survive in a plan of all rules at once", () => {
    const inputs = { a: UNKNOWN, $unknown: "text", __proto__x: [null], nested: [{ $secret: [1] }] };
    const rule = rules[0] as Rule;
    const live = planOf(rule, { type: rule.types[0] as string, inputs });
    expect(findingsOf(decodePlan(encodePlan(live)), rules)).toEqual(findingsOf(live, rules));
  });
});

describe("a recorded program", () => {
  let plan: Plan;
  beforeAll(async () => {
    const programDir = fileURLToPath(new URL("../cli/program", import.meta.url));
    plan = await recordProgram({ programDir, stack: "dev", mode: "simulate", config: {} });
  });

  test("gives the same findings live and from its file, but for what is redacted", () => {
    const live = evaluate(plan, { rules }).findings;
    const read = evaluate(decodePlan(encodePlan(plan)), { rules }).findings;
    expect(live.length).toBeGreaterThan(3);
    const pairOf = ({ rule, urn }: Finding) => `${rule} ${urn}`;
    const redacted = new Set(read.filter(({ message }) => message.includes("is redacted")).map(pairOf));
    const open = (findings: readonly Finding[]) =>
      findings.filter((finding) => !redacted.has(pairOf(finding))).map(essence);
    expect(open(read)).toEqual(open(live));
  });
});
