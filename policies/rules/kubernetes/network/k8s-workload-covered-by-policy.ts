import type { Resource, Stack } from "../../../resource.ts";
import { NOT_APPLICABLE, type Outcome, anyOf, defineRule, some } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN } from "../../../value.ts";
import { deployment } from "../_examples.ts";
import { EKS_NETWORK, NETWORK_POLICIES } from "../_links.ts";
import { isPatch } from "../_objects.ts";
import { POD_TYPES, type Pod, podOf } from "../_pods.ts";
import { candidatePolicies, namespaceOf, selects, unplacedPolicies } from "../_network-policies.ts";
import { networkPolicy } from "./_examples.ts";

const SPEC = { containers: [{ name: "api" }] };

export default defineRule({
  id: "k8s-workload-covered-by-policy",
  title: "Select every workload by at least one network policy.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "A pod that no policy selects accepts traffic from everywhere in the cluster and reaches everything outside it.",
  fix: "Add a NetworkPolicy whose podSelector matches the pod's labels, or one with an empty podSelector for the namespace.",
  links: [NETWORK_POLICIES, EKS_NETWORK],
  types: POD_TYPES,
  check: (resource, { stack }) => {
    const pod = podOf(resource);
    // A patch that leaves the labels as they are says nothing; the workload is judged where it is declared.
    if (pod === undefined || (isPatch(resource) && !pod.metadata.get("labels").isSet)) return NOT_APPLICABLE;
    return judge(stack, resource, pod);
  },
  examples: {
    pass: [
      { inputs: deployment(SPEC), stack: [networkPolicy({ podSelector: {} })] },
      { inputs: deployment(SPEC), stack: [networkPolicy({ podSelector: { matchLabels: { app: "api" } } })] },
      {
        inputs: deployment(SPEC),
        stack: [
          networkPolicy({
            podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["web", "api"] }] },
          }),
        ],
      },
      {
        name: "unknown labels",
        inputs: deployment(SPEC, { labels: UNKNOWN }),
        stack: [networkPolicy({ podSelector: {} })],
      },
    ],
    fail: [
      {
        name: "no policy",
        inputs: deployment(SPEC),
        path: "/spec/template/metadata/labels",
        message: "no network policy",
      },
      {
        name: "a policy for other pods",
        inputs: deployment(SPEC),
        stack: [networkPolicy({ podSelector: { matchLabels: { app: "api", tier: "web" } } })],
        path: "/spec/template/metadata/labels",
        message: "no network policy",
      },
      {
        name: "a policy of another namespace",
        inputs: deployment(SPEC),
        stack: [networkPolicy({ podSelector: {} }, { namespace: "other" })],
        path: "/spec/template/metadata/labels",
        message: "no network policy",
      },
    ],
    undecided: [
      {
        name: "a patch of the pods' labels",
        type: "kubernetes:apps/v1:DeploymentPatch",
        inputs: deployment(SPEC, { labels: { app: "web" } }),
        stack: [networkPolicy({ podSelector: { matchLabels: { app: "api" } } })],
        path: "/spec/template/metadata/labels",
      },
      {
        inputs: deployment(SPEC),
        stack: [networkPolicy({ podSelector: { matchLabels: { app: UNKNOWN } } })],
        path: "/spec/podSelector/matchLabels/app",
      },
      {
        inputs: deployment(SPEC, { labels: UNKNOWN }),
        stack: [networkPolicy({ podSelector: { matchLabels: { app: "api" } } })],
        path: "/spec/template/metadata/labels",
      },
      {
        inputs: deployment(SPEC),
        stack: [networkPolicy({ podSelector: {} }, { namespace: UNKNOWN })],
        path: "/metadata/namespace",
      },
    ],
  },
});

function judge(stack: Stack, resource: Resource, pod: Pod): Outcome {
  const labels = pod.metadata.get("labels");
  const selected = (policy: Resource) => selects(policy.get("spec", "podSelector"), labels);
  const namespace = namespaceOf(stack, resource);
  const isCovered = anyOf(
    () => namespace !== undefined && some(candidatePolicies(stack, namespace, labels), selected),
    // Without a known namespace on either side the read of it leaves the question open.
    () =>
      some(unplacedPolicies(stack), (policy) =>
        allOf(
          () => selected(policy),
          () => isNamed(policy),
        ),
      ),
    () => namespace === undefined && isNamed(resource),
  );
  if (isCovered) return [];
  const message = "no network policy of the stack selects these pods; add one for their labels.";
  // The labels of a patch are laid on those of the patched object, which a policy may select.
  return [isPatch(resource) ? { verdict: "undecided", property: labels, message } : labels.fail(message)];
}

function isNamed(resource: Resource): boolean {
  return resource.get("metadata", "namespace").string() === undefined;
}
