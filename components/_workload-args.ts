import type * as pulumi from "@pulumi/pulumi";
import { type Connection, assertConnections } from "./_connections.ts";
import { assertKubernetesName } from "./_labels.ts";
import { type ContainerResources, assertDigestPinned, assertResources, mebibytes } from "./_pod.ts";
import type { Tags } from "./_tags.ts";
import { type Binding, assertBindings } from "./_workload-bindings.ts";
import { type WebHealth, assertHealth } from "./_workload-probes.ts";
import { type WorkloadSecret, assertSecrets } from "./_workload-secrets.ts";

/** What of a cluster a workload needs to know. */
export interface WorkloadCluster {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
}

/** Who may connect to a web workload. */
export type Caller =
  | { readonly kind: "pods"; readonly namespace: pulumi.Input<string>; readonly matchLabels: Record<string, string> }
  /** A load balancer's subnets. */
  | { readonly kind: "ranges"; readonly cidrs: pulumi.Input<readonly string[]> };

/** Where a workload shows its metrics, and who reads them. */
export interface WorkloadMetrics {
  /** Above 1024, and not the one that requests come in on, which the load balancer reaches. */
  readonly port: number;
  /** Ranges in which the scraper has its network interfaces. */
  readonly scraperCidrs: pulumi.Input<readonly string[]>;
}

/** A fixed number of pods, or between two as the CPU asks. */
export type Replicas =
  | number
  | {
      readonly min: number;
      readonly max: number;
      /** Average CPU use to aim at, in percent of the request. @default 70 */
      readonly cpuPercent?: number;
    };

interface CommonArgs {
  /** Kubernetes name of everything made here; unique in the namespace. */
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly cluster: WorkloadCluster;
  /** Kubernetes name of the namespace. */
  readonly namespace: pulumi.Input<string>;
  /** `repo[:tag]@sha256:<64 hex>`. Left out while there is none yet: the workload then waits. */
  readonly image?: string;
  /** Replaces the image's entry point. @default the image's */
  readonly command?: readonly string[];
  /** @default the image's */
  readonly args?: readonly string[];
  /** Environment variables, none of them secret. @default none */
  readonly config?: Readonly<Record<string, pulumi.Input<string>>>;
  /** @default none */
  readonly secrets?: readonly WorkloadSecret[];
  /** Key of the secrets; needed when there are any. */
  readonly secretsKeyArn?: pulumi.Input<string>;
  /** What it talks to beyond DNS and the AWS hosts of its bindings. @default nothing */
  readonly connects?: readonly Connection[];
  /** Address ranges of servers with security groups: the data subnets. Needed when it connects to one. */
  readonly serverCidrs?: pulumi.Input<readonly string[]>;
  /** AWS resources it uses. @default none */
  readonly bindings?: readonly Binding[];
  readonly resources: ContainerResources;
  /**
   * Writable folders in memory: path to size in MiB. They count against the memory limit and never reach a disk.
   * @default `/tmp` with 64 MiB
   */
  readonly scratch?: Readonly<Record<string, number>>;
  /** User and group it runs as: 10000 or above. @default 10001 */
  readonly uid?: number;
  readonly tags: Tags;
}

/** Answers HTTP requests behind a load balancer. */
export interface WebWorkloadArgs extends CommonArgs {
  readonly kind: "web";
  /** Container and Service port, above 1024. */
  readonly port: number;
  /** At least 2. */
  readonly replicas: Replicas;
  readonly health: WebHealth;
  readonly allowFrom: readonly Caller[];
  /**
   * Longest silence on an open connection, such as a WebSocket's, in seconds. Load balancers in front must wait at
   * least as long; nothing in the cluster cuts connections. @default 60
   */
  readonly idleTimeoutSeconds?: number;
  /** Time for requests and connections to end after a pod was told to stop, in seconds. @default 30 */
  readonly drainSeconds?: number;
  /** @default none that anybody may read */
  readonly metrics?: WorkloadMetrics;
}

