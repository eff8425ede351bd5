import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, all, defineRule, some } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN } from "../../../value.ts";
import { ref } from "../../../examples.ts";
import { EKS_NETWORK, NETWORK_POLICIES } from "../_links.ts";
import {
  type Direction,
  NAMESPACE_TYPE,
  allowsAll,
  isolates,
  namespaceKey,
  namespaceOf,
  policiesForAllPods,
  policiesWithUnclearSelector,
  policyRules,
  unplacedPolicies,
} from "../_network-policies.ts";
import { networkPolicy } from "./_examples.ts";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };

export default defineRule({
  id: "k8s-namespace-default-deny",
  title: "Give each namespace a policy that denies all ingress and egress by default.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Without one every pod of the cluster reaches every pod of the namespace, and an intruder in any of them reaches the internet.",
  fix: "Add a NetworkPolicy with an empty podSelector and the policyTypes Ingress and Egress to the namespace, then policies for what is needed.",
  links: [NETWORK_POLICIES, EKS_NETWORK],
  types: [NAMESPACE_TYPE],
  check: (namespace, { stack }) =>
    all(
      () => judge(stack, namespace, "Ingress"),
      () => judge(stack, namespace, "Egress"),
    ),
  examples: {
    pass: [
      { inputs: NAMESPACE, stack: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] })] },
      {
        name: "one policy for each direction, by reference to the namespace",
        inputs: NAMESPACE,
        stack: [
          networkPolicy({ podSelector: {}, ingress: [] }, { namespace: ref("subject") }),
          networkPolicy(
            { podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ protocol: "UDP", port: 53 }] }] },
            { namespace: ref("subject") },
            "egress",
          ),
        ],
      },
    ],
    fail: [
      { name: "no policy", inputs: NAMESPACE, path: "", message: "no network policy denies ingress by default" },
      {
        name: "ingress only",
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress"] })],
        path: "",
        message: "no network policy denies egress by default",
      },
      {
        name: "some pods only",
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: { matchLabels: { app: "api" } }, policyTypes: ["Ingress", "Egress"] })],
        path: "",
        message: "denies ingress",
      },
      {
        name: "a policy that allows everything",
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"], egress: [{}] })],
        path: "",
        message: "denies egress",
      },
      {
        name: "a policy that allows every address",
        inputs: NAMESPACE,
        stack: [
          networkPolicy({
            podSelector: {},
            policyTypes: ["Ingress", "Egress"],
            egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
          }),
        ],
        path: "",
        message: "denies egress",
      },
      {
        name: "in another namespace",
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }, { namespace: "other" })],
        path: "",
        message: "denies egress",
      },
    ],
    undecided: [
      {
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] }, { namespace: UNKNOWN })],
        path: "/metadata/namespace",
      },
      {
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: {}, policyTypes: UNKNOWN })],
        path: "/spec/policyTypes",
      },
      {
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: UNKNOWN, policyTypes: ["Ingress", "Egress"] })],
        path: "/spec/podSelector",
      },
      {
        inputs: NAMESPACE,
        stack: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: UNKNOWN })],
        path: "/spec/ingress",
      },
    ],
  },
});

function judge(stack: Stack, namespace: Resource, direction: Direction): Issue[] {
  const denies = (policy: Resource) =>
    allOf(
      () => isolates(policy, direction),
      () => !some(policyRules(policy, direction), (rule) => allowsAll(rule, direction)),
      () => selectsAll(policy),
      () => namespaceOf(stack, policy) !== undefined || policy.get("metadata", "namespace").string() === undefined,
    );
  const candidates = [
    ...policiesForAllPods(stack, namespaceKey(namespace)),
    ...policiesWithUnclearSelector(stack, namespaceKey(namespace)),
    ...unplacedPolicies(stack),
  ];
  if (some(candidates, denies)) return [];
  const what = direction.toLowerCase();
  return [
    namespace.fail(`no network policy denies ${what} by default; add one with an empty podSelector for ${direction}.`),
  ];
}

function selectsAll(policy: Resource): boolean {
  const selector = policy.get("spec", "podSelector");
  return allOf(
    () => selector.get("matchLabels").entries().length === 0,
    () => selector.get("matchExpressions").items().length === 0,
  );
}
