import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type Schema = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type Volume = k8s.types.input.core.v1.Volume;
type VolumeMount = k8s.types.input.core.v1.VolumeMount;

/** User and group that containers run as unless they say otherwise: above 10000, so it meets no user of a node. */
export const DEFAULT_UID = 10001;

/** What a container may use. Quantities are Kubernetes quantities, such as `250m`, `512Mi`. */
export interface ContainerResources {
  readonly cpuRequest: string;
  /** Where bursts are throttled: high enough for start-up, low enough that one pod cannot starve a node. */
  readonly cpuLimit: string;
  /** Request and limit at once: memory cannot be taken back, so a pod never runs on what it did not reserve. */
  readonly memory: string;
  /** Disk for logs and writable layers, request and limit at once. @default "128Mi" */
  readonly ephemeralStorage?: string;
}

/** Rejects quantities that the API server would refuse, or that nobody means. */
export function assertResources(where: string, resources: ContainerResources): void {
  const { cpuRequest, cpuLimit, memory, ephemeralStorage } = resources;
  const bytes = [["memory", memory] as const, ["ephemeralStorage", ephemeralStorage ?? "128Mi"] as const];
  for (const [key, value] of bytes) {
    if (/^[1-9]\d*(Mi|Gi)$/.test(value)) continue;
    throw new Error(`${where}: resources.${key} is "${value}"; allowed are whole Mi or Gi, such as 512Mi.`);
  }
  const cpus = [["cpuRequest", cpuRequest] as const, ["cpuLimit", cpuLimit] as const];
  for (const [key, value] of cpus) {
    if (/^[1-9]\d*m?$/.test(value)) continue;
    throw new Error(`${where}: resources.${key} is "${value}"; allowed are CPUs or thousandths, such as 2 or 250m.`);
  }
  if (milliCpus(cpuLimit) < milliCpus(cpuRequest)) {
    throw new Error(
      `${where}: resources.cpuLimit is "${cpuLimit}", below resources.cpuRequest "${cpuRequest}"; raise the limit.`,
    );
  }
}

/** A whole number of Mi or Gi in MiB. */
export function mebibytes(quantity: string): number {
  return Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1);
}

function milliCpus(quantity: string): number {
  return Number.parseInt(quantity, 10) * (quantity.endsWith("m") ? 1 : 1000);
}

export interface HardenedContainerArgs {
  readonly name: string;
  /** `repo[:tag]@sha256:<64 hex>`. */
  readonly image: string;
  readonly command?: readonly pulumi.Input<string>[];
  readonly args?: readonly pulumi.Input<string>[];
  readonly env?: readonly k8s.types.input.core.v1.EnvVar[];
  readonly envFrom?: readonly k8s.types.input.core.v1.EnvFromSource[];
  /** Name to container port. Names have at most 15 characters; ports are above 1024, because no capability is left to bind lower ones. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly resources: ContainerResources;
  readonly volumeMounts?: readonly VolumeMount[];
  readonly startupProbe?: k8s.types.input.core.v1.Probe;
  readonly livenessProbe?: k8s.types.input.core.v1.Probe;
  readonly readinessProbe?: k8s.types.input.core.v1.Probe;
  readonly lifecycle?: k8s.types.input.core.v1.Lifecycle;
  /** Set for a side car: an init container that keeps running beside the others. */
  readonly restartPolicy?: "Always";
}

