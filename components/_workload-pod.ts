import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_UID, hardenedContainer, hardenedPod, memoryVolume } from "./_pod.ts";
import type { WorkloadArgs } from "./_workload-args.ts";
import { shortHash } from "./_workload-hash.ts";
import { type Probes, webProbes, workerProbes } from "./_workload-probes.ts";
import type { DeliveredSecrets } from "./_workload-secrets.ts";

type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;

/** Time for load balancers and kube-proxy to forget a pod before it stops answering. */
const FORGET_SECONDS = 15;

export interface WorkloadPodArgs {
  readonly workload: WorkloadArgs & { readonly image: string };
  readonly serviceAccountName: pulumi.Input<string>;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly secrets: DeliveredSecrets;
  /** Whether it has an AWS role. */
  readonly aws: boolean;
}

/** The pods of a workload: one hardened container, and volumes in memory. */
export function workloadPod(args: WorkloadPodArgs): PodTemplate {
  const { workload, secrets } = args;
  const scratch = Object.entries(workload.scratch ?? { "/tmp": 64 });
  const once = workload.kind === "cron" || workload.kind === "job";
  const spread = !once && replicasOf(workload).most > 1;

  const container = hardenedContainer({
    name: workload.kind === "web" ? "app" : workload.kind,
    image: workload.image,
    ...(workload.command && { command: workload.command }),
    ...(workload.args && { args: workload.args }),
    env: [
      ...Object.entries(workload.config ?? {}).map(([name, value]) => ({ name, value })),
      ...(args.aws && workload.config?.AWS_REGION === undefined
        ? [{ name: "AWS_REGION", value: workload.region }]
        : []),
      ...secrets.env,
    ],
    ...portsOf(workload),
    resources: workload.resources,
    volumeMounts: [
      ...scratch.map(([mountPath]) => ({ name: volumeName(mountPath), mountPath })),
      ...secrets.volumeMounts,
    ],
    ...probesOf(workload),
    ...(workload.kind === "web" && { lifecycle: { preStop: { sleep: { seconds: FORGET_SECONDS } } } }),
  });

  return {
    metadata: { labels: args.labels },
    spec: hardenedPod({
      serviceAccountName: args.serviceAccountName,
      uid: workload.uid ?? DEFAULT_UID,
      restartPolicy: once ? "Never" : "Always",
      terminationGracePeriodSeconds: graceSeconds(workload),
      ...(spread && { spread: args.selector }),
      containers: [container],
      volumes: [...scratch.map(([path, sizeMib]) => memoryVolume(volumeName(path), sizeMib)), ...secrets.volumes],
    }),
  };
}

/** A path has characters and lengths that a volume's name may not have. */
function volumeName(path: string): string {
  return `scratch-${shortHash(path)}`;
}

/** A port is found by the scraper only where the container names it. */
function portsOf(workload: WorkloadArgs): { readonly ports?: Record<string, number> } {
  if (workload.kind === "web") {
    return { ports: { http: workload.port, ...(workload.metrics && { metrics: workload.metrics.port }) } };
  }
  return workload.kind === "worker" && workload.metrics !== undefined
    ? { ports: { metrics: workload.metrics.port } }
    : {};
}

function probesOf(workload: WorkloadArgs): Probes {
  if (workload.kind === "web") return webProbes(workload.health);
  if (workload.kind === "worker") return workerProbes(workload.liveCommand);
  return {};
}

/** From being told to stop to being killed. The preStop pause counts. */
function graceSeconds(workload: WorkloadArgs): number {
  switch (workload.kind) {
    case "web":
      return FORGET_SECONDS + (workload.drainSeconds ?? 30);
    case "worker":
      return workload.drainSeconds ?? 60;
    default:
      return 30;
  }
}

/** Fewest and most pods at once. */
export function replicasOf(workload: Extract<WorkloadArgs, { kind: "web" | "worker" }>): {
  readonly fewest: number;
  readonly most: number;
} {
  const { replicas } = workload;
  return typeof replicas === "number"
    ? { fewest: replicas, most: replicas }
    : { fewest: replicas.min, most: replicas.max };
}
