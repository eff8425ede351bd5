import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onContainers } from "../_pods.ts";

/** What container runtimes grant by default. */
const ALLOWED = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

export default defineRule({
  id: "pss-baseline-capabilities",
  title: "Allow added capabilities only from the baseline list.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Capabilities beyond the runtime's default set are powers over the kernel, and the usual step out of a container.",
  fix: "Remove the capability from securityContext.capabilities.add.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      each(container.get("securityContext", "capabilities", "add").items(), (item) => {
        const capability = item.string() ?? "";
        return ALLOWED.has(capability)
          ? []
          : [
              item.fail(
                `${label} adds the capability ${capability || "without a name"}; remove it from capabilities.add.`,
              ),
            ];
      }),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      { inputs: withContainer({ securityContext: { capabilities: { add: ["NET_BIND_SERVICE", "CHOWN"] } } }) },
    ],
    fail: [
      {
        name: "the second capability, beside an unknown one",
        inputs: withContainer({ securityContext: { capabilities: { add: [UNKNOWN, "SYS_PTRACE"] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add/1`,
        message: 'container "api" adds the capability SYS_PTRACE',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { capabilities: { add: ["ALL"] } } }, {}),
        path: `${POD}/initContainers/0/securityContext/capabilities/add/0`,
        message: 'init container "migrate" adds the capability ALL',
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
