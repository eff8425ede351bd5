import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, exceptWindows, onPod } from "../_pods.ts";

export default defineRule({
  id: "pss-restricted-capabilities-add",
  title: "Add back at most NET_BIND_SERVICE.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Each capability that is added back is a power over the node or the pod network that an intruder inherits.",
  fix: "Remove the capability from securityContext.capabilities.add; listen on a port above 1023.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      exceptWindows(
        pod,
        eachContainer(pod, ({ property, label }) =>
          each(property.get("securityContext", "capabilities", "add").items(), (item) =>
            item.string() === "NET_BIND_SERVICE"
              ? []
              : [item.fail(`${label} adds the capability ${item.string() ?? "without a name"}; remove it.`)],
          ),
        ),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      { inputs: withContainer({ securityContext: { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } } }) },
    ],
    fail: [
      {
        name: "the second capability, beside an unknown one",
        inputs: withContainer({ securityContext: { capabilities: { add: [UNKNOWN, "CHOWN"] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add/1`,
        message: 'container "api" adds the capability CHOWN',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { capabilities: { add: ["SETUID"] } } }, {}),
        path: `${POD}/initContainers/0/securityContext/capabilities/add/0`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { capabilities: { add: [UNKNOWN] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add/0`,
      },
      {
        inputs: withContainer({ securityContext: { capabilities: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/capabilities`,
      },
    ],
  },
});
