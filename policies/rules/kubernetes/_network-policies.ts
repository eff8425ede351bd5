import type { Property } from "../../property.ts";
import type { Resource, Stack } from "../../resource.ts";
import { anyOf, some } from "../../rule.ts";
import { allOf } from "./_logic.ts";
import { isObject } from "../../value.ts";

export const NAMESPACE_TYPE = "kubernetes:core/v1:Namespace";
export const NETWORK_POLICY_TYPES = [
  "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  "kubernetes:extensions/v1beta1:NetworkPolicy",
  "kubernetes:extensions/v1beta1:NetworkPolicyPatch",
];

/** A key for a namespace. The namespaces of one list share its URN. */
export function namespaceKey({ urn, data }: Resource): string {
  return [urn, ...(data.base ?? [])].join(" ");
}

/** Namespaces, as their keys, by every text that may stand for them: their name in inputs and outputs, their id, their URN. */
function namespaceNames(stack: Stack): ReadonlyMap<string, string> {
  return stack.memo(namespaceNames, () => {
    const names = new Map<string, string>();
    for (const namespace of stack.ofType(NAMESPACE_TYPE)) {
      const { urn, data } = namespace;
      const key = namespaceKey(namespace);
      // What points at a list of several namespaces may mean any of them.
      if (data.base === undefined) names.set(urn, key);
      for (const bag of [data.inputs, data.outputs]) {
        const metadata = bag?.["metadata"];
        for (const name of [isObject(metadata) ? metadata["name"] : undefined, bag?.["id"]]) {
          if (typeof name === "string") names.set(name, key);
        }
      }
    }
    return names;
  });
}

/** A key for the namespace that the object lives in; undefined where it is not known. */
export function namespaceOf(stack: Stack, resource: Resource): string | undefined {
  const metadata = resource.data.inputs["metadata"];
  if (metadata === undefined || metadata === null) return "default";
  const name = isObject(metadata) ? (metadata["namespace"] ?? "default") : undefined;
  const names = namespaceNames(stack);
  if (typeof name === "string") return names.get(name) ?? name;
  const sources = resource.data.propertyDependencies?.["metadata"] ?? [];
  return sources.map((urn) => names.get(urn)).find((key) => key !== undefined);
}

/** The network policies of one namespace, so arranged that a pod finds those that may select it without asking each. */
class PolicySet {
  readonly selectAll: Resource[] = [];
  readonly byLabel = new Map<string, Resource[]>();
  readonly others: Resource[] = [];

  add(policy: Resource): void {
    const labels = policy.inputs.raw;
    const spec = isObject(labels) ? labels["spec"] : undefined;
    const selector = isObject(spec) ? (spec["podSelector"] ?? {}) : undefined;
    if (!isObject(selector)) return void this.others.push(policy);
    const matchLabels = selector["matchLabels"] ?? {};
    const expressions = selector["matchExpressions"] ?? [];
    const hasExpressions = !Array.isArray(expressions) || expressions.length > 0;
    const pairs = isObject(matchLabels) ? Object.entries(matchLabels) : undefined;
    const fixed = pairs?.find(([, value]) => typeof value === "string");
    if (fixed !== undefined) push(this.byLabel, fixed.join("="), policy);
    else if (pairs?.length === 0 && !hasExpressions) this.selectAll.push(policy);
    else this.others.push(policy);
  }

