import { z } from "zod";
import type { Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, all, anyOf, defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { NETWORK_POLICIES, PGBOUNCER } from "../_links.ts";
import { candidatePolicies, isolates, namespaceOf, peersOf, policyRules, selects } from "../_network-policies.ts";
import { plainText } from "../_objects.ts";
import { POD_TYPES, podOf } from "../_pods.ts";
import { networkPolicy, service } from "../network/_examples.ts";

const PORT = { name: "postgres", port: 6432 };
const SELECTOR = { app: "pgbouncer" };
const POOLER = { type: "ClusterIP", selector: SELECTOR, ports: [PORT] };
const CLIENTS = { from: [{ podSelector: { matchLabels: { pooler: "client" } } }], ports: [{ port: 6432 }] };
const LIMITED = networkPolicy({ podSelector: { matchLabels: SELECTOR }, ingress: [CLIENTS] });

export default defineRule({
  id: "pgbouncer-not-exposed",
  title: "Expose the pooler as ClusterIP only and admit only application pods.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "The pooler is the door to the database: whoever reaches it tries logins against all of its roles.",
  fix: "Set the service's type to ClusterIP, and select the pooler's pods by a NetworkPolicy whose ingress names the clients' pods.",
  links: [NETWORK_POLICIES, PGBOUNCER],
  types: ["kubernetes:core/v1:Service"],
  config: z.object({
    port: z.number().int().min(1).max(65_535).default(6432).describe("Port that PgBouncer listens on."),
  }),
  check: (resource, { config, stack }) => {
    const ports = resource.get("spec", "ports").items();
    const isPooler = some(ports, (one) =>
      [one.get("port"), one.get("targetPort")].some((at) => at.string() === String(config.port)),
    );
    if (!isPooler) return NOT_APPLICABLE;
    return all(
      () => judgeType(resource),
      () => judgePolicies(stack, resource, config.port),
    );
  },
  examples: {
    pass: [{ inputs: service(POOLER), stack: [LIMITED] }],
    fail: [
      {
        name: "a load balancer",
        inputs: service({ ...POOLER, type: "LoadBalancer" }),
        stack: [LIMITED],
        path: "/spec/type",
        message: "the pooler is exposed outside the cluster",
      },
      {
        name: "no policy",
        inputs: service(POOLER),
        path: "",
        message: "no network policy limits who reaches the pooler",
      },
      {
        name: "a second rule for everybody",
        inputs: service(POOLER),
        stack: [networkPolicy({ podSelector: {}, ingress: [CLIENTS, { ports: [{ port: 6000, endPort: 7000 }] }] })],
        path: "/spec/ingress/1/from",
        message: 'network policy "policy" lets everybody reach the pooler',
      },
      {
        name: "an address range as the second client",
        inputs: service(POOLER),
        stack: [
          networkPolicy({
            podSelector: {},
            ingress: [{ from: [...CLIENTS.from, { ipBlock: { cidr: "10.0.0.0/8" } }] }],
          }),
        ],
        path: "/spec/ingress/0/from/1",
        message: "lets more than application pods reach the pooler",
      },
      {
        name: "all pods of all namespaces",
        inputs: service(POOLER),
        stack: [networkPolicy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] })],
        path: "/spec/ingress/0/from/0",
        message: "lets more than application pods",
      },
    ],
    undecided: [
      { inputs: service({ ...POOLER, type: UNKNOWN }), stack: [LIMITED], path: "/spec/type" },
      {
        inputs: service(POOLER),
        stack: [networkPolicy({ podSelector: { matchLabels: SELECTOR }, ingress: UNKNOWN })],
        path: "/spec/ingress",
      },
      { inputs: service({ ...POOLER, ports: [{ port: UNKNOWN }] }), path: "/spec/ports/0/port" },
    ],
  },
});

function judgeType(resource: Resource): Issue[] {
  const type = resource.get("spec", "type");
  return (type.string() ?? "ClusterIP") === "ClusterIP"
    ? []
    : [type.fail("the pooler is exposed outside the cluster; set the service's type to ClusterIP.")];
}

function judgePolicies(stack: Stack, resource: Resource, port: number): Issue[] {
  const namespace = namespaceOf(stack, resource) ?? resource.get("metadata", "namespace").string() ?? "default";
  const selector = resource.get("spec", "selector");
  const labels = podLabels(stack, namespace, selector) ?? selector;
  const policies = candidatePolicies(stack, namespace, labels).filter((policy) =>
    every([() => selects(policy.get("spec", "podSelector"), labels), () => isolates(policy, "Ingress")], (test) =>
      test(),
    ),
  );
  if (policies.length === 0)
    return [resource.fail("no network policy limits who reaches the pooler; add one for its pods.")];
  return each(policies, (policy) => {
    const name = plainText(() => policy.get("metadata", "name")) ?? policy.name;
    return each(policyRules(policy, "Ingress"), (rule) => judgeRule(rule, port, `network policy "${name}"`));
  });
}

/** The labels of a workload that the service selects; the policies may select by any of them. */
function podLabels(stack: Stack, namespace: string, selector: Property): Property | undefined {
  const pairs = selector.entries();
  if (pairs.length === 0) return undefined;
  for (const workload of stack.ofType(...POD_TYPES)) {
    if (namespaceOf(stack, workload) !== namespace) continue;
    let labels: Property | undefined;
    plainText(() => (labels = podOf(workload)?.metadata.get("labels")) ?? workload.inputs);
    const known = labels;
    if (known !== undefined && pairs.every(([key, value]) => plainText(() => known.get(key)) === value.raw))
      return known;
  }
  return undefined;
}

function judgeRule(rule: Property, port: number, label: string): Issue[] {
  const ports = rule.get("ports").items();
  if (ports.length > 0 && !some(ports, (one) => admits(one, port))) return [];
  const peers = peersOf(rule, "Ingress");
  const items = peers.items();
  if (items.length === 0)
    return [peers.fail(`${label} lets everybody reach the pooler; name the clients' pods in from.`)];
  return each(items, (peer) =>
    anyOf(
      () => peer.get("ipBlock").isSet,
      () =>
        peer.get("namespaceSelector").isSet &&
        isEmpty(peer.get("namespaceSelector")) &&
        isEmpty(peer.get("podSelector")),
    )
      ? [peer.fail(`${label} lets more than application pods reach the pooler; name the clients' pods instead.`)]
      : [],
  );
}

/** A port by name could be any. */
function admits(one: Property, port: number): boolean {
  const first = one.get("port").string();
  if (first === undefined || !/^\d+$/.test(first)) return true;
  return port >= Number(first) && port <= (one.get("endPort").number() ?? Number(first));
}

function isEmpty(selector: Property): boolean {
  return selector.get("matchLabels").entries().length === 0 && selector.get("matchExpressions").items().length === 0;
}
