import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onContainers } from "../_pods.ts";

export default defineRule({
  id: "pss-restricted-proc-mount",
  title: "Keep the default masking of /proc without exception.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Unmasked paths of /proc widen what a flaw in user namespaces gives away, so the restricted profile admits none.",
  fix: "Remove securityContext.procMount, or set it to Default.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) => {
      const procMount = container.get("securityContext", "procMount");
      if ((procMount.string() ?? "Default") === "Default") return [];
      return [procMount.fail(`${label} unmasks /proc; remove procMount.`)];
    }),
  examples: {
    pass: [{ inputs: withContainer({}) }, { inputs: withContainer({ securityContext: { procMount: "Default" } }) }],
    fail: [
      {
        name: "even in a user namespace",
        inputs: withContainer({ securityContext: { procMount: "Unmasked" } }, { hostUsers: false }),
        path: `${POD}/containers/0/securityContext/procMount`,
        message: 'container "api" unmasks /proc',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { procMount: "Unmasked" } }, {}),
        path: `${POD}/initContainers/0/securityContext/procMount`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { procMount: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/procMount`,
      },
    ],
  },
});