/** Works off a queue. */
export interface WorkerWorkloadArgs extends CommonArgs {
  readonly kind: "worker";
  readonly replicas: Replicas;
  /** Command that ends in 0 while it is well. @default no probe: only a process that ends is restarted */
  readonly liveCommand?: readonly string[];
  /** Time to finish the work at hand after being told to stop, in seconds. @default 60 */
  readonly drainSeconds?: number;
  /** @default none that anybody may read */
  readonly metrics?: WorkloadMetrics;
}

/** Runs at set times; never twice at once. */
export interface CronWorkloadArgs extends CommonArgs {
  readonly kind: "cron";
  /** Five cron fields, in UTC. */
  readonly schedule: string;
  /** Longest run, in seconds. @default 3600 */
  readonly deadlineSeconds?: number;
}

/** Runs once for each image and set of inputs, such as a migration. It must be able to run again without harm. */
export interface JobWorkloadArgs extends CommonArgs {
  readonly kind: "job";
  /** Longest run with its repetitions, in seconds. @default 900 */
  readonly deadlineSeconds?: number;
}

export type WorkloadArgs = WebWorkloadArgs | WorkerWorkloadArgs | CronWorkloadArgs | JobWorkloadArgs;

/** One thing that keeps a workload from being made. */
export type Waiting = { readonly kind: "image" } | { readonly kind: "secret"; readonly name: string };

/**
 * What a workload still waits for: an image that was not yet pushed, secrets that the operator has not yet
 * supplied. Empty when it can run. A workload that waits is not made, and a preview lists it.
 */
export function waitingFor(workload: {
  readonly image?: string | undefined;
  readonly secrets?: readonly { readonly name: string; readonly supplied: boolean }[];
}): Waiting[] {
  const missing = new Set((workload.secrets ?? []).filter(({ supplied }) => !supplied).map(({ name }) => name));
  return [
    ...(workload.image === undefined ? [{ kind: "image" } as const] : []),
    ...[...missing].map((name) => ({ kind: "secret", name }) as const),
  ];
}

/** What every namespace holds already, as service accounts and network policies. */
const TAKEN_NAMES = ["default", "plain", "default-deny", "basics"];

/** A cron Job's pods carry a name with 11 more characters. */
const LONGEST_CRON_NAME = 52;

/** A Job's name gains "-" and eight characters. */
const LONGEST_JOB_NAME = 54;

export function assertWorkload(where: string, args: WorkloadArgs): asserts args is WorkloadArgs & { image: string } {
  const waiting = waitingFor(args);
  if (waiting.length > 0) {
    const list = waiting.map((it) => (it.kind === "image" ? "its image" : `secret "${it.name}"`)).join(", ");
    throw new Error(`${where}: waits for ${list}; make it when waitingFor() gives an empty list.`);
  }
  const longest = { web: 63, worker: 63, cron: LONGEST_CRON_NAME, job: LONGEST_JOB_NAME }[args.kind];
  assertKubernetesName(where, "name", args.name, longest);
  if (TAKEN_NAMES.includes(args.name) || args.name.endsWith("-domains")) {
    throw new Error(
      `${where}: name is "${args.name}", which belongs to an object of the namespace or of another workload's ` +
        `network policy; choose a name that is none of ${TAKEN_NAMES.join(", ")} and does not end in "-domains".`,
    );
  }
  assertDigestPinned(where, args.image ?? "");
  assertConnections(where, args.connects ?? []);
  assertBindings(where, args.bindings ?? []);
  assertConfig(where, Object.keys(args.config ?? {}));
  assertSecrets(where, args.secrets ?? [], Object.keys(args.config ?? {}));
  if ((args.secrets?.length ?? 0) > 0 && args.secretsKeyArn === undefined) {
    throw new Error(`${where}: secrets are bound but secretsKeyArn is missing; pass the key that encrypts them.`);
  }
  if ((args.connects ?? []).some(({ to }) => to.kind === "securityGroup") && args.serverCidrs === undefined) {
    throw new Error(
      `${where}: connects to a server with a security group but serverCidrs is missing; ` +
        `pass the data subnets' ranges, which its network policy opens.`,
    );
  }
  assertRange(where, "uid", args.uid, 10_000, 65_533);
  for (const [path, sizeMib] of Object.entries(args.scratch ?? {})) {
    if (!/^\/[\w./-]+$/.test(path)) {
      throw new Error(`${where}: scratch has path "${path}"; allowed is an absolute path below "/".`);
    }
    assertRange(where, `scratch["${path}"]`, sizeMib, 1, 16_384);
  }
  assertResources(where, args.resources);
  const scratchMib = Object.values(args.scratch ?? { "/tmp": 64 }).reduce((sum, sizeMib) => sum + sizeMib, 0);
  if (scratchMib >= mebibytes(args.resources.memory)) {
    throw new Error(
      `${where}: scratch adds up to ${scratchMib} MiB, all of resources.memory (${args.resources.memory}), in which it ` +
        `is counted; a full folder would kill the process. Raise the memory or shrink the folders.`,
    );
  }
  assertKind(where, args);
}