/** A container that passes the `restricted` Pod Security Standard and writes only to its volumes. */
export function hardenedContainer(args: HardenedContainerArgs): Container {
  const { cpuRequest, cpuLimit, memory, ephemeralStorage = "128Mi" } = args.resources;
  return {
    name: args.name,
    image: args.image,
    // The digest fixes the content, so a cached copy is as good as a fresh one.
    imagePullPolicy: "IfNotPresent",
    ...(args.command && { command: [...args.command] }),
    ...(args.args && { args: [...args.args] }),
    ...(args.env && { env: [...args.env] }),
    ...(args.envFrom && { envFrom: [...args.envFrom] }),
    ...(args.ports && {
      ports: Object.entries(args.ports).map(([name, containerPort]) => ({ name, containerPort, protocol: "TCP" })),
    }),
    resources: {
      requests: { cpu: cpuRequest, memory, "ephemeral-storage": ephemeralStorage },
      limits: { cpu: cpuLimit, memory, "ephemeral-storage": ephemeralStorage },
    },
    ...(args.volumeMounts && { volumeMounts: [...args.volumeMounts] }),
    ...(args.startupProbe && { startupProbe: args.startupProbe }),
    ...(args.livenessProbe && { livenessProbe: args.livenessProbe }),
    ...(args.readinessProbe && { readinessProbe: args.readinessProbe }),
    ...(args.lifecycle && { lifecycle: args.lifecycle }),
    ...(args.restartPolicy && { restartPolicy: args.restartPolicy }),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

export interface HardenedPodArgs {
  readonly serviceAccountName: pulumi.Input<string>;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  /** User and primary group of every container. Not 0. @default 10001 */
  readonly uid?: number;
  /** @default `uid` */
  readonly gid?: number;
  /** `Never` or `OnFailure` for Jobs. @default "Always" */
  readonly restartPolicy?: "Always" | "OnFailure" | "Never";
  /** Seconds between SIGTERM and SIGKILL, the preStop hook included. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** Labels of the pods to spread over zones and nodes; leave out for a single pod. */
  readonly spread?: Readonly<Record<string, string>>;
  /** Only for pods that call the Kubernetes API. AWS access by Pod Identity brings its own token. @default false */
  readonly automountServiceAccountToken?: boolean;
}

/**
 * A pod that passes the `restricted` Pod Security Standard. `hostUsers` is left to the cluster: a user
 * namespace needs idmapped mounts of every volume, and the secrets driver's in-memory ones are not
 * promised on Auto Mode's nodes.
 */
export function hardenedPod(args: HardenedPodArgs): Schema {
  const { uid = DEFAULT_UID, gid = uid } = args;
  return {
    serviceAccountName: args.serviceAccountName,
    automountServiceAccountToken: args.automountServiceAccountToken ?? false,
    // Otherwise every Service of the namespace appears in the environment.
    enableServiceLinks: false,
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    restartPolicy: args.restartPolicy ?? "Always",
    terminationGracePeriodSeconds: args.terminationGracePeriodSeconds ?? 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: uid,
      runAsGroup: gid,
      fsGroup: gid,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...(args.spread && { topologySpreadConstraints: spreadOver(args.spread) }),
    ...(args.initContainers && { initContainers: [...args.initContainers] }),
    containers: [...args.containers],
    ...(args.volumes && args.volumes.length > 0 && { volumes: [...args.volumes] }),
  };
}

/**
 * Zones evenly, or a lost zone takes more than its share; nodes as well as possible. A hard rule for nodes
 * would count every node of the cluster as a place to fill. Unready nodes do not count, so that a lost zone
 * does not hold pods back.
 */
function spreadOver(matchLabels: Readonly<Record<string, string>>): k8s.types.input.core.v1.TopologySpreadConstraint[] {
  const labelSelector = { matchLabels: { ...matchLabels } };
  return [
    {
      topologyKey: "topology.kubernetes.io/zone",
      maxSkew: 1,
      whenUnsatisfiable: "DoNotSchedule",
      nodeTaintsPolicy: "Honor",
      // Each revision of a Deployment by itself: the pods it replaces would distort the count.
      matchLabelKeys: ["pod-template-hash"],
      labelSelector,
    },
    { topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway", labelSelector },
  ];
}

/** A writable directory in memory: never on disk, counted against the container's memory limit, and bounded. */
export function memoryVolume(name: string, sizeMib: number): Volume {
  return { name, emptyDir: { medium: "Memory", sizeLimit: `${sizeMib}Mi` } };
}

const DIGEST_PINNED = /^[a-z0-9][^@\s]*@sha256:[0-9a-f]{64}$/;

/** Rejects an image that is not pinned by digest. `where` begins the message, for example `Workload "api"`. */
export function assertDigestPinned(where: string, image: string): void {
  if (DIGEST_PINNED.test(image)) return;
  throw new Error(
    `${where}: image is "${image}"; allowed is repository[:tag]@sha256:<64 hexadecimal digits>. ` +
      `A tag can be moved to other content: take the digest from the registry and add it.`,
  );
}
