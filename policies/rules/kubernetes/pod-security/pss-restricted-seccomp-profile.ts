import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS, SECURITY_CONTEXT } from "../_links.ts";
import { POD_TYPES, type Pod, eachContainer, exceptWindows, linuxPod, mustSet, onPod } from "../_pods.ts";
import { judgeSeccompProfile } from "./_seccomp.ts";

const PROFILE = ["securityContext", "seccompProfile"] as const;

export default defineRule({
  id: "pss-restricted-seccomp-profile",
  title: "Set a seccomp profile: the runtime default or a local one.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Where the kubelet is not told to default it, an unset profile means that every system call reaches the kernel.",
  fix: "Set securityContext.seccompProfile.type to RuntimeDefault on the pod or on every container.",
  links: [POD_SECURITY_STANDARDS, SECURITY_CONTEXT],
  types: POD_TYPES,
  check: (resource) => onPod(resource, (pod) => exceptWindows(pod, judge(pod))),
  remediate: (resource) => {
    const pod = linuxPod(resource);
    if (pod === undefined) return [];
    // A profile that is set without a type, or to Unconfined, is left for the author to decide.
    const unset = whenUnset(pod.spec, PROFILE, "RuntimeDefault");
    return unset.map(({ path, value }) => ({ path: `${path}/type`, value }));
  },
  examples: {
    pass: [
      { inputs: withContainer({}, { securityContext: { seccompProfile: { type: "RuntimeDefault" } } }) },
      {
        name: "on every container, whatever the pod says",
        inputs: withContainer({ securityContext: { seccompProfile: { type: "Localhost" } } }),
      },
      { name: "a Windows pod", inputs: withContainer({}, { os: { name: "windows" } }) },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/containers/0/securityContext/seccompProfile`,
        message: 'container "api" has no seccomp profile',
      },
      {
        name: "set on the first container only",
        inputs: deployment({
          containers: [
            { name: "api", securityContext: { seccompProfile: { type: "RuntimeDefault" } } },
            { name: "agent" },
          ],
        }),
        path: `${POD}/containers/1/securityContext/seccompProfile`,
        message: 'container "agent"',
      },
      {
        name: "unset on an init container",
        inputs: withInitContainer({}, { securityContext: { seccompProfile: { type: "RuntimeDefault" } } }),
        path: `${POD}/initContainers/0/securityContext/seccompProfile`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      { inputs: withContainer({}, { securityContext: UNKNOWN }), path: `${POD}/securityContext` },
      {
        inputs: withContainer({}, { securityContext: { seccompProfile: { type: UNKNOWN } } }),
        path: `${POD}/securityContext/seccompProfile/type`,
      },
      {
        inputs: withContainer({ securityContext: { seccompProfile: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/seccompProfile`,
      },
      { inputs: withContainer({}, { os: UNKNOWN }), path: `${POD}/os` },
    ],
  },
});

function judge(pod: Pod): Issue[] {
  return all(
    () => judgeSeccompProfile(pod.spec, "the pod"),
    () =>
      eachContainer(pod, ({ property, label }) => {
        const own = property.get(...PROFILE);
        if (own.isSet) return judgeSeccompProfile(property, label);
        // A wrong profile of the pod is its own issue; here only whether there is one.
        const inherited = pod.spec.get(...PROFILE);
        if (inherited.isSet) return [];
        return mustSet(
          pod,
          own,
          `${label} has no seccomp profile; set seccompProfile.type to RuntimeDefault on the pod.`,
        );
      }),
  );
}
