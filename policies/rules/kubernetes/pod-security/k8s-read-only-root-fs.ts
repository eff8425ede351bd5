import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { EKS_PODS, SECURITY_CONTEXT } from "../_links.ts";
import { POD_TYPES, eachContainer, exceptWindows, mustSet, onPod } from "../_pods.ts";

const READ_ONLY = { securityContext: { readOnlyRootFilesystem: true } };

export default defineRule({
  id: "k8s-read-only-root-fs",
  title: "Make the root file system read-only.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "On a writable root an intruder drops tools, changes the program and stays.",
  fix: "Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where the program writes.",
  links: [EKS_PODS, SECURITY_CONTEXT],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      exceptWindows(
        pod,
        eachContainer(pod, ({ property, label }) => {
          const field = property.get("securityContext", "readOnlyRootFilesystem");
          const message = `${label} has a writable root file system; set securityContext.readOnlyRootFilesystem to true.`;
          return field.boolean() === undefined ? mustSet(pod, field, message) : field.mustBe(true, message);
        }),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer(READ_ONLY) },
      { name: "a Windows pod", inputs: withContainer({}, { os: { name: "windows" } }) },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/containers/0/securityContext/readOnlyRootFilesystem`,
        message: 'container "api" has a writable root file system',
      },
      {
        name: "the second container",
        inputs: deployment({
          containers: [
            { name: "api", ...READ_ONLY },
            { name: "agent", securityContext: { readOnlyRootFilesystem: false } },
          ],
        }),
        path: `${POD}/containers/1/securityContext/readOnlyRootFilesystem`,
        message: 'container "agent"',
      },
      {
        name: "an init container beside an unknown one",
        inputs: withInitContainer({}, { securityContext: UNKNOWN }),
        path: `${POD}/initContainers/0/securityContext/readOnlyRootFilesystem`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { readOnlyRootFilesystem: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/readOnlyRootFilesystem`,
      },
    ],
  },
});
