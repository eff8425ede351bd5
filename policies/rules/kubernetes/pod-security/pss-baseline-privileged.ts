import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS, SECURITY_CONTEXT } from "../_links.ts";
import { POD_TYPES, onContainers } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-privileged",
  title: "Refuse privileged containers.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A privileged container has every capability, every device and no confinement: it is root on the node in all but name.",
  fix: "Remove securityContext.privileged from the container, or set it to false; add the one capability it needs instead.",
  links: [POD_SECURITY_STANDARDS, SECURITY_CONTEXT],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      container
        .get("securityContext", "privileged")
        .mustNotBe(true, `${label} runs privileged; remove securityContext.privileged.`),
    ),
  examples: {
    pass: [{ inputs: withContainer({}) }, { inputs: withContainer({ securityContext: { privileged: false } }) }],
    fail: [
      {
        name: "the second container",
        inputs: deployment({ containers: [{ name: "api" }, { name: "agent", securityContext: { privileged: true } }] }),
        path: `${POD}/containers/1/securityContext/privileged`,
        message: 'container "agent" runs privileged',
      },
      {
        name: "an init container beside an unknown one",
        inputs: withInitContainer({ securityContext: { privileged: true } }, { securityContext: UNKNOWN }),
        path: `${POD}/initContainers/0/securityContext/privileged`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { privileged: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/privileged`,
      },
      { inputs: withContainer({ securityContext: UNKNOWN }), path: `${POD}/containers/0/securityContext` },
      { inputs: deployment({ containers: [{ name: "api" }], initContainers: UNKNOWN }), path: `${POD}/initContainers` },
    ],
  },
});
