import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Clamd, clamd } from "./_antivirus-clamd.ts";
import {
  CLAMAV_FLOOR,
  CLAMD_PORT,
  SCAN_TIME_MARGIN_SECONDS,
  type SignatureMirror,
  atLeast,
} from "./_antivirus-config.ts";
import type { Connection, PodsTarget } from "./_connections.ts";
import { assertKubernetesName, selectorFor } from "./_labels.ts";
import { childOptions } from "./_options.ts";
import { assertDigestPinned } from "./_pod.ts";
import { type Tags, namedTags } from "./_tags.ts";
import type { Media } from "./media.ts";
import { Workload, type WorkloadCluster, type WorkloadMetrics } from "./workload.ts";

interface CommonArgs {
  readonly region: string;
  readonly accountId: string;
  readonly cluster: WorkloadCluster;
  /** What is scanned. The worker runs in the namespace and under the service account that it names. */
  readonly media: Pick<Media, "upload" | "serving" | "queueUrl" | "scanner">;
  /** Media types that may be served, such as `image/jpeg`. */
  readonly contentTypes: readonly string[];
  /** Image built from `runtime/scanner`, pinned by digest. */
  readonly workerImage: string;
  /** Scan workers. @default 2 */
  readonly workerReplicas?: number;
  /** Time to finish the objects at hand after being told to stop; then they are left to another worker. @default 60 */
  readonly workerDrainSeconds?: number;
  /** Where the worker shows its metrics beside the log, and who reads them. @default the log only */
  readonly workerMetrics?: WorkloadMetrics;
  readonly tags: Tags;
}

/** ClamAV in the cluster. */
export interface ClamavArgs extends CommonArgs {
  readonly engine: "clamav";
  /** The official `_base` image (without signatures), 1.5 or later, pinned by digest. */
  readonly image: string;
  /** Version in the image. @default "1.5.0" */
  readonly clamavVersion?: string;
  /** User of the image: 100 and 101 in the one on Alpine, 1000 and 1000 in the one on Debian. @default Alpine's */
  readonly imageUser?: { readonly uid: number; readonly gid: number };
  /** Kubernetes name of the Service, pods and policies of clamd. @default "clamd" */
  readonly service?: string;
  /** Daemons, at least 2. @default 2 */
  readonly replicas?: number;
  /** Memory of each: signatures take a third of it, and half while they are reloaded; at least 3Gi. @default "4Gi" */
  readonly memory?: string;
  /** Largest file that is scanned whole, 1 to 2000. A larger one is never clean. */
  readonly maxFileMib: number;
  /** Longest scan of one object, 90 to 3600. @default 300 */
  readonly scanTimeoutSeconds?: number;
  /** Age of the signatures at which scanning stops, 6 to 168. @default 48 */
  readonly signatureMaxAgeHours?: number;
  /** @default the official one */
  readonly mirror?: SignatureMirror;
  /** Pods that may connect beside the scan worker. @default none */
  readonly callers?: readonly Omit<PodsTarget, "kind">[];
}

/** GuardDuty's Malware Protection for S3; the worker only acts on its results. */
export interface GuardDutyArgs extends CommonArgs {
  readonly engine: "guardduty";
}

export type AntivirusArgs = ClamavArgs | GuardDutyArgs;

/** How long before Kubernetes ends the worker it cuts its work short by itself. */
const RETURN_SECONDS = 10;
const HEARTBEAT = "/tmp/heartbeat";

/**
 * Scans uploads: clamd or GuardDuty, and the worker that brings clean objects to the serving bucket.
 *
 * Guarantees: clean is only what was scanned whole, with signatures young enough; too large, encrypted, past a
 * limit or not understood is never clean, and an engine that is away leaves uploads unread until it is back;
 * only the worker and the callers listed reach clamd, which reaches nothing but its mirror; pods without root,
 * capabilities or a writable disk, and a role for exactly the worker's service account.
 *
 * Clients need not verify anything: the port has no TLS and stays in the cluster.
 *
 * ```ts
 * new Antivirus("antivirus", { engine: "clamav", media, image, workerImage, maxFileMib: 25, …rest }, {
 *   provider: cluster.provider,
 *   dependsOn: [...namespace.ready, ...media.scanner.ready],
 * });
 * ```
 *
 * @throws If an image is not pinned, ClamAV is too old, or an argument is out of its bounds.
 */
