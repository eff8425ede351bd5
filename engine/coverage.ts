import type { Rule } from "../policies/rule.ts";
import { canonicalType, listItemType } from "../policies/types.ts";
import { type Control, areas, controls, framework, frameworks, referencesOf } from "./catalogue.ts";
import { type EvaluateOptions, evaluate } from "./evaluate.ts";
import { isOpaqueType } from "./inputs/opaque.ts";
import type { Plan, PlanResource } from "./plan.ts";
import { type UnreadProperty, watchReads } from "./unread-properties.ts";

interface Share {
  readonly implemented: number;
  readonly controls: number;
}

export interface LeftOut {
  readonly id: string;
  readonly area: string;
  readonly profile: Control["profile"];
  readonly severity: Control["severity"];
  readonly reason: string;
}

/** What the pack has of the catalogue. */
export interface PackCoverage {
  readonly areas: readonly { readonly area: string; readonly baseline: Share; readonly extended: Share }[];
  readonly leftOut: readonly LeftOut[];
  readonly frameworks: readonly FrameworkCoverage[];
}

/** The ids of a framework that the catalogue knows, by what has become of them. */
export interface FrameworkCoverage {
  readonly key: string;
  readonly name: string;
  readonly kind: "standard" | "tool";
  readonly ids: number;
  /** Some rule judges the idea. */
  readonly implemented: number;
  /** No rule of those in use judges it. */
  readonly gaps: readonly string[];
  /** What the rules said; only where a plan was judged. An id fails when one of its rules fails anywhere. */
  readonly evidence?: Evidence;
}

export interface Evidence {
  readonly pass: readonly string[];
  readonly fail: readonly string[];
  readonly undecided: readonly string[];
  /** Implemented, and nothing in the plan to judge by it. */
  readonly notJudged: readonly string[];
}

/** What the pack looked at in a plan, and what it did not. */
export interface PlanCoverage {
  readonly stack: string;
  readonly types: readonly TypeCoverage[];
  /** Properties that read like security, are set, and that no rule read. */
  readonly unread: readonly UnreadProperty[];
  /** Resources whose children are made elsewhere, where no rule can see them. */
  readonly opaque: readonly { readonly urn: string; readonly type: string; readonly name: string }[];
  readonly frameworks: readonly FrameworkCoverage[];
}

export interface TypeCoverage {
  readonly type: string;
  readonly resources: number;
  /** Rules that judge resources of the type. */
  readonly rules: number;
  /** Rules that judge other resources by what they find in those of the type. */
  readonly consulted: number;
}

export function packCoverage(rules: readonly Rule[]): PackCoverage {
  const implemented = new Set(rules.map(({ id }) => id));
  const all = [...controls.values()];
  const shareOf = (area: string, profile: Control["profile"]): Share => {
    const own = all.filter((control) => control.area === area && control.profile === profile);
    return { implemented: own.filter(({ id }) => implemented.has(id)).length, controls: own.length };
  };
  return {
    areas: areas.map((area) => ({ area, baseline: shareOf(area, "baseline"), extended: shareOf(area, "extended") })),
    leftOut: all
      .filter(({ id }) => !implemented.has(id))
      .map((control) => {
        const { id, area, profile, severity } = control;
        return { id, area, profile, severity, reason: reasonOf(control) };
      }),
    frameworks: frameworkCoverage(implemented),
  };
}

/** Controls that no rule over one stack can decide. */
const DECIDED_ELSEWHERE: Readonly<Record<string, string>> = {
  "stack-production-parity": "one stack cannot decide it: it compares environments",
};

function reasonOf({ id, profile, severity }: Control): string {
  const elsewhere = DECIDED_ELSEWHERE[id];
  if (elsewhere !== undefined) return elsewhere;
  return profile === "extended" && severity === "low"
    ? "of low severity in the extended profile, where a rule is optional"
    : "has no rule yet";
}

