import { parsePointer } from "../policies/pointer.ts";
import { Property } from "../policies/property.ts";
import { neededOf, proposalsOf, proposing } from "../policies/remedies.ts";
import { Resource, type ResourceData, type Stack } from "../policies/resource.ts";
import type { Issue, Remediation, RemediationValue } from "../policies/rule.ts";
import { judge } from "../policies/run.ts";
import { expandList } from "../policies/types.ts";
import { type Properties, Secret, type Value, isObject } from "../policies/value.ts";
import { withValue } from "../policies/with-value.ts";
import type { ActiveRule } from "./dispatch.ts";

/** A resource that a rule has found at fault. */
export interface AtFault {
  /** As the program gave it: paths start here. */
  readonly data: ResourceData;
  /** For a `…List`, which of its items. */
  readonly item: number;
  readonly stack: Stack;
  readonly issues: readonly Issue[];
}

/** What a rule would have set, for each of the violations that it found on one resource. */
export type SuggestionFor = (issue: Issue) => readonly Remediation[] | undefined;

/** A pod may have any number of containers, and each value is tried by itself. */
const MOST_PROPOSALS = 100;

/**
 * What would mend each violation of a resource: those of the values that the rule proposes without which it would
 * stay. Each is tried on the resource, as the policy engine does before it sets them, so that what does not help is not
 * shown. Worked out when first asked for: a batch of thousands of plans shows none.
 */
export function suggestionsFor(active: ActiveRule, fault: () => AtFault): SuggestionFor {
  if (proposing(active.rule) === undefined) return () => undefined;
  let known: ReadonlyMap<string, readonly Remediation[]> | undefined;
  return (issue) => (known ??= workedOut(active, fault())).get(keyOf(issue));
}

function workedOut(active: ActiveRule, { data, item, stack, issues }: AtFault): Map<string, readonly Remediation[]> {
  const { rule, context } = active;
  const resourceOf = (changed: ResourceData): Resource | undefined => {
    const expanded = expandList(changed)[item];
    return expanded && new Resource(expanded);
  };
  const { inputs, outputs } = data;
  // What the rule cannot read it cannot quote.
  const blind = resourceOf({
    ...data,
    inputs: withoutSecrets(inputs) as Properties,
    outputs: outputs && (withoutSecrets(outputs) as Properties),
  });
  const given: unknown = blind === undefined ? [] : proposalsOf(rule, blind);
  const proposals = (Array.isArray(given) ? given : [])
    .slice(0, MOST_PROPOSALS)
    .filter((one): one is Remediation => isProposal(one) && canBeSet(inputs, one.path));
  if (proposals.length === 0) return new Map();
  const failing = (set: readonly Remediation[]): ReadonlySet<string> => {
    const changed = resourceOf({
      ...data,
      inputs: set.reduce((all, one) => withValue(all, one.path, one.value), inputs),
    });
    // The stack still has the resource as it is: a rule reads the one that it is asked about from its argument.
    const found = changed === undefined ? issues : judge(rule, changed, context, stack, { secretness: true }).issues;
    return new Set(found.filter(({ verdict }) => verdict === "fail").map(keyOf));
  };
  const needed = neededOf(proposals, (set) => failing(set).size);
  const left = failing(needed);
  const mended = issues.filter(({ verdict }) => verdict === "fail").map(keyOf);
  const gone = new Set(mended.filter((key) => !left.has(key)));
  const shares = needed.map((proposal) => {
    const back = failing(needed.filter((one) => one !== proposal));
    const own = new Set([...gone].filter((key) => back.has(key)));
    // Half mended, a violation may read otherwise: the value then belongs to all that are gone.
    return { proposal, mends: own.size === 0 ? gone : own };
  });
  return new Map(
    [...gone].flatMap((key) => {
      const own = shares.filter(({ mends }) => mends.has(key)).map(({ proposal }) => proposal);
      return own.length === 0 ? [] : [[key, own] as const];
    }),
  );
}

function keyOf({ property, message }: Issue): string {
  const path = property instanceof Property ? `${property.owner}\n${property.pointer}` : property.urn;
  return `${path}\n${message}`;
}

function withoutSecrets(value: Value): Value {
  if (value instanceof Secret) return new Secret(undefined);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

/** Rules of a user's own may return anything, and be written without types; a report holds JSON data. */
function isProposal(one: unknown): one is Remediation {
  if (typeof one !== "object" || one === null || !("path" in one) || !("value" in one)) return false;
  return typeof one.path === "string" && one.path.startsWith("/") && isPlain(one.value, 0);
}

/** Deeper than any input; what refers to itself is deeper still. */
const DEEPEST_VALUE = 64;

function isPlain(value: unknown, depth: number): value is RemediationValue {
  if (depth > DEEPEST_VALUE) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  if (isObject(value)) return Object.values(value).every((item) => isPlain(item, depth + 1));
  return typeof value === "boolean" || typeof value === "string" || Number.isFinite(value);
}

/** Whether nothing is set there, on a way that leads through what is known: what somebody wrote is theirs to change. */
function canBeSet(inputs: Value, path: string): boolean {
  let at: Value | undefined = inputs;
  for (const key of parsePointer(path)) {
    if (key === "__proto__") return false;
    if (Array.isArray(at)) {
      // A list has no place for what is not in it.
      const inner: Value | undefined = /^\d+$/.test(key) ? at[Number(key)] : undefined;
      if (inner === undefined || inner === null) return false;
      at = inner;
    } else if (isObject(at)) {
      at = Object.hasOwn(at, key) ? at[key] : undefined;
    } else if (at !== undefined && at !== null) return false;
  }
  return at === undefined || at === null;
}
