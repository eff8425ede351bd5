import { type Issue, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { RESOURCES } from "../_links.ts";
import { POD_TYPES, type Pod, eachContainer, mustSet, onPod } from "../_pods.ts";

const LIMIT = ["resources", "limits", "memory"] as const;
const LIMITED = { resources: { limits: { memory: "256Mi" } } };

export default defineRule({
  id: "k8s-memory-limits",
  title: "Limit memory.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A leak or a flood in one container without a limit makes the node kill others, or takes the node down.",
  fix: "Set resources.limits.memory on every container, or on the pod where the cluster supports that.",
  links: [RESOURCES],
  types: POD_TYPES,
  check: (resource) => onPod(resource, judge),
  examples: {
    pass: [
      { inputs: withContainer(LIMITED) },
      { name: "a limit of the whole pod", inputs: withContainer({}, LIMITED) },
      {
        name: "ephemeral containers cannot have one",
        inputs: deployment({ containers: [{ name: "api", ...LIMITED }], ephemeralContainers: [{ name: "debug" }] }),
      },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({ resources: { requests: { memory: "256Mi" } } }),
        path: `${POD}/containers/0/resources/limits/memory`,
        message: 'container "api" has no memory limit',
      },
      {
        name: "the second container",
        inputs: deployment({
          containers: [
            { name: "api", ...LIMITED },
            { name: "agent", resources: { limits: { cpu: "1", memory: "0" } } },
          ],
        }),
        path: `${POD}/containers/1/resources/limits/memory`,
        message: 'container "agent"',
      },
      {
        name: "an init container beside an unknown one",
        inputs: withInitContainer({}, { resources: UNKNOWN }),
        path: `${POD}/initContainers/0/resources/limits/memory`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      { inputs: withContainer({ resources: { limits: UNKNOWN } }), path: `${POD}/containers/0/resources/limits` },
      { inputs: withContainer({}, { resources: UNKNOWN }), path: `${POD}/resources` },
    ],
  },
});

function judge(pod: Pod): Issue[] {
  return eachContainer(pod, ({ kind, property, label }) => {
    if (kind === "ephemeral container") return [];
    const limit = property.get(...LIMIT);
    if (isLimit(limit.string()) || isLimit(pod.spec.get(...LIMIT).string())) return [];
    const message = `${label} has no memory limit; set resources.limits.memory.`;
    return limit.isSet ? [limit.fail(message)] : mustSet(pod, limit, message);
  });
}

function isLimit(quantity: string | undefined): boolean {
  return quantity !== undefined && Number.parseFloat(quantity) !== 0;
}
