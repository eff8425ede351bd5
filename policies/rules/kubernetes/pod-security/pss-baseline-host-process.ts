import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, onPod } from "../_pods.ts";

const HOST_PROCESS = ["securityContext", "windowsOptions", "hostProcess"] as const;

export default defineRule({
  id: "pss-baseline-host-process",
  title: "Refuse Windows host-process containers.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A host-process container runs with the full rights of its user on the Windows node: whoever enters it owns the node.",
  fix: "Remove securityContext.windowsOptions.hostProcess from the pod and from every container, or set it to false.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      all(
        () => judge(pod.spec, "the pod"),
        () => eachContainer(pod, ({ property, label }) => judge(property, label)),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({ image: "web" }) },
      { inputs: withContainer({ securityContext: { windowsOptions: { hostProcess: false } } }) },
    ],
    fail: [
      {
        inputs: withContainer({}, { securityContext: { windowsOptions: { hostProcess: true } } }),
        path: `${POD}/securityContext/windowsOptions/hostProcess`,
        message: "the pod runs as a host process",
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { windowsOptions: { hostProcess: true } } }, {}),
        path: `${POD}/initContainers/0/securityContext/windowsOptions/hostProcess`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { windowsOptions: { hostProcess: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/windowsOptions/hostProcess`,
      },
      { inputs: deployment({ containers: UNKNOWN }), path: `${POD}/containers` },
    ],
  },
});

function judge(owner: Property, label: string): Issue[] {
  return owner
    .get(...HOST_PROCESS)
    .mustNotBe(true, `${label} runs as a host process of the Windows node; remove windowsOptions.hostProcess.`);
}
