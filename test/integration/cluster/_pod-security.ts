import { buildExample } from "../../../policies/examples.ts";
import type { Example, Rule } from "../../../policies/rule.ts";
import { judge } from "../../../policies/run.ts";
import { kubernetesRules } from "../../../policies/rules/kubernetes/index.ts";
import type { Properties } from "../../../policies/value.ts";
import type { KubernetesObject } from "./_objects.ts";

export type Level = "baseline" | "restricted";

/** The rules on the Pod Security Standards, and how the server's own check of each begins its complaint. */
const CHECKS: Readonly<Record<string, string>> = {
  "pss-baseline-apparmor": "forbidden AppArmor profile",
  "pss-baseline-capabilities": "non-default capabilities",
  "pss-baseline-host-ipc": "host namespaces",
  "pss-baseline-host-network": "host namespaces",
  "pss-baseline-host-path-volumes": "hostPath volumes",
  "pss-baseline-host-pid": "host namespaces",
  "pss-baseline-host-ports": "hostPort",
  "pss-baseline-host-probes": "probe or lifecycle host",
  "pss-baseline-host-process": "hostProcess",
  "pss-baseline-privileged": "privileged",
  "pss-baseline-proc-mount": "procMount",
  "pss-baseline-seccomp": "seccompProfile",
  "pss-baseline-selinux": "seLinuxOptions",
  "pss-baseline-sysctls": "forbidden sysctls",
  "pss-restricted-capabilities-add": "unrestricted capabilities",
  "pss-restricted-capabilities-drop-all": "unrestricted capabilities",
  "pss-restricted-no-privilege-escalation": "allowPrivilegeEscalation != false",
  "pss-restricted-proc-mount": "procMount",
  "pss-restricted-run-as-non-root": "runAsNonRoot != true",
  "pss-restricted-run-as-user-non-zero": "runAsUser=0",
  "pss-restricted-seccomp-profile": "seccompProfile",
  "pss-restricted-volume-types": "restricted volume types",
};

export const podSecurityRules: readonly Rule[] = kubernetesRules.filter(({ id }) => id.startsWith("pss-"));

/** Checks that the server asks at this level: some of `restricted` stand in for the looser one of `baseline`. */
const REPLACED = new Set([
  "pss-baseline-capabilities",
  "pss-baseline-host-path-volumes",
  "pss-baseline-proc-mount",
  "pss-baseline-seccomp",
]);

/** The checks of the server that the pack's rules say the pod fails. */
export function packVerdict(pod: KubernetesObject, level: Level, acceptUserNamespaces: boolean): string[] {
  const rules = podSecurityRules.filter(({ id }) =>
    level === "baseline" ? id.startsWith("pss-baseline-") : !REPLACED.has(id),
  );
  return unique(
    rules.filter((rule) => fails(rule, defaulted(pod), acceptUserNamespaces)).map(({ id }) => CHECKS[id] ?? id),
  );
}

/** Whether the rule fails the pod; a pod without unknowns is never undecided. */
export function fails(rule: Rule, pod: KubernetesObject, acceptUserNamespaces = false): boolean {
  const config =
    rule.config !== undefined && "acceptUserNamespaces" in rule.config.shape ? { acceptUserNamespaces } : {};
  const example: Example = { type: "kubernetes:core/v1:Pod", inputs: pod as Properties, config };
  const { resource, context } = buildExample(rule, example);
  const { verdict } = judge(rule, resource, context, context.stack, { secretness: true });
  if (verdict === "undecided") throw new Error(`${rule.id} is undecided on ${JSON.stringify(pod)}`);
  return verdict === "fail";
}

/** The checks that the server's refusal names. Only the text before the braces of details is the check's own. */
export function serverVerdict(message: string): string[] {
  const list = /violates PodSecurity "[^"]+": (.*)$/s.exec(message)?.[1];
  if (list === undefined) throw new Error(`not a refusal by Pod Security: ${message}`);
  const known = unique(Object.values(CHECKS));
  // Details stand in parentheses, some within others; what is left are the checks' own names.
  let names = list;
  for (let before = ""; before !== names;) {
    before = names;
    names = names.replace(/\([^()]*\)/g, "");
  }
  return unique(names.split(",").map((name) => known.find((check) => name.trim().startsWith(check)) ?? name.trim()));
}

/** The pod as the API fills it in before it asks anybody: on the node's network each port is the node's own. */
function defaulted(pod: KubernetesObject): KubernetesObject {
  const spec = structuredClone(pod["spec"]) as any;
  if (spec.hostNetwork !== true) return pod;
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
  }
  return { ...pod, spec };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
