import { defineRule, each } from "../../../rule.ts";
import type { Container } from "../_pods.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS, SECURITY_CONTEXT } from "../_links.ts";
import { POD_TYPES, eachContainer, exceptWindows, linuxContainers, mustSet, onPod } from "../_pods.ts";

const FIELD = ["securityContext", "allowPrivilegeEscalation"] as const;

export default defineRule({
  id: "pss-restricted-no-privilege-escalation",
  title: "Set allowPrivilegeEscalation to false.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without no_new_privs a set-uid binary in the image turns an unprivileged process into root.",
  fix: "Set securityContext.allowPrivilegeEscalation to false on every container.",
  links: [POD_SECURITY_STANDARDS, SECURITY_CONTEXT],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      exceptWindows(
        pod,
        eachContainer(pod, ({ property, label }) => {
          const field = property.get(...FIELD);
          const fix = "set securityContext.allowPrivilegeEscalation to false.";
          if (field.boolean() === undefined)
            return mustSet(pod, field, `${label} may gain privileges by default; ${fix}`);
          return field.mustBe(false, `${label} may gain privileges; ${fix}`);
        }),
      ),
    ),
  remediate: (resource) =>
    linuxContainers(resource)
      .filter(isOrdinary)
      .flatMap(({ property }) => whenUnset(property, FIELD, false)),
  examples: {
    pass: [
      { inputs: withContainer({ securityContext: { allowPrivilegeEscalation: false } }) },
      { name: "a Windows pod", inputs: withContainer({}, { os: { name: "windows" } }) },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/containers/0/securityContext/allowPrivilegeEscalation`,
        message: 'container "api" may gain privileges by default',
      },
      {
        name: "the second container",
        inputs: deployment({
          containers: [
            { name: "api", securityContext: { allowPrivilegeEscalation: false } },
            { name: "agent", securityContext: { allowPrivilegeEscalation: true } },
          ],
        }),
        path: `${POD}/containers/1/securityContext/allowPrivilegeEscalation`,
        message: 'container "agent" may gain privileges',
      },
      {
        name: "an init container beside an unknown one",
        inputs: withInitContainer({}, { securityContext: UNKNOWN }),
        path: `${POD}/initContainers/0/securityContext/allowPrivilegeEscalation`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { allowPrivilegeEscalation: UNKNOWN } }),
        path: `${POD}/containers/0/securityContext/allowPrivilegeEscalation`,
      },
      { inputs: withContainer({}, { os: { name: UNKNOWN } }), path: `${POD}/os/name` },
      {
        name: "a patch that names the container only",
        type: "kubernetes:apps/v1:DeploymentPatch",
        inputs: withContainer({ image: "registry.example.com/api:2" }),
        path: `${POD}/containers/0/securityContext/allowPrivilegeEscalation`,
      },
    ],
  },
});

/** The API refuses `false` together with `privileged` or CAP_SYS_ADMIN. */
function isOrdinary({ property }: Container): boolean {
  const issues = each([property], (container) => {
    const context = container.get("securityContext");
    const added = context.get("capabilities", "add").strings();
    const extraordinary =
      context.get("privileged").boolean() === true || added.some((name) => name.endsWith("SYS_ADMIN"));
    return extraordinary ? [context.fail("")] : [];
  });
  return issues.length === 0;
}
