import type * as pulumi from "@pulumi/pulumi";
import { type Alarm, DAILY, type EventAlarm, LASTING, PROMPT } from "./_alarm-table.ts";
import type { BackupSignals } from "./_backup-args.ts";
import type { RotationSignals } from "./_rotation-args.ts";

/** Ports of a NAT gateway run out, or it drops packets. */
export function natAlarms(natGatewayIds: readonly pulumi.Input<string>[]): Alarm[] {
  return natGatewayIds.flatMap((id, index) => {
    const metric = (name: string): Alarm["metric"] => ({
      namespace: "AWS/NATGateway",
      name,
      dimensions: { NatGatewayId: id },
      statistic: "Sum",
    });
    const common = { runbook: "nat-ports", page: false, when: ">", threshold: 0, missingData: "notBreaching" } as const;
    const gateway = `NAT gateway ${index + 1}`;
    return [
      {
        ...common,
        ...PROMPT,
        key: `nat-${index + 1}-ports`,
        summary: `${gateway} had no port left for a new connection to one destination.`,
        metric: metric("ErrorPortAllocation"),
      },
      {
        ...common,
        ...LASTING,
        key: `nat-${index + 1}-drops`,
        summary: `${gateway} has been dropping packets for a quarter of an hour.`,
        metric: metric("PacketsDropCount"),
      },
    ];
  });
}

export interface WatchedRotation {
  readonly signals: RotationSignals;
  /** Runbook of each hand-made secret, by the name it has in `signals.ages`. @default "secret-rotation-failed" */
  readonly runbooks: Readonly<Record<string, string>>;
}

export function rotationAlarms({ signals, runbooks }: WatchedRotation): Alarm[] {
  const { errors, ages } = signals;
  return [
    {
      key: "rotation-errors",
      summary: "The rotation function failed. The credential in use still works; the next turn must not fail too.",
      runbook: "secret-rotation-failed",
      page: false,
      metric: {
        namespace: errors.namespace,
        name: errors.metricName,
        dimensions: { FunctionName: errors.functionName },
        statistic: "Sum",
      },
      when: ">",
      threshold: 0,
      ...PROMPT,
      missingData: "notBreaching",
    },
    ...ages.map(({ namespace, metricName, dimensions, maxAgeDays }): Alarm => {
      const secret = Object.values(dimensions).join("/");
      return {
        key: `secret-age-${secret.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`,
        summary: `The secret ${secret} is older than ${maxAgeDays} days, or its age is no longer reported.`,
        runbook: runbooks[secret] ?? "secret-rotation-failed",
        page: false,
        metric: { namespace, name: metricName, dimensions, statistic: "Maximum" },
        when: ">",
        threshold: maxAgeDays,
        ...DAILY,
        missingData: "breaching",
      };
    }),
  ];
}

export function rotationEvents({ signals }: WatchedRotation): EventAlarm[] {
  return [
    {
      key: "rotation-failed",
      summary: "Secrets Manager could not rotate a secret.",
      runbook: "secret-rotation-failed",
      pattern: signals.failedRotations,
    },
  ];
}

export interface WatchedSessions {
  readonly clusterName: string;
  readonly clusterArn: pulumi.Input<string>;
}

/** Told, not paged: every session is known to more people than the one who opened it. */
export function sessionEvents({ clusterName, clusterArn }: WatchedSessions): EventAlarm[] {
  return [
    {
      key: "operator-session",
      summary: "Somebody opened a session in a database. The event says who, the log group what.",
      runbook: "operator-session",
      pattern: {
        source: ["aws.ecs"],
        "detail-type": ["AWS API Call via CloudTrail"],
        // Whoever calls names the cluster either way.
        detail: { eventName: ["ExecuteCommand"], requestParameters: { cluster: [clusterName, clusterArn] } },
      },
    },
  ];
}

/** Days at which an expiring certificate wakes somebody, whatever the settings say. */
const URGENT_DAYS = 7;

/** ACM renews by itself 60 days ahead, so that each of these means that it could not. */
export function certificateAlarms(certificateArn: pulumi.Input<string>, days: number): Alarm[] {
  const alarm = (key: string, threshold: number, page: boolean): Alarm => ({
    key,
    summary: `A certificate expires in less than ${threshold} days and was not renewed.`,
    runbook: "certificate-expiry",
    page,
    metric: {
      namespace: "AWS/CertificateManager",
      name: "DaysToExpiry",
      dimensions: { CertificateArn: certificateArn },
      statistic: "Minimum",
    },
    when: "<",
    threshold,
    ...DAILY,
    // An expired certificate reports nothing.
    missingData: "breaching",
  });
  return [alarm("certificate-expiry", days, false), alarm("certificate-urgent", URGENT_DAYS, true)];
}