export function planCoverage(plan: Plan, options: Omit<EvaluateOptions, "all">): PlanCoverage {
  const watch = watchReads(plan);
  const { findings, verdicts } = evaluate(watch.plan, { ...options, all: true });
  const results = new Map<string, Set<string>>();
  for (const { rule, verdict } of [...findings, ...verdicts]) {
    const known = results.get(rule);
    if (known === undefined) results.set(rule, new Set([verdict]));
    else known.add(verdict);
  }
  return {
    stack: plan.stack,
    types: typesOf(plan, options.rules),
    unread: watch.unread(),
    opaque: plan.resources
      .filter(({ opaque, type }) => opaque === true || isOpaqueType(type))
      .map(({ urn, type, name }) => ({ urn, type, name })),
    frameworks: frameworkCoverage(new Set(options.rules.map(({ id }) => id)), results),
  };
}

function typesOf(plan: Plan, rules: readonly Rule[]): TypeCoverage[] {
  const counts = new Map<string, number>();
  for (const { type } of plan.resources.filter(isJudged)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, resources]) => {
      const canonical = listItemType(type) ?? canonicalType(type);
      const own = rules.filter((rule) => rule.types.includes(canonical) || rule.types.includes("*"));
      const consulting = rules.filter(
        (rule) =>
          !own.includes(rule) && controls.get(rule.id)?.pulumiTypes.map(canonicalType).includes(canonical) === true,
      );
      return { type, resources, rules: own.length, consulted: consulting.length };
    });
}

/** Whether some rule judges resources of the type, or others by what it finds in them. */
type KnowsType = (type: string) => boolean;

export function knownTypes(rules: Iterable<Rule>): KnowsType {
  const known = new Set<string>();
  for (const { id, types } of rules) {
    for (const type of types) known.add(type);
    for (const type of controls.get(id)?.pulumiTypes ?? []) known.add(canonicalType(type));
  }
  return (type) => known.has(listItemType(type) ?? canonicalType(type));
}

/** The types of a plan whose resources nothing in the pack looks at. */
export function typesWithoutRule(
  plan: Plan,
  knows: KnowsType,
): readonly { readonly type: string; readonly resources: number }[] {
  const silent = plan.resources.filter((resource) => isJudged(resource) && !resource.external && !knows(resource.type));
  return [...Map.groupBy(silent, ({ type }) => type)]
    .map(([type, list]) => ({ type, resources: list.length }))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

/** Components are judged by their children, and providers make nothing. */
export function isJudged({ custom, type }: PlanResource): boolean {
  return custom && !type.startsWith("pulumi:");
}

function frameworkCoverage(
  implemented: ReadonlySet<string>,
  results?: ReadonlyMap<string, ReadonlySet<string>>,
): FrameworkCoverage[] {
  return frameworks.map((key) => {
    const byId = new Map<string, string[]>();
    for (const control of controls.values()) {
      for (const id of referencesOf(control).get(key) ?? []) byId.set(id, [...(byId.get(id) ?? []), control.id]);
    }
    const rulesOf = (id: string): string[] => (byId.get(id) ?? []).filter((rule) => implemented.has(rule));
    const ids = [...byId.keys()].toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
    const covered = ids.filter((id) => rulesOf(id).length > 0);
    const { name, kind } = framework(key);
    return {
      key,
      name,
      kind,
      ids: ids.length,
      implemented: covered.length,
      gaps: ids.filter((id) => !covered.includes(id)),
      ...(results && { evidence: evidenceOf(covered, rulesOf, results) }),
    };
  });
}

function evidenceOf(
  ids: readonly string[],
  rulesOf: (id: string) => readonly string[],
  results: ReadonlyMap<string, ReadonlySet<string>>,
): Evidence {
  const evidence = { pass: [] as string[], fail: [] as string[], undecided: [] as string[], notJudged: [] as string[] };
  for (const id of ids) {
    const verdicts = new Set(rulesOf(id).flatMap((rule) => [...(results.get(rule) ?? [])]));
    const verdict = (["fail", "undecided", "pass"] as const).find((one) => verdicts.has(one)) ?? "notJudged";
    evidence[verdict].push(id);
  }
  return evidence;
}
