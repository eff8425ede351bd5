import type { PathKey } from "../../pointer.ts";
import { type Property, Undecided } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { type Issue, NOT_APPLICABLE, type Outcome, each, undecided } from "../../rule.ts";
import { isPatch, itemName, kindOf, lacks } from "./_objects.ts";

/** Every kind that holds a pod. Kinds whose `…Patch` is no alias in the catalogue name that token too. */
export const POD_TYPES: readonly string[] = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:apps/v1:DaemonSet",
  "kubernetes:core/v1:Pod",
  "kubernetes:batch/v1:Job",
  "kubernetes:batch/v1:CronJob",
  "kubernetes:apps/v1beta1:Deployment",
  "kubernetes:apps/v1beta2:Deployment",
  "kubernetes:extensions/v1beta1:Deployment",
  "kubernetes:batch/v1beta1:CronJob",
  // Workloads of widespread operators, with a pod template where a Deployment has it.
  "kubernetes:argoproj.io/v1alpha1:Rollout",
  "kubernetes:apps.openshift.io/v1:DeploymentConfig",
  "kubernetes:serving.knative.dev/v1:Service",
  ...[
    "kubernetes:apps/v1:ReplicaSet",
    "kubernetes:core/v1:ReplicationController",
    "kubernetes:core/v1:PodTemplate",
    "kubernetes:apps/v1beta1:StatefulSet",
    "kubernetes:apps/v1beta2:StatefulSet",
    "kubernetes:apps/v1beta2:DaemonSet",
    "kubernetes:apps/v1beta2:ReplicaSet",
    "kubernetes:extensions/v1beta1:DaemonSet",
    "kubernetes:extensions/v1beta1:ReplicaSet",
    "kubernetes:batch/v2alpha1:CronJob",
  ].flatMap((type) => [type, `${type}Patch`]),
];

export type ContainerKind = "container" | "init container" | "ephemeral container";

const CONTAINER_LISTS: readonly (readonly [string, ContainerKind])[] = [
  ["containers", "container"],
  ["initContainers", "init container"],
  ["ephemeralContainers", "ephemeral container"],
];

export interface Container {
  readonly kind: ContainerKind;
  readonly property: Property;
  /** As messages name it: `init container "migrate"`. */
  readonly label: string;
}

/** Probes and hooks of a container: what the kubelet runs or calls by itself. */
export const HANDLERS: readonly (readonly PathKey[])[] = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

export interface Pod {
  readonly resource: Resource;
  /** Metadata beside the pod's spec: labels and annotations of the pods. */
  readonly metadata: Property;
  readonly spec: Property;
  readonly containers: readonly Container[];
  /** The container lists that could not be read. */
  readonly unread: readonly Issue[];
}

/** The pod in the workload; undefined for a patch that leaves the pod alone, and for a pod that another object holds. */
export function podOf(resource: Resource): Pod | undefined {
  return resource.memo(podOf, () => walk(resource));
}

function walk(resource: Resource): Pod | undefined {
  const template = resource.get(...templatePath(kindOf(resource)));
  const spec = template.get("spec");
  if (!spec.isSet) {
    // A Rollout may take the template of a Deployment, which is judged itself.
    if (isPatch(resource) || resource.get("spec", "workloadRef").isSet) return undefined;
    throw new Undecided(spec, "is not set");
  }
  const containers: Container[] = [];
  const unread = each(CONTAINER_LISTS, ([list, kind]) => {
    for (const property of spec.get(list).items()) {
      containers.push({ kind, property, label: `${kind} ${itemName(property)}` });
    }
    return [];
  });
  if (containers.length === 0 && unread.length === 0 && !isPatch(resource)) {
    unread.push(undecided(new Undecided(spec.get("containers"), "is empty or not set")));
  }
  return { resource, metadata: template.get("metadata"), spec, containers, unread };
}

function templatePath(kind: string): readonly PathKey[] {
  switch (kind) {
    case "Pod":
      return [];
    case "PodTemplate":
      return ["template"];
    case "CronJob":
      return ["spec", "jobTemplate", "spec", "template"];
    default:
      return ["spec", "template"];
  }
}

/** Judges the pod as a whole; not applicable where the object has none of its own. */
export function onPod(resource: Resource, judge: (pod: Pod) => Outcome): Outcome {
  const pod = podOf(resource);
  const outcome = pod === undefined ? NOT_APPLICABLE : judge(pod);
  return outcome === NOT_APPLICABLE ? outcome : withoutRepeats(outcome);
}

/** Judges each container of the pod by itself. */
export function onContainers(
  resource: Resource,
  judge: (container: Property, label: string, pod: Pod) => readonly Issue[],
): Outcome {
  return onPod(resource, (pod) => eachContainer(pod, (container) => judge(container.property, container.label, pod)));
}

/** The issues of every container, and one for each list that could not be read. */
export function eachContainer(pod: Pod, judge: (container: Container) => readonly Issue[]): Issue[] {
  return [...each(pod.containers, judge), ...pod.unread];
}

/** One unknown of the pod leaves each of its containers undecided; it is reported once. */
function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length < 2) return issues;
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const at = `${issue.verdict} ${"pointer" in issue.property ? issue.property.pointer : ""} ${issue.message}`;
    return !seen.has(at) && seen.add(at);
  });
}

/** Fails, or in a patch is undecided, because a field that must be set is not. */
export function mustSet(pod: Pod, property: Property, message: string): Issue[] {
  return [lacks(pod.resource, property, message)];
}

/**
 * Drops the issues of a Windows pod: the API refuses there the Linux fields that they ask for, and a pod
 * that names Windows never starts on a Linux node.
 */
export function exceptWindows(pod: Pod, issues: readonly Issue[]): readonly Issue[] {
  return issues.length > 0 && pod.spec.get("os", "name").string() === "windows" ? [] : issues;
}

/** Whether root in the pod is nobody on the node: the relaxation of the Pod Security Standards since 1.35. */
export function inUserNamespace(pod: Pod): boolean {
  return pod.spec.get("hostUsers").boolean() === false;
}

/** The pod of a workload that a fix may touch: no patch, fully readable so far, not for Windows. */
export function linuxPod(resource: Resource): Pod | undefined {
  try {
    const pod = isPatch(resource) ? undefined : podOf(resource);
    return pod === undefined || pod.spec.get("os", "name").string() === "windows" ? undefined : pod;
  } catch (thrown) {
    if (thrown instanceof Undecided) return undefined;
    throw thrown;
  }
}

/** The containers that a fix may touch. */
export function linuxContainers(resource: Resource): readonly Container[] {
  return linuxPod(resource)?.containers ?? [];
}
