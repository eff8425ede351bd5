import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS, SECURITY_CONTEXT } from "../_links.ts";
import { POD_TYPES, type Pod, eachContainer, inUserNamespace, mustSet, onPod } from "../_pods.ts";
import { userNamespaceSettings } from "./_user-namespaces.ts";

const FIELD = ["securityContext", "runAsNonRoot"] as const;
const FIX = "set securityContext.runAsNonRoot to true.";

export default defineRule({
  id: "pss-restricted-run-as-non-root",
  title: "Set runAsNonRoot to true on the pod or on every container.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A process that runs as root is one flaw in the kernel or the runtime away from root on the node.",
  fix: "Set securityContext.runAsNonRoot to true on the pod, and build the image with a numeric USER other than 0.",
  links: [POD_SECURITY_STANDARDS, SECURITY_CONTEXT],
  types: POD_TYPES,
  config: userNamespaceSettings,
  check: (resource, { config }) =>
    onPod(resource, (pod) => {
      const issues = judge(pod);
      return issues.length > 0 && config.acceptUserNamespaces && inUserNamespace(pod) ? [] : issues;
    }),
  examples: {
    pass: [
      { inputs: withContainer({}, { securityContext: { runAsNonRoot: true } }) },
      { name: "on every container", inputs: withContainer({ securityContext: { runAsNonRoot: true } }) },
      {
        name: "user namespaces, where accepted",
        inputs: withContainer({}, { hostUsers: false }),
        config: { acceptUserNamespaces: true },
      },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/containers/0/securityContext/runAsNonRoot`,
        message: 'container "api" may run as root',
      },
      {
        name: "a container that takes it back",
        inputs: withContainer(
          { securityContext: { runAsNonRoot: false } },
          { securityContext: { runAsNonRoot: true } },
        ),
        path: `${POD}/containers/0/securityContext/runAsNonRoot`,
        message: 'container "api" is allowed to run as root',
      },
      {
        name: "a pod that allows it, although its container does not",
        inputs: withContainer(
          { securityContext: { runAsNonRoot: true } },
          { securityContext: { runAsNonRoot: false } },
        ),
        path: `${POD}/securityContext/runAsNonRoot`,
        message: "the pod is allowed to run as root",
      },
      {
        name: "the second container only",
        inputs: deployment({
          containers: [{ name: "api", securityContext: { runAsNonRoot: true } }, { name: "agent" }],
        }),
        path: `${POD}/containers/1/securityContext/runAsNonRoot`,
        message: 'container "agent"',
      },
      {
        name: "an init container beside an unknown one",
        inputs: withInitContainer({}, { securityContext: { runAsNonRoot: UNKNOWN } }),
        path: `${POD}/initContainers/0/securityContext/runAsNonRoot`,
        message: 'init container "migrate" may run as root',
      },
    ],
    undecided: [
      {
        inputs: withContainer({}, { securityContext: { runAsNonRoot: UNKNOWN } }),
        path: `${POD}/securityContext/runAsNonRoot`,
      },
      {
        inputs: withContainer({ securityContext: { runAsNonRoot: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/runAsNonRoot`,
      },
      {
        inputs: withContainer({}, { hostUsers: UNKNOWN }),
        config: { acceptUserNamespaces: true },
        path: `${POD}/hostUsers`,
      },
    ],
  },
});

function judge(pod: Pod): Issue[] {
  return all(
    () => pod.spec.get(...FIELD).mustNotBe(false, `the pod is allowed to run as root; ${FIX}`),
    () =>
      eachContainer(pod, ({ property, label }) => {
        const own = property.get(...FIELD);
        if (own.boolean() !== undefined) return own.mustBe(true, `${label} is allowed to run as root; ${FIX}`);
        // The pod's own `false` is reported at the pod.
        if (pod.spec.get(...FIELD).boolean() !== undefined) return [];
        return mustSet(pod, own, `${label} may run as root, as neither it nor the pod forbids it; ${FIX}`);
      }),
  );
}