  /** The policies that may select pods with these labels; whether they do, `selects` decides. */
  candidates(labels: readonly [string, Property][]): readonly Resource[] {
    // An object may hold a `toString` of its own, which is no function.
    const byLabel = labels.flatMap(([key, { raw }]) =>
      isObject(raw) || Array.isArray(raw) ? [] : (this.byLabel.get(`${key}=${String(raw)}`) ?? []),
    );
    return [...this.selectAll, ...byLabel, ...this.others];
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

interface PolicyIndex {
  readonly placed: ReadonlyMap<string, PolicySet>;
  /** Policies in a namespace that is not known. */
  readonly unplaced: readonly Resource[];
}

function policyIndex(stack: Stack): PolicyIndex {
  return stack.memo(policyIndex, () => {
    const placed = new Map<string, PolicySet>();
    const unplaced: Resource[] = [];
    for (const policy of stack.ofType(...NETWORK_POLICY_TYPES)) {
      const namespace = namespaceOf(stack, policy);
      if (namespace === undefined) {
        unplaced.push(policy);
        continue;
      }
      let set = placed.get(namespace);
      if (set === undefined) placed.set(namespace, (set = new PolicySet()));
      set.add(policy);
    }
    return { placed, unplaced };
  });
}

const NO_POLICIES = new PolicySet();

/** The policies of a namespace that select all of its pods. */
export function policiesForAllPods(stack: Stack, namespace: string): readonly Resource[] {
  return policyIndex(stack).placed.get(namespace)?.selectAll ?? [];
}

/** The policies of a namespace whose selector cannot be read without judging it. */
export function policiesWithUnclearSelector(stack: Stack, namespace: string): readonly Resource[] {
  return policyIndex(stack).placed.get(namespace)?.others ?? [];
}

/** The policies in a namespace that is not known. */
export function unplacedPolicies(stack: Stack): readonly Resource[] {
  return policyIndex(stack).unplaced;
}

/** The policies that may select pods with these labels in a namespace, those in unknown namespaces apart. */
export function candidatePolicies(stack: Stack, namespace: string, labels: Property): readonly Resource[] {
  const set = policyIndex(stack).placed.get(namespace) ?? NO_POLICIES;
  // Labels that are not known as a whole: the policies that select everything still do.
  if (labels.isUnknown) return [...set.selectAll, ...[...set.byLabel.values()].flat(), ...set.others];
  return set.candidates(labels.entries());
}

/** Whether a label selector matches labels. An empty or missing selector matches everything. */
export function selects(selector: Property, labels: Property): boolean {
  return allOf(
    ...selector
      .get("matchLabels")
      .entries()
      .map(
        ([key, value]) =>
          () =>
            labels.get(key).string() === value.string(),
      ),
    ...selector
      .get("matchExpressions")
      .items()
      .map((expression) => () => matches(expression, labels)),
  );
}

function matches(expression: Property, labels: Property): boolean {
  const label = labels.get(expression.get("key").string() ?? "").string();
  const isListed = () =>
    label !== undefined && some(expression.get("values").items(), (value) => value.string() === label);
  switch (expression.get("operator").string()) {
    case "In":
      return isListed();
    case "NotIn":
      return !isListed();
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return false;
  }
}

export type Direction = "Ingress" | "Egress";

/** Whether the policy isolates the pods it selects in a direction, so that only what its rules name is allowed. */
export function isolates(policy: Resource, direction: Direction): boolean {
  const types = policy.get("spec", "policyTypes").items();
  if (types.length > 0) return some(types, (type) => type.string() === direction);
  return direction === "Ingress" || policy.get("spec", "egress").items().length > 0;
}

/** The rules of a policy for a direction. */
export function policyRules(policy: Resource, direction: Direction): readonly Property[] {
  return policy.get("spec", direction === "Ingress" ? "ingress" : "egress").items();
}

/** The other side that a rule names; every peer where it names none. */
export function peersOf(rule: Property, direction: Direction): Property {
  return rule.get(direction === "Ingress" ? "from" : "to");
}

/** Whether a rule allows everything in its direction: every peer and every port. */
export function allowsAll(rule: Property, direction: Direction): boolean {
  return allOf(
    () => rule.get("ports").items().length === 0,
    () => namesEveryPeer(rule, direction),
  );
}

/** Whether a rule is for every peer: it names none, all addresses, or the pods of all namespaces. */
export function namesEveryPeer(rule: Property, direction: Direction): boolean {
  const peers = peersOf(rule, direction).items();
  return peers.length === 0 || some(peers, isEveryPeer);
}

function isEveryPeer(peer: Property): boolean {
  const namespaces = peer.get("namespaceSelector");
  return anyOf(
    () => isEverywhere(peer.get("ipBlock", "cidr")),
    () => namespaces.isSet && isEmptySelector(namespaces) && isEmptySelector(peer.get("podSelector")),
  );
}

/** Whether a label selector selects everything; one that is not set does. */
function isEmptySelector(selector: Property): boolean {
  return allOf(
    () => selector.get("matchLabels").entries().length === 0,
    () => selector.get("matchExpressions").items().length === 0,
  );
}

/** Whether an address range is all of IPv4 or IPv6, or so much of it that only a few such ranges make the whole. */
export function isEverywhere(cidr: Property): boolean {
  return holdsEverything(cidr.string() ?? "");
}

/** Halves of IPv4, as in 0.0.0.0/1 with 128.0.0.0/1, are a usual way past a check for 0.0.0.0/0; 2000::/3 is the public IPv6. */
export function holdsEverything(range: string): boolean {
  const [address = "", prefix = ""] = range.trim().split("/");
  return /^\d+$/.test(prefix) && Number(prefix) <= (address.includes(":") ? 3 : 1);
}
