import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, onPod } from "../_pods.ts";

const ALLOWED_TYPES = new Set(["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]);

export default defineRule({
  id: "pss-baseline-selinux",
  title: "Do not set SELinux user or role, and only container types.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A label of the author's choice lets a process cross from the container's domain into the node's.",
  fix: "Remove seLinuxOptions.user and seLinuxOptions.role, and keep seLinuxOptions.type to a container type.",
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
      { inputs: withContainer({}) },
      { inputs: withContainer({ securityContext: { seLinuxOptions: { type: "container_t", level: "s0:c1,c2" } } }) },
    ],
    fail: [
      {
        inputs: withContainer({ securityContext: { seLinuxOptions: { type: "spc_t" } } }),
        path: `${POD}/containers/0/securityContext/seLinuxOptions/type`,
        message: 'container "api" has the SELinux type spc_t',
      },
      {
        name: "a user of the pod, beside an unknown role",
        inputs: withContainer({}, { securityContext: { seLinuxOptions: { user: "system_u", role: UNKNOWN } } }),
        path: `${POD}/securityContext/seLinuxOptions/user`,
        message: "the pod sets the SELinux user",
      },
      {
        name: "an init container",
        inputs: withInitContainer({ securityContext: { seLinuxOptions: { role: "sysadm_r" } } }, {}),
        path: `${POD}/initContainers/0/securityContext/seLinuxOptions/role`,
        message: "sets the SELinux role",
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { seLinuxOptions: { type: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/seLinuxOptions/type`,
      },
      {
        inputs: withContainer({}, { securityContext: { seLinuxOptions: { user: UNKNOWN } } }),
        path: `${POD}/securityContext/seLinuxOptions/user`,
      },
      {
        inputs: withContainer({}, { securityContext: { seLinuxOptions: { role: UNKNOWN } } }),
        path: `${POD}/securityContext/seLinuxOptions/role`,
      },
    ],
  },
});

function judge(owner: Property, label: string): Issue[] {
  const options = owner.get("securityContext", "seLinuxOptions");
  return all(
    () => {
      const type = options.get("type");
      const name = type.string() ?? "";
      return ALLOWED_TYPES.has(name) ? [] : [type.fail(`${label} has the SELinux type ${name}; remove it.`)];
    },
    () => mustBeEmpty(options.get("user"), `${label} sets the SELinux user; remove it.`),
    () => mustBeEmpty(options.get("role"), `${label} sets the SELinux role; remove it.`),
  );
}

function mustBeEmpty(property: Property, message: string): Issue[] {
  return (property.string() ?? "") === "" ? [] : [property.fail(message)];
}
