import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, onPod } from "../_pods.ts";

const ANNOTATION_PREFIX = "container.apparmor.security.beta.kubernetes.io/";

export default defineRule({
  id: "pss-baseline-apparmor",
  title: "Do not switch AppArmor off or name a non-standard profile.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The runtime's AppArmor profile blocks mounts, ptrace and writes below /proc and /sys that escapes start with.",
  fix: "Set appArmorProfile.type to RuntimeDefault or Localhost, or remove the field; remove the old annotation.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      all(
        () => judgeProfile(pod.spec, "the pod"),
        () => eachContainer(pod, ({ property, label }) => judgeProfile(property, label)),
        () => each(pod.metadata.get("annotations").entries(), ([name, value]) => judgeAnnotation(name, value)),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      { inputs: withContainer({ securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }) },
      {
        inputs: deployment(
          { containers: [{ name: "api" }] },
          { annotations: { [`${ANNOTATION_PREFIX}api`]: "runtime/default" } },
        ),
      },
    ],
    fail: [
      {
        inputs: withContainer({}, { securityContext: { appArmorProfile: { type: "Unconfined" } } }),
        path: `${POD}/securityContext/appArmorProfile/type`,
        message: "the pod has the AppArmor profile type Unconfined",
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { appArmorProfile: { type: "Unconfined" } } }, {}),
        path: `${POD}/initContainers/0/securityContext/appArmorProfile/type`,
        message: 'init container "migrate"',
      },
      {
        name: "the annotation of older clusters",
        inputs: deployment(
          { containers: [{ name: "api" }] },
          { annotations: { [`${ANNOTATION_PREFIX}api`]: "unconfined" } },
        ),
        path: `/spec/template/metadata/annotations/${ANNOTATION_PREFIX.replace("/", "~1")}api`,
        message: 'sets another AppArmor profile for container "api"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { appArmorProfile: { type: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/appArmorProfile/type`,
      },
      {
        inputs: deployment({ containers: [{ name: "api" }] }, { annotations: UNKNOWN }),
        path: "/spec/template/metadata/annotations",
      },
    ],
  },
});

function judgeProfile(owner: Property, label: string): Issue[] {
  const profile = owner.get("securityContext", "appArmorProfile");
  if (!profile.isSet) return [];
  const type = profile.get("type");
  const name = type.string() ?? "";
  if (name === "RuntimeDefault" || name === "Localhost") return [];
  return [type.fail(`${label} has the AppArmor profile type ${name || "unset"}; set it to RuntimeDefault.`)];
}

function judgeAnnotation(name: string, value: Property): Issue[] {
  if (!name.startsWith(ANNOTATION_PREFIX)) return [];
  const profile = value.string() ?? "";
  if (profile === "" || profile === "runtime/default" || profile.startsWith("localhost/")) return [];
  const named = name.slice(ANNOTATION_PREFIX.length);
  return [value.fail(`an annotation sets another AppArmor profile for container "${named}"; set runtime/default.`)];
}