function assertKind(where: string, args: WorkloadArgs): void {
  switch (args.kind) {
    case "web":
      assertRange(where, "port", args.port, 1025, 65_535);
      assertHealth(where, args.health);
      assertReplicas(where, args.replicas, 2);
      assertRange(where, "idleTimeoutSeconds", args.idleTimeoutSeconds, 1, 4000);
      assertRange(where, "drainSeconds", args.drainSeconds, 1, 3600);
      assertRange(where, "metrics.port", args.metrics?.port, 1025, 65_535);
      if (args.metrics?.port === args.port) {
        throw new Error(
          `${where}: metrics.port is ${args.port}, on which the load balancer reaches everything; give metrics a port of ` +
            `their own.`,
        );
      }
      if (args.allowFrom.length === 0) {
        throw new Error(`${where}: allowFrom is empty, so nobody could connect; list its callers.`);
      }
      return;
    case "worker":
      assertReplicas(where, args.replicas, 1);
      assertRange(where, "drainSeconds", args.drainSeconds, 1, 3600);
      assertRange(where, "metrics.port", args.metrics?.port, 1025, 65_535);
      return;
    case "cron":
      if (!/^(\S+ ){4}\S+$/.test(args.schedule)) {
        throw new Error(
          `${where}: schedule is "${args.schedule}"; allowed are five cron fields, such as "15 3 * * *".`,
        );
      }
      assertRange(where, "deadlineSeconds", args.deadlineSeconds, 1, 86_400);
      return;
    case "job":
      assertRange(where, "deadlineSeconds", args.deadlineSeconds, 1, 86_400);
  }
}

function assertConfig(where: string, variables: readonly string[]): void {
  for (const variable of variables) {
    if (/^[A-Z_][A-Z0-9_]*$/.test(variable)) continue;
    throw new Error(`${where}: config has variable "${variable}"; allowed are capital letters, digits and _.`);
  }
}

function assertReplicas(where: string, replicas: Replicas, least: number): void {
  const why = least > 1 ? " A request path with one pod stops at every rollout and every lost node." : "";
  const check = (argument: string, value: number, from: number) => {
    if (Number.isInteger(value) && value >= from && value <= 500) return;
    throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${from} to 500.${why}`);
  };
  if (typeof replicas === "number") return check("replicas", replicas, least);
  check("replicas.min", replicas.min, least);
  check("replicas.max", replicas.max, replicas.min);
  assertRange(where, "replicas.cpuPercent", replicas.cpuPercent, 10, 95);
}

function assertRange(where: string, argument: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new Error(`${where}: ${argument} is ${value}; allowed are whole numbers from ${least} to ${most}.`);
}
