import { buildExample } from "../../../policies/examples.ts";
import type { Example, Rule } from "../../../policies/rule.ts";
import { Secret, type Value } from "../../../policies/value.ts";
import type { KubernetesObject } from "./_objects.ts";

/** An image that every rule accepts. */
export const GOOD_IMAGE = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2@sha256:${"0a".repeat(32)}`;

/**
 * An example as an object that the API takes: what a rule's example leaves out because the rule does not read it is
 * filled in, and what it leaves unknown is left out. `as` makes the pod inside a workload an object of its own.
 */
export function exampleObject(rule: Rule, example: Example, as?: "Pod"): KubernetesObject {
  const { resource } = buildExample(rule, example);
  const object = known(resource.data.inputs) as any;
  const kind = object.kind ?? resource.data.type.split(":").at(-1);
  if (kind === "Service") return { ...object, metadata: { name: "api", ...object.metadata } };
  const template =
    kind === "Pod" ? object : kind === "CronJob" ? object.spec.jobTemplate.spec.template : object.spec.template;
  if (kind === "CronJob" || kind === "Job") template.spec.restartPolicy ??= "Never";
  if (kind !== "Pod") template.metadata = { labels: object.spec.selector?.matchLabels, ...template.metadata };
  completePod(template.spec);
  if (as !== "Pod" || kind === "Pod") return { ...object, metadata: { name: "api", ...object.metadata } };
  return { apiVersion: "v1", kind: "Pod", metadata: { ...template.metadata, name: "api" }, spec: template.spec };
}

/** What the API asks for beside a field, and what it does not take without. */
function completePod(spec: any): void {
  if (JSON.stringify(spec).includes('"hostProcess":true')) spec.hostNetwork = true;
  const { sysctls } = spec.securityContext ?? {};
  if (sysctls !== undefined) spec.securityContext.sysctls = sysctls.filter((sysctl: any) => sysctl.name !== undefined);
  for (const list of ["containers", "initContainers"]) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      container.name ??= `${list.toLowerCase()}-${index}`;
      container.image ??= GOOD_IMAGE;
      for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
        if (container[probe]?.httpGet !== undefined) container[probe].httpGet.port ??= 8080;
      }
      // Only a sidecar may have probes and hooks.
      if (list === "initContainers" && (container.lifecycle ?? container.livenessProbe) !== undefined) {
        container.restartPolicy = "Always";
      }
      const seccomp = container.securityContext?.seccompProfile;
      if (seccomp?.type === "Localhost") seccomp.localhostProfile ??= "profiles/audit.json";
    }
  }
  for (const [index, volume] of (spec.volumes ?? []).entries()) volume.name ??= `volume-${index}`;
}

/** Plain data without what is unknown. */
function known(value: Value): unknown {
  if (value instanceof Secret) return value.value === undefined ? undefined : known(value.value);
  if (Array.isArray(value)) return value.map(known).filter((item) => item !== undefined);
  if (value === null || typeof value !== "object") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, known(item)] as const)
      .filter(([, item]) => item !== undefined),
  );
}
