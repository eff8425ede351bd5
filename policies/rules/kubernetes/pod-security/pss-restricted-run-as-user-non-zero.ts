import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, inUserNamespace, onPod } from "../_pods.ts";
import { userNamespaceSettings } from "./_user-namespaces.ts";

export default defineRule({
  id: "pss-restricted-run-as-user-non-zero",
  title: "Do not set a user id of zero.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "User id 0 is root, whatever the image says.",
  fix: "Set securityContext.runAsUser to a number above 0, or leave it to the image's USER.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  config: userNamespaceSettings,
  check: (resource, { config }) =>
    onPod(resource, (pod) => {
      const issues = all(
        () => judge(pod.spec, "the pod"),
        () => eachContainer(pod, ({ property, label }) => judge(property, label)),
      );
      return issues.length > 0 && config.acceptUserNamespaces && inUserNamespace(pod) ? [] : issues;
    }),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      { inputs: withContainer({}, { securityContext: { runAsUser: 10001 } }) },
      {
        name: "user namespaces, where accepted",
        inputs: withContainer({ securityContext: { runAsUser: 0 } }, { hostUsers: false }),
        config: { acceptUserNamespaces: true },
      },
    ],
    fail: [
      {
        inputs: withContainer({}, { securityContext: { runAsUser: 0 } }),
        path: `${POD}/securityContext/runAsUser`,
        message: "the pod runs as user 0",
      },
      {
        name: "an init container beside an unknown one",
        inputs: withInitContainer({ securityContext: { runAsUser: 0 } }, { securityContext: { runAsUser: UNKNOWN } }),
        path: `${POD}/initContainers/0/securityContext/runAsUser`,
        message: 'init container "migrate" runs as user 0',
      },
    ],
    undecided: [
      {
        inputs: withContainer({}, { securityContext: { runAsUser: UNKNOWN } }),
        path: `${POD}/securityContext/runAsUser`,
      },
      {
        inputs: withContainer({ securityContext: { runAsUser: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/runAsUser`,
      },
    ],
  },
});

function judge(owner: Property, label: string): Issue[] {
  return owner
    .get("securityContext", "runAsUser")
    .mustNotBe(0, `${label} runs as user 0, which is root; set runAsUser to another number.`);
}
