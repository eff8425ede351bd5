import { type Properties, type Value, isObject } from "../../../policies/value.ts";
import { NAME_DIGITS, type Sim, type Simulator } from "./sim.ts";

const CLUSTER_SCOPED = new Set([
  "APIService",
  "ClusterRole",
  "ClusterRoleBinding",
  "CSIDriver",
  "CustomResourceDefinition",
  "IngressClass",
  "IngressClassParams",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "NodeClass",
  "NodePool",
  "PersistentVolume",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeSnapshotClass",
]);

/**
 * Any Kubernetes object: its name where it has none of its own, its identity and, for what gets an address,
 * that address. A name that the program gives is exact.
 */
export const kubernetesObject: Simulator = (sim) => {
  const kind = sim.resource.type.slice(sim.resource.type.lastIndexOf(":") + 1).replace(/Patch$/, "");
  const metadata = sim.input("metadata");
  if (metadata !== undefined && !isObject(metadata)) return {};
  const name =
    metadata !== undefined && Object.hasOwn(metadata, "name") ? sim.text("metadata", "name") : autoname(sim, metadata);
  const namespace = namespaceOf(sim, kind, metadata);
  const outputs: Record<string, Value> = {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
  outputs["uid"] = sim.uuid("uid");
  return {
    id: idOf(kind, name, namespace),
    metadata: outputs,
    ...status(sim, kind),
  };
};

function autoname(sim: Sim, metadata: Properties | undefined): string | undefined {
  const prefix = metadata?.["generateName"];
  if (prefix === undefined) return `${sim.resource.name}-${sim.hex("name", NAME_DIGITS)}`;
  return typeof prefix === "string" ? `${prefix}${sim.hex("name", NAME_DIGITS)}` : undefined;
}

function namespaceOf(sim: Sim, kind: string, metadata: Properties | undefined): string | undefined {
  if (CLUSTER_SCOPED.has(kind)) return undefined;
  if (metadata !== undefined && Object.hasOwn(metadata, "namespace")) return sim.text("metadata", "namespace");
  return "default";
}

function idOf(kind: string, name: string | undefined, namespace: string | undefined): string | undefined {
  if (CLUSTER_SCOPED.has(kind)) return name;
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

function status(sim: Sim, kind: string): Properties {
  const isLoadBalancer = kind === "Service" && sim.text("spec", "type") === "LoadBalancer";
  if (!isLoadBalancer && kind !== "Ingress") return {};
  return {
    status: {
      loadBalancer: { ingress: [{ hostname: `${sim.hex("ingress", 32)}.elb.${sim.region}.${sim.dnsSuffix}` }] },
    },
  };
}

/** A Helm release: only what is known of it before its chart is rendered. */
export const helmRelease: Simulator = (sim) => {
  const name = sim.name();
  const namespace = sim.has("namespace") ? sim.text("namespace") : "default";
  return { id: name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`, name };
};
