import type * as pulumi from "@pulumi/pulumi";
import { Antivirus } from "../../components/antivirus.ts";
import { backupRoleArn } from "../../components/backup.ts";
import type { Keys } from "../../components/keys.ts";
import { selectorFor } from "../../components/_labels.ts";
import { Media } from "../../components/media.ts";
import type { Settings } from "../settings.ts";
import { ANTIVIRUS, type PodGround, SCAN_METRICS_PORT, SCAN_WORKER, mediaBuckets, prefixOf, tagsOf } from "./names.ts";

interface MediaGround extends PodGround {
  readonly keys: Keys;
  /** Distributions that read the serving bucket. */
  readonly distributionArns: readonly pulumi.Input<string>[];
  readonly accessLogBucket?: pulumi.Input<string>;
}

/** Buckets for uploads and what is served of them, and what scans in between; undefined in a system without media. */
export function createMedia(settings: Settings, ground: MediaGround): Media | undefined {
  const { media, antivirus, region, accountId } = settings;
  if (media === undefined || antivirus === undefined) return undefined;
  const { pods, inCluster, keys, scraperCidrs } = ground;
  const made = new Media("media", {
    region,
    accountId,
    tags: tagsOf(settings),
    bucketNames: mediaBuckets(settings),
    kmsKeyArn: keys.content.arn,
    corsOrigins: settings.edge.cors.origins,
    uploadTtlSeconds: media.presignTtlSeconds,
    quarantineDays: media.quarantineDays,
    noncurrentDays: media.noncurrentDays,
    ...(media.retentionDays !== undefined && { retentionDays: media.retentionDays }),
    scanner: {
      engine: antivirus.engine,
      clusterName: pods.clusterName,
      clusterArn: pods.clusterArn,
      namespace: pods.namespace,
      serviceAccount: SCAN_WORKER,
    },
    ...(ground.distributionArns.length > 0 && { distributionArns: ground.distributionArns }),
    restoreRoleArns: [backupRoleArn(accountId, prefixOf(settings))],
    ...(ground.accessLogBucket !== undefined && { accessLogBucket: ground.accessLogBucket }),
  });
  const common = {
    region,
    accountId,
    tags: tagsOf(settings),
    cluster: pods,
    media: made,
    contentTypes: media.contentTypes,
    workerReplicas: antivirus.workerReplicas,
    ...(scraperCidrs !== undefined && { workerMetrics: { port: SCAN_METRICS_PORT, scraperCidrs } }),
  };
  const opts = { provider: inCluster.provider, dependsOn: [...inCluster.dependsOn, ...made.scanner.ready] };
  if (antivirus.engine === "guardduty") {
    const { workerImage } = antivirus;
    if (workerImage !== undefined) new Antivirus("antivirus", { engine: "guardduty", ...common, workerImage }, opts);
    return made;
  }
  const { image, workerImage, maxFileMib, replicas, signatureMaxAgeHours, signatureMirror } = antivirus;
  const callers = Object.entries(settings.workloads).filter(([, { connects }]) => connects.includes("antivirus"));
  new Antivirus(
    "antivirus",
    {
      engine: "clamav",
      ...common,
      image,
      workerImage,
      maxFileMib,
      replicas,
      signatureMaxAgeHours,
      ...(signatureMirror !== undefined && { mirror: { kind: "private", host: signatureMirror } }),
      service: ANTIVIRUS,
      callers: callers.map(([name]) => ({ namespace: pods.namespace, matchLabels: selectorFor({ name }) })),
    },
    opts,
  );
  return made;
}

/** Why nothing that is uploaded would ever be served, if so. */
export function missingForMedia(settings: Settings): string[] {
  const { media, antivirus } = settings;
  if (media === undefined) return [];
  return [
    ...(antivirus?.engine === "guardduty" && antivirus.workerImage === undefined ? ["antivirus.workerImage"] : []),
    ...(hasMediaCdn(settings) ? [] : ["media.signingKeys, with which signed URLs are verified"]),
  ];
}

/** Whether media can be served: signed ones need a key that verifies the signatures. */
export function hasMediaCdn({ media }: Settings): boolean {
  if (media === undefined) return false;
  const { a, b } = media.signingKeys ?? {};
  return media.access === "public" || a !== undefined || b !== undefined;
}
