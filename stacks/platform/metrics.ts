import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../components/cluster.ts";
import type { Keys } from "../../components/keys.ts";
import type { Media } from "../../components/media.ts";
import { Metrics, type MetricsTarget } from "../../components/metrics.ts";
import type { Network } from "../../components/network.ts";
import type { Pooler } from "../../components/pooler.ts";
import type { Workload } from "../../components/workload.ts";
import type { Settings } from "../settings.ts";
import { POOLER, SCAN_METRICS_PORT, SCAN_WORKER, prefixOf, tagsOf } from "./names.ts";

/** Where the collector's network interfaces are: in the private subnets, whose ranges the targets let in. */
export function scraperCidrsOf(
  { observability }: Settings,
  network: Network,
): { readonly scraperCidrs?: pulumi.Output<string[]> } {
  return observability.prometheus ? { scraperCidrs: network.privateTierCidr.apply((cidr) => [cidr]) } : {};
}

interface Measured {
  readonly keys: Keys;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly topicArn: pulumi.Input<string>;
  /** Absent in a system without Postgres, and while its images are missing. */
  readonly pooler: Pooler | undefined;
  /** Absent in a system without media. */
  readonly media: Media | undefined;
  /** By name; those that wait are missing. */
  readonly workloads: ReadonlyMap<string, Workload>;
}

/** Prometheus, for what of the platform shows metrics. Nothing where the settings turn it off. */
export function createMetrics(settings: Settings, measured: Measured): void {
  const { region, accountId, observability, alarms } = settings;
  if (!observability.prometheus) return;
  const { keys, network, cluster, namespace, topicArn } = measured;
  new Metrics(
    "metrics",
    {
      prefix: prefixOf(settings),
      region,
      accountId,
      vpcId: network.vpcId,
      subnetIds: network.privateSubnetIds,
      clusterArn: cluster.clusterArn,
      clusterSecurityGroupId: cluster.clusterSecurityGroupId,
      namespace,
      targets: [...partTargets(settings, measured), ...workloadTargets(settings, measured)],
      watched: measured.pooler?.ready ?? [],
      kmsKeyArn: keys.logs.arn,
      logsKeyArn: keys.logs.arn,
      logRetentionDays: observability.logRetentionDays,
      topicArn,
      thresholds: alarms,
      objectives: observability,
      tags: tagsOf(settings),
    },
    // The collector finds pods by the API, and an empty cluster would be an alert.
    { dependsOn: cluster.ready },
  );
}

function partTargets({ antivirus }: Settings, { pooler, media }: Measured): MetricsTarget[] {
  const scans = media !== undefined && antivirus?.workerImage !== undefined;
  return [
    ...(pooler === undefined
      ? []
      : [{ name: POOLER, port: pooler.metricsPort, what: { kind: "pooler" } } satisfies MetricsTarget]),
    ...(scans
      ? [
          {
            name: SCAN_WORKER,
            port: SCAN_METRICS_PORT,
            what: {
              kind: "scanner",
              ...(antivirus.engine === "clamav" && { signatureMaxAgeHours: antivirus.signatureMaxAgeHours }),
            },
          } satisfies MetricsTarget,
        ]
      : []),
  ];
}

function workloadTargets(settings: Settings, { workloads }: Measured): MetricsTarget[] {
  return Object.entries(settings.workloads).flatMap(([name, workload]): MetricsTarget[] => {
    const metrics = workload.kind === "web" || workload.kind === "worker" ? workload.metrics : undefined;
    if (metrics === undefined || !workloads.has(name)) return [];
    const { port, path, requests } = metrics;
    return [{ name, port, path, what: { kind: "workload", ...(requests !== undefined && { requests }) } }];
  });
}
