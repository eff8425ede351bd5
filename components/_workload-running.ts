import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { after } from "./_options.ts";
import type { CronWorkloadArgs, JobWorkloadArgs, WebWorkloadArgs, WorkerWorkloadArgs } from "./_workload-args.ts";
import { replicasOf } from "./_workload-pod.ts";
import { pulumiHash } from "./_workload-hash.ts";

type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;
type Metadata = k8s.types.input.meta.v1.ObjectMeta;

interface RunningArgs<Workload> {
  readonly workload: Workload;
  readonly metadata: Metadata;
  readonly selector: Record<string, string>;
  readonly template: PodTemplate;
}

/** Longest wait for the next pod to become ready: nodes may have to be bought first. */
const PROGRESS_SECONDS = 900;

/** Time a finished Job is kept to be looked at. */
const KEEP_SECONDS = 7 * 24 * 3600;

/** Pods that run all the time, with what scales and protects them. */
export function deployment(
  name: string,
  args: RunningArgs<WebWorkloadArgs | WorkerWorkloadArgs>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { workload, metadata, selector, template } = args;
  const { replicas } = workload;
  const running = new k8s.apps.v1.Deployment(
    `${name}-deployment`,
    {
      metadata,
      spec: {
        // The autoscaler owns the number when there is one; both would undo each other at every update.
        ...(typeof replicas === "number" && { replicas }),
        selector: { matchLabels: selector },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        // A load balancer learns of a ready pod some time after the cluster does; old pods stay until then.
        minReadySeconds: workload.kind === "web" ? 20 : 5,
        progressDeadlineSeconds: PROGRESS_SECONDS,
        revisionHistoryLimit: 5,
        template,
      },
    },
    // Kubernetes gives the verdict; Pulumi by itself would give up before.
    { ...opts, customTimeouts: { create: `${PROGRESS_SECONDS + 120}s`, update: `${PROGRESS_SECONDS + 120}s` } },
  );
  const made: pulumi.Resource[] = [running];

  if (typeof replicas !== "number") {
    made.push(
      new k8s.autoscaling.v2.HorizontalPodAutoscaler(
        `${name}-autoscaler`,
        {
          metadata,
          spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: workload.name },
            minReplicas: replicas.min,
            maxReplicas: replicas.max,
            metrics: [
              {
                type: "Resource",
                resource: {
                  name: "cpu",
                  target: { type: "Utilization", averageUtilization: replicas.cpuPercent ?? 70 },
                },
              },
            ],
            behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
          },
        },
        after(opts, [running]),
      ),
    );
  }
  // For a single pod a budget would either forbid every node upgrade or protect nothing.
  if (replicasOf(workload).fewest > 1) {
    made.push(
      new k8s.policy.v1.PodDisruptionBudget(
        `${name}-budget`,
        {
          metadata,
          spec: {
            maxUnavailable: 1,
            selector: { matchLabels: selector },
            unhealthyPodEvictionPolicy: "AlwaysAllow",
          },
        },
        opts,
      ),
    );
  }
  return made;
}

/** One address in the cluster for a web workload's pods; load balancers bind to it. */
export function service(
  name: string,
  args: RunningArgs<WebWorkloadArgs>,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Service {
  return new k8s.core.v1.Service(
    `${name}-service`,
    {
      metadata: {
        ...args.metadata,
        // Pulumi would wait for endpoints, and they come with pods that are made after this.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "ClusterIP",
        selector: args.selector,
        ports: [{ name: "http", port: args.workload.port, targetPort: "http", protocol: "TCP" }],
      },
    },
    opts,
  );
}

/** Pods at set times. */
export function cronJob(
  name: string,
  args: RunningArgs<CronWorkloadArgs>,
  opts: pulumi.CustomResourceOptions,
): k8s.batch.v1.CronJob {
  const { workload, metadata, template } = args;
  return new k8s.batch.v1.CronJob(
    `${name}-cron`,
    {
      metadata,
      spec: {
        schedule: workload.schedule,
        timeZone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { ...(metadata.labels !== undefined && { labels: metadata.labels }) },
          spec: {
            activeDeadlineSeconds: workload.deadlineSeconds ?? 3600,
            backoffLimit: 1,
            ttlSecondsAfterFinished: KEEP_SECONDS,
            template,
          },
        },
      },
    },
    opts,
  );
}

/**
 * One run. A Job's pods can never change, so each set of inputs is a Job of its own, told apart by a hash in its
 * name; the deployment waits until it has succeeded. Once Kubernetes has cleared it away after a week, a refresh
 * would run it again, which it must bear anyway.
 */
export function job(
  name: string,
  args: RunningArgs<JobWorkloadArgs>,
  opts: pulumi.CustomResourceOptions,
): k8s.batch.v1.Job {
  const { workload, metadata, template } = args;
  const { deadlineSeconds = 900 } = workload;
  return new k8s.batch.v1.Job(
    `${name}-job`,
    {
      metadata: {
        ...metadata,
        name: pulumiHash(template).apply((hash) => `${workload.name}-${hash}`),
        // A run that failed is tried anew by the next deployment, although nothing else has changed.
        annotations: { "pulumi.com/replaceUnready": "true" },
      },
      spec: {
        activeDeadlineSeconds: deadlineSeconds,
        backoffLimit: 2,
        ttlSecondsAfterFinished: KEEP_SECONDS,
        template,
      },
    },
    // Otherwise Pulumi gives up waiting before Kubernetes does.
    { ...opts, customTimeouts: { create: `${deadlineSeconds + 120}s`, update: `${deadlineSeconds + 120}s` } },
  );
}