export class Antivirus extends pulumi.ComponentResource {
  /** For the `connects` list of workloads; list their pods in `callers` too. Undefined for GuardDuty. */
  readonly connection: Connection | undefined;
  /** Name that clients in the cluster connect to; undefined for GuardDuty. */
  readonly host: string | undefined;
  readonly port: number;
  /** What uploads should wait for. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: AntivirusArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `Antivirus "${name}"`;
    checkArgs(where, args);
    super("rampart:kubernetes:Antivirus", name, {}, opts);
    const { region, media, tags } = args;
    const { namespace, serviceAccount } = media.scanner;
    const child = childOptions(this, opts);

    let daemon: Clamd | undefined;
    let engine: Record<string, pulumi.Input<string>>;
    const connects: Connection[] = awsConnections(media, region);
    const ready: pulumi.Resource[] = [];
    if (args.engine === "clamav") {
      const { service = "clamd", scanTimeoutSeconds = 300, signatureMaxAgeHours = 48, maxFileMib } = args;
      daemon = clamd(
        `${name}-clamd`,
        {
          service,
          namespace,
          image: args.image,
          clamavVersion: args.clamavVersion ?? CLAMAV_FLOOR,
          imageUser: args.imageUser ?? { uid: 100, gid: 101 },
          replicas: args.replicas ?? 2,
          memory: args.memory ?? "4Gi",
          maxFileMib,
          scanTimeoutSeconds,
          signatureMaxAgeHours,
          mirror: args.mirror ?? { kind: "official" },
          callers: [{ namespace, matchLabels: selectorFor({ name: serviceAccount }) }, ...(args.callers ?? [])],
          tags,
        },
        child,
      );
      this.host = `${service}.${namespace}.svc.cluster.local`;
      this.connection = {
        name: "antivirus",
        to: { kind: "pods", namespace, matchLabels: daemon.matchLabels },
        port: CLAMD_PORT,
      };
      connects.push(this.connection);
      engine = {
        CLAMD_HOST: this.host,
        CLAMD_PORT: String(CLAMD_PORT),
        SCANNER_MAX_FILE_MIB: String(maxFileMib),
        SCANNER_SCAN_TIMEOUT_SECONDS: String(scanTimeoutSeconds),
        SCANNER_SIGNATURE_MAX_AGE_HOURS: String(signatureMaxAgeHours),
      };
      ready.push(...daemon.ready);
    } else {
      engine = {};
      ready.push(malwareProtectionPlan(name, args, this));
    }

    const { workerDrainSeconds = 60 } = args;
    const worker = new Workload(
      `${name}-worker`,
      {
        kind: "worker",
        name: serviceAccount,
        region,
        accountId: args.accountId,
        cluster: args.cluster,
        namespace,
        image: args.workerImage,
        replicas: args.workerReplicas ?? 2,
        drainSeconds: workerDrainSeconds,
        liveCommand: ["node", "/app/scanner.mjs", "--live"],
        resources: { cpuRequest: "100m", cpuLimit: "1", memory: "256Mi" },
        scratch: { "/tmp": 8 },
        connects,
        ...(args.workerMetrics !== undefined && { metrics: args.workerMetrics }),
        config: {
          AWS_REGION: region,
          SCANNER_ENGINE: args.engine,
          SCANNER_QUEUE_URL: media.queueUrl,
          SCANNER_UPLOAD_BUCKET: media.upload.name,
          SCANNER_SERVING_BUCKET: media.serving.name,
          SCANNER_CONTENT_TYPES: args.contentTypes.join(","),
          SCANNER_CONCURRENCY: "2",
          SCANNER_DRAIN_SECONDS: String(workerDrainSeconds - RETURN_SECONDS),
          SCANNER_HEARTBEAT_FILE: HEARTBEAT,
          SCANNER_SYSTEM: tags.system,
          SCANNER_ENVIRONMENT: tags.environment,
          ...(args.workerMetrics !== undefined && { SCANNER_METRICS_PORT: String(args.workerMetrics.port) }),
          ...engine,
        },
        tags,
      },
      // It need not wait for clamd, which takes minutes to start: it takes no message before clamd answers.
      child,
    );

    this.port = CLAMD_PORT;
    this.ready = [...ready, ...worker.ready];
    this.registerOutputs({ host: this.host, port: this.port });
  }
}

/** The hosts of the two buckets and of SQS; no other bucket is a way out. */
function awsConnections(media: CommonArgs["media"], region: string): Connection[] {
  const host = (name: string, domain: pulumi.Input<string>): Connection => ({
    name: `aws-${name}`,
    to: { kind: "domain", names: [domain] },
    port: 443,
  });
  return [
    host("uploads", pulumi.interpolate`${media.upload.name}.s3.${region}.amazonaws.com`),
    host("media", pulumi.interpolate`${media.serving.name}.s3.${region}.amazonaws.com`),
    host("sqs", `sqs.${region}.amazonaws.com`),
  ];
}

/** GuardDuty tries the role and the bucket when the plan is made, so both must be ready. */
function malwareProtectionPlan(
  name: string,
  { region, media, tags }: GuardDutyArgs,
  parent: pulumi.Resource,
): pulumi.Resource {
  const { guardDutyRoleArn, ready } = media.scanner;
  return new aws.guardduty.MalwareProtectionPlan(
    `${name}-plan`,
    {
      region,
      role: guardDutyRoleArn as pulumi.Output<string>,
      protectedResource: { s3Bucket: { bucketName: media.upload.name } },
      actions: [{ taggings: [{ status: "ENABLED" }] }],
      tags: namedTags("antivirus", name, tags),
    },
    { parent, dependsOn: ready },
  );
}

function checkArgs(where: string, args: AntivirusArgs): void {
  if (args.engine !== args.media.scanner.engine) {
    throw new Error(
      `${where}: engine is "${args.engine}", but media were made for "${args.media.scanner.engine}"; give both the same.`,
    );
  }
  assertDigestPinned(`${where}: worker`, args.workerImage);
  if (args.contentTypes.length === 0) {
    throw new Error(`${where}: contentTypes is empty, so that nothing could be served; list the media types.`);
  }
  for (const type of args.contentTypes) {
    if (/^[a-z]+\/[a-z0-9.+-]+$/.test(type)) continue;
    throw new Error(`${where}: contentTypes has "${type}"; allowed are media types in lower case, such as image/jpeg.`);
  }
  assertWhole(where, "workerReplicas", args.workerReplicas ?? 2, 1, 50);
  assertWhole(where, "workerDrainSeconds", args.workerDrainSeconds ?? 60, 2 * RETURN_SECONDS, 3600);
  if (args.engine === "guardduty") return;

  assertDigestPinned(where, args.image);
  assertKubernetesName(where, "service", args.service ?? "clamd", 50);
  const { clamavVersion = CLAMAV_FLOOR, memory = "4Gi" } = args;
  if (!/^\d+\.\d+\.\d+$/.test(clamavVersion) || !atLeast(clamavVersion, CLAMAV_FLOOR)) {
    throw new Error(
      `${where}: clamavVersion is "${clamavVersion}"; allowed is ${CLAMAV_FLOOR} or later, because before it anybody ` +
        `who connects can shut clamd down.`,
    );
  }
  if (!/^([3-9]|[1-9]\d)Gi$/.test(memory)) {
    throw new Error(`${where}: memory is "${memory}"; allowed are 3Gi to 99Gi, because signatures double on reload.`);
  }
  if (args.mirror?.kind === "private" && !/^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(args.mirror.host)) {
    throw new Error(`${where}: mirror.host is "${args.mirror.host}"; give the host alone, such as clamav.example.com.`);
  }
  if (args.imageUser !== undefined) {
    assertWhole(where, "imageUser.uid", args.imageUser.uid, 1, 65_533);
    assertWhole(where, "imageUser.gid", args.imageUser.gid, 1, 65_533);
  }
  assertWhole(where, "replicas", args.replicas ?? 2, 2, 20);
  assertWhole(where, "maxFileMib", args.maxFileMib, 1, 2000);
  assertWhole(where, "scanTimeoutSeconds", args.scanTimeoutSeconds ?? 300, SCAN_TIME_MARGIN_SECONDS + 30, 3600);
  assertWhole(where, "signatureMaxAgeHours", args.signatureMaxAgeHours ?? 48, 6, 168);
}

function assertWhole(where: string, argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
}
