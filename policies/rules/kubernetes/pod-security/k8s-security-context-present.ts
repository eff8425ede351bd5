import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { SECURITY_CONTEXT } from "../_links.ts";
import { POD_TYPES, type Pod, eachContainer, mustSet, onPod } from "../_pods.ts";

const POD_CONTEXT = { securityContext: { runAsNonRoot: true } };
const CONTEXT = { securityContext: { allowPrivilegeEscalation: false } };

export default defineRule({
  id: "k8s-security-context-present",
  title: "Declare a security context on pod and containers.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Without one the lax defaults hold: root where the image says so, default capabilities, a writable root, often no seccomp.",
  fix: "Set securityContext on the pod (runAsNonRoot, seccompProfile) and on each container (capabilities, privilege escalation, root file system).",
  links: [SECURITY_CONTEXT],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      all(
        () => judge(pod, pod.spec, "the pod"),
        () => eachContainer(pod, ({ property, label }) => judge(pod, property, label)),
      ),
    ),
  examples: {
    pass: [{ inputs: withContainer(CONTEXT, POD_CONTEXT) }],
    fail: [
      {
        name: "unset on the pod",
        inputs: withContainer(CONTEXT),
        path: `${POD}/securityContext`,
        message: "the pod has no security context",
      },
      {
        name: "empty on the second container",
        inputs: deployment({
          ...POD_CONTEXT,
          containers: [
            { name: "api", ...CONTEXT },
            { name: "agent", securityContext: {} },
          ],
        }),
        path: `${POD}/containers/1/securityContext`,
        message: 'container "agent" has no security context',
      },
      {
        name: "unset on an init container",
        inputs: withInitContainer({}, { securityContext: UNKNOWN }, POD_CONTEXT),
        path: `${POD}/initContainers/0/securityContext`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      { inputs: withContainer({ securityContext: UNKNOWN }, POD_CONTEXT), path: `${POD}/containers/0/securityContext` },
      { inputs: withContainer(CONTEXT, { securityContext: UNKNOWN }), path: `${POD}/securityContext` },
    ],
  },
});

function judge(pod: Pod, owner: Property, label: string): Issue[] {
  const context = owner.get("securityContext");
  if (context.entries().length > 0) return [];
  return mustSet(pod, context, `${label} has no security context, so the lax defaults hold; set securityContext.`);
}
