import { describe, expect, test } from "vitest";
import catalogue from "../../policies/catalogue.json" with { type: "json" };
import { type Issue, NOT_APPLICABLE, type Outcome, type Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { WITHOUT_INPUTS } from "./equivalents.ts";
import type { Control } from "./places.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { killRate, run } from "./run.ts";

const result = run();
const baseline = new Set(result.controls.filter(({ profile }) => profile === "baseline").map(({ id }) => id));
const name = ({ control, type, input, operator, place, value }: Mutant) =>
  [control, type, input, operator, place, value].join(" ");

describe("mutants of what the catalogue says that a control reads", () => {
  test("are caught by the rule of the control, by at least 98 %", () => {
    expect(result.counted.length).toBeGreaterThan(30_000);
    expect(killRate(result.counted)).toBeGreaterThanOrEqual(98);
  });

  test("are all caught for the baseline controls", () => {
    expect(result.survivors.filter(({ control }) => baseline.has(control)).map(name)).toEqual([]);
  });

  test("are violations, not just undecided, where the value is known to be insecure", () => {
    const insecure = result.counted.filter(({ operator }) => operator === "insecure");
    const failed = insecure.filter((mutant) => mutant.failed);
    expect(failed.length / insecure.length).toBeGreaterThan(0.98);
  });

  test("stand in second list items, every kind of container and every alias token", () => {
    const places = new Set(result.counted.map(({ place }) => place));
    for (const kind of ["initContainers", "ephemeralContainers"]) {
      expect(places).toContain(`first of ${kind}`);
      expect(places).toContain(`second of ${kind}`);
    }
    const types = new Set(result.controls.flatMap(({ pulumiTypes }) => pulumiTypes));
    const missing = Object.entries<readonly string[]>(catalogue.typeAliases)
      .filter(([canonical]) => types.has(canonical) && result.counted.some(({ type }) => type === canonical))
      .flatMap(([, aliases]) => aliases.filter((alias) => !places.has(alias)));
    expect(missing).toEqual([]);
  });

  test("are made for every baseline control and every type of it, or somebody has said why not", () => {
    const mutated = new Set(result.counted.map(({ control }) => control));
    expect([...baseline].filter((id) => !mutated.has(id))).toEqual(Object.keys(WITHOUT_INPUTS));
    expect(result.gaps.filter((gap) => baseline.has(gap.split(" ")[0] ?? ""))).toEqual([]);
  });

  test("need every entry of the vocabulary and of the lists of explanations", () => {
    expect(result.stale).toEqual([]);
  });
});

/** Rules made worse on purpose: what the run must notice. */
describe("a rule that is deaf in one respect", () => {
  test("because it looks at main containers only", () => {
    expect(survivorsOf("pss-baseline-privileged", onlyIssuesAt(/\/containers\//))).toContain("first of initContainers");
  });

  test("because it looks at the first item only", () => {
    expect(survivorsOf("cloudfront-origin-https-only", onlyIssuesAt(/\/origins\/0\//))).toContain("second");
  });

  test("because it lets unknown values pass", () => {
    const blind = (issues: readonly Issue[]) => issues.filter(({ verdict }) => verdict === "fail");
    expect(survivorsOf("rds-storage-encrypted", blind)).toContain("first");
  });

  test("because it knows one kind of workload only", () => {
    const rule = ruleOf("pss-baseline-host-network");
    const deaf: Rule = { ...rule, types: ["kubernetes:apps/v1:Deployment"] };
    const missed = new Set<string>();
    const mutants = mutantsOf(controlOf(rule.id), deaf, (type) => missed.add(type));
    for (const { type, caught, excuse } of mutants) if (!caught && excuse === undefined) missed.add(type);
    expect([...missed].toSorted()).toEqual(
      controlOf(rule.id)
        .pulumiTypes.filter((type) => !deaf.types.includes(type))
        .toSorted(),
    );
  });

  test("because it misses a token of the same kind", () => {
    const rule = ruleOf("k8s-service-no-external-ips");
    const check = (resource: Parameters<Rule["check"]>[0], context: any): Outcome =>
      resource.urn.includes("Patch::") ? NOT_APPLICABLE : rule.check(resource, context);
    const mutants = mutantsOf(controlOf(rule.id), { ...rule, check } as Rule, () => undefined);
    const survivors = mutants.filter(({ caught, excuse }) => !caught && excuse === undefined);
    expect(new Set(survivors.map(({ place }) => place))).toEqual(new Set(["kubernetes:core/v1:ServicePatch"]));
  });
});

function onlyIssuesAt(path: RegExp) {
  return (issues: readonly Issue[]) =>
    issues.filter(({ property }) => !("pointer" in property) || path.test(property.pointer));
}

/** The places of the mutants that the rule no longer catches when it keeps some of its issues to itself. */
function survivorsOf(id: string, kept: (issues: readonly Issue[]) => readonly Issue[]): string[] {
  const rule = ruleOf(id);
  const check = (resource: Parameters<Rule["check"]>[0], context: any): Outcome => {
    try {
      const outcome = rule.check(resource, context);
      return outcome === NOT_APPLICABLE ? outcome : kept(outcome);
    } catch {
      return kept([]);
    }
  };
  const mutants = mutantsOf(controlOf(id), { ...rule, check } as Rule, () => undefined);
  return mutants.filter(({ caught, excuse }) => !caught && excuse === undefined).map(({ place }) => place);
}

function ruleOf(id: string): Rule {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

function controlOf(id: string): Control {
  return (catalogue.controls as readonly Control[]).find((one) => one.id === id) as Control;
}
