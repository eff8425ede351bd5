import type { Property } from "../../../property.ts";
import { defineRule, each } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN } from "../../../value.ts";
import { NETWORK_POLICIES } from "../_links.ts";
import { type Direction, NETWORK_POLICY_TYPES, peersOf, policyRules } from "../_network-policies.ts";
import { policyInputs } from "./_examples.ts";

const DIRECTIONS: readonly Direction[] = ["Ingress", "Egress"];

export default defineRule({
  id: "k8s-netpol-namespace-selector-scoped",
  title: "Do not admit all namespaces through an empty namespace selector.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Every tenant of the cluster gets in, and may give its pods whatever labels a podSelector beside it asks for.",
  fix: "Name the namespaces by a label, such as kubernetes.io/metadata.name.",
  links: [NETWORK_POLICIES],
  types: NETWORK_POLICY_TYPES,
  check: (policy) =>
    each(DIRECTIONS, (direction) =>
      each(policyRules(policy, direction), (rule, index) =>
        each(peersOf(rule, direction).items(), (peer) => {
          const namespaces = peer.get("namespaceSelector");
          // Towards pods with labels that an operator gives, such as those of DNS, it opens no tier.
          const isOpen = allOf(
            () => namespaces.isSet,
            () => isEmpty(namespaces),
            () => direction === "Ingress" || isEmpty(peer.get("podSelector")),
          );
          if (!isOpen) return [];
          const label = `${direction.toLowerCase()} rule #${index + 1}`;
          return [namespaces.fail(`${label} selects every namespace; name the namespaces by a label.`)];
        }),
      ),
    ),
  examples: {
    pass: [
      {
        inputs: policyInputs({
          podSelector: {},
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "web" } } }] }],
          egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }] }],
        }),
      },
      { inputs: policyInputs({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }) },
    ],
    fail: [
      {
        name: "the second source, beside an unknown one",
        inputs: policyInputs({ podSelector: {}, ingress: [{ from: [UNKNOWN, { namespaceSelector: {} }] }] }),
        path: "/spec/ingress/0/from/1/namespaceSelector",
        message: "ingress rule #1 selects every namespace",
      },
      {
        inputs: policyInputs({ podSelector: {}, egress: [{ to: [{ namespaceSelector: {} }] }] }),
        path: "/spec/egress/0/to/0/namespaceSelector",
        message: "egress rule #1 selects every namespace",
      },
    ],
    undecided: [
      {
        inputs: policyInputs({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: UNKNOWN }] }] }),
        path: "/spec/ingress/0/from/0/namespaceSelector",
      },
    ],
  },
});

function isEmpty(selector: Property): boolean {
  return selector.get("matchLabels").entries().length === 0 && selector.get("matchExpressions").items().length === 0;
}
