import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, onPod } from "../_pods.ts";
import { judgeSeccompProfile } from "./_seccomp.ts";

/** Read by clusters before 1.27 only, which still exist. */
const POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER_ANNOTATION = "container.seccomp.security.alpha.kubernetes.io/";

export default defineRule({
  id: "pss-baseline-seccomp",
  title: "Do not switch seccomp off.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without the filter every system call reaches the kernel, and with it every flaw in the rarely used ones.",
  fix: "Set seccompProfile.type to RuntimeDefault or Localhost; remove the old annotations.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      all(
        () => judgeSeccompProfile(pod.spec, "the pod"),
        () => eachContainer(pod, ({ property, label }) => judgeSeccompProfile(property, label)),
        () => each(pod.metadata.get("annotations").entries(), ([name, value]) => judgeAnnotation(name, value)),
      ),
    ),
  examples: {
    pass: [
      { name: "unset is for the restricted profile to judge", inputs: withContainer({}) },
      { inputs: withContainer({}, { securityContext: { seccompProfile: { type: "RuntimeDefault" } } }) },
      {
        inputs: withContainer({
          securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "api.json" } },
        }),
      },
    ],
    fail: [
      {
        inputs: withContainer({}, { securityContext: { seccompProfile: { type: "Unconfined" } } }),
        path: `${POD}/securityContext/seccompProfile/type`,
        message: "the pod has the seccomp profile type Unconfined",
      },
      {
        name: "an init container",
        inputs: withInitContainer(
          { securityContext: { seccompProfile: { type: "Unconfined" } } },
          { securityContext: UNKNOWN },
        ),
        path: `${POD}/initContainers/0/securityContext/seccompProfile/type`,
        message: 'init container "migrate"',
      },
      {
        name: "the annotation of older clusters",
        inputs: deployment({ containers: [{ name: "api" }] }, { annotations: { [POD_ANNOTATION]: "unconfined" } }),
        path: "/spec/template/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod",
        message: "an annotation switches seccomp off",
      },
    ],
    undecided: [
      {
        inputs: withContainer({}, { securityContext: { seccompProfile: { type: UNKNOWN } } }),
        path: `${POD}/securityContext/seccompProfile/type`,
      },
      {
        inputs: withContainer({ securityContext: { seccompProfile: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/seccompProfile`,
      },
      {
        inputs: deployment(
          { containers: [{ name: "api" }] },
          { annotations: { [`${CONTAINER_ANNOTATION}api`]: UNKNOWN } },
        ),
        path: "/spec/template/metadata/annotations/container.seccomp.security.alpha.kubernetes.io~1api",
      },
    ],
  },
});

function judgeAnnotation(name: string, value: Property): Issue[] {
  if (name !== POD_ANNOTATION && !name.startsWith(CONTAINER_ANNOTATION)) return [];
  const profile = value.string() ?? "";
  if (profile === "runtime/default" || profile === "docker/default" || profile.startsWith("localhost/")) return [];
  return [value.fail("an annotation switches seccomp off; remove it and set seccompProfile.type to RuntimeDefault.")];
}