export interface WatchedBackup {
  readonly vaultName: pulumi.Input<string>;
  readonly signals: Pick<BackupSignals, "failedJobs" | "intervalMinutes">;
}

/**
 * A job that never starts fails nothing, so its absence is watched too. An alarm looks back a week at most: what is
 * backed up less often than every sixth day is not watched like this, and what is backed up less often than daily may ring
 * once before its first backup, because no warm-up is longer than two days.
 */
export function backupAlarms({ vaultName, signals }: WatchedBackup): Alarm[] {
  const days = Math.ceil(signals.intervalMinutes / 1_440) + 1;
  if (days > 7) return [];
  return [
    {
      key: "backup-missing",
      summary: `No backup was completed for ${days} days.`,
      runbook: "backup-failed",
      page: true,
      metric: {
        namespace: "AWS/Backup",
        name: "NumberOfBackupJobsCompleted",
        dimensions: { BackupVaultName: vaultName },
        statistic: "Sum",
      },
      when: "<",
      threshold: 1,
      ...DAILY,
      periods: days,
      missingData: "breaching",
    },
  ];
}

export function backupEvents({ signals }: WatchedBackup): EventAlarm[] {
  return [
    {
      key: "backup-failed",
      summary: "A backup, its copy or a restore test failed.",
      runbook: "backup-failed",
      pattern: signals.failedJobs,
    },
  ];
}

/** Metrics that EKS itself publishes for every control plane. */
export function clusterAlarms(clusterName: pulumi.Input<string>): Alarm[] {
  const metric = (name: string, statistic: Alarm["metric"]["statistic"]): Alarm["metric"] => ({
    namespace: "AWS/EKS",
    name,
    dimensions: { ClusterName: clusterName },
    statistic,
  });
  return [
    {
      key: "cluster-silent",
      summary: "The Kubernetes API has reported no request for a quarter of an hour: it is unreachable or gone.",
      runbook: "cluster-control-plane",
      page: true,
      metric: metric("apiserver_request_total", "SampleCount"),
      when: "<",
      threshold: 1,
      ...LASTING,
      missingData: "breaching",
      warmUpMinutes: 60,
    },
    {
      key: "cluster-errors",
      // A healthy control plane answers a handful at most, while it is being scaled.
      summary: "The Kubernetes API answered more than 100 requests in five minutes with a server error.",
      runbook: "cluster-control-plane",
      page: false,
      metric: metric("apiserver_request_total_5XX", "Sum"),
      when: ">",
      threshold: 100,
      ...LASTING,
      missingData: "notBreaching",
    },
    {
      key: "cluster-storage",
      summary: "The cluster's own database is larger than 6 GiB; at 8 GiB it takes no more writes.",
      runbook: "cluster-control-plane",
      page: false,
      metric: metric("apiserver_storage_size_bytes", "Maximum"),
      when: ">",
      threshold: 6 * 1024 ** 3,
      ...LASTING,
      missingData: "notBreaching",
    },
    {
      key: "pods-unschedulable",
      summary: "Pods have found no node for a quarter of an hour.",
      runbook: "unschedulable-pods",
      page: false,
      metric: metric("scheduler_pending_pods_UNSCHEDULABLE", "Minimum"),
      when: ">",
      threshold: 0,
      ...LASTING,
      missingData: "notBreaching",
    },
  ];
}

/** Filters on what applications log are blind when nothing arrives, and say nothing themselves. */
export function logAlarms(logGroupName: pulumi.Input<string>): Alarm[] {
  return [
    {
      key: "logs-silent",
      summary: "No pod's log has reached CloudWatch for a quarter of an hour: security events go unseen.",
      runbook: "log-shipping",
      page: false,
      metric: {
        namespace: "AWS/Logs",
        name: "IncomingLogEvents",
        dimensions: { LogGroupName: logGroupName },
        statistic: "Sum",
      },
      when: "<",
      threshold: 1,
      ...LASTING,
      missingData: "breaching",
      warmUpMinutes: 60,
    },
  ];
}
