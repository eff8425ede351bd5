import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { EKS_PODS, POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onContainers } from "../_pods.ts";

const POWERFUL = new Set(["SYS_ADMIN", "SYS_MODULE", "ALL"]);

export default defineRule({
  id: "k8s-no-sys-admin",
  title: "Refuse SYS_ADMIN and SYS_MODULE.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "With SYS_ADMIN a process mounts the node's disks, with SYS_MODULE it loads code into the node's kernel.",
  fix: "Remove SYS_ADMIN, SYS_MODULE and ALL from securityContext.capabilities.add.",
  links: [EKS_PODS, POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      each(container.get("securityContext", "capabilities", "add").items(), (item) => {
        // Runtimes accept the kernel's spelling too.
        const capability = (item.string() ?? "").toUpperCase().replace(/^CAP_/, "");
        return POWERFUL.has(capability) ? [item.fail(`${label} adds the capability ${capability}; remove it.`)] : [];
      }),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      { inputs: withContainer({ securityContext: { capabilities: { add: ["NET_BIND_SERVICE"] } } }) },
    ],
    fail: [
      {
        name: "the second capability, beside an unknown one",
        inputs: withContainer({ securityContext: { capabilities: { add: [UNKNOWN, "SYS_ADMIN"] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add/1`,
        message: 'container "api" adds the capability SYS_ADMIN',
      },
      {
        name: "an init container, in the kernel's spelling",
        inputs: withInitContainer({ securityContext: { capabilities: { add: ["CAP_SYS_MODULE"] } } }, {}),
        path: `${POD}/initContainers/0/securityContext/capabilities/add/0`,
        message: "adds the capability SYS_MODULE",
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { capabilities: { add: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add`,
      },
    ],
  },
});
