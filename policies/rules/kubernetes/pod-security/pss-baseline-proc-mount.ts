import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, inUserNamespace, onContainers } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-proc-mount",
  title: "Keep the default masking of /proc, unless the pod runs in a user namespace.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Unmasked paths of /proc show kernel memory and keys, and some of them control the node.",
  fix: "Remove securityContext.procMount, or set it to Default.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label, pod) => {
      const procMount = container.get("securityContext", "procMount");
      // Since Kubernetes 1.35 the baseline profile accepts any value inside a user namespace.
      if ((procMount.string() ?? "Default") === "Default" || inUserNamespace(pod)) return [];
      return [procMount.fail(`${label} unmasks /proc outside a user namespace; remove procMount.`)];
    }),
  examples: {
    pass: [
      { inputs: withContainer({ securityContext: { procMount: "Default" } }) },
      { inputs: withContainer({}, { hostUsers: UNKNOWN }) },
      {
        name: "in a user namespace",
        inputs: withContainer({ securityContext: { procMount: "Unmasked" } }, { hostUsers: false }),
      },
    ],
    fail: [
      {
        inputs: withContainer({ securityContext: { procMount: "Unmasked" } }),
        path: `${POD}/containers/0/securityContext/procMount`,
        message: 'container "api" unmasks /proc',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { procMount: "Unmasked" } }, { securityContext: UNKNOWN }),
        path: `${POD}/initContainers/0/securityContext/procMount`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { procMount: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/procMount`,
      },
      {
        inputs: withContainer({ securityContext: { procMount: "Unmasked" } }, { hostUsers: UNKNOWN }),
        path: `${POD}/hostUsers`,
      },
    ],
  },
});
