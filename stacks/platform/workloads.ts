import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../components/_connections.ts";
import { selectorFor } from "../../components/_labels.ts";
import type { Media } from "../../components/media.ts";
import {
  type Binding,
  type Caller,
  type Replicas,
  Workload,
  type WorkloadArgs,
  type WorkloadCluster,
  type WorkloadMetrics,
  type WorkloadSecret,
  waitingFor,
} from "../../components/workload.ts";
import type { Settings, Workload as WorkloadSettings } from "../settings.ts";
import { environmentOf, type FactSources } from "./facts.ts";
import { ANTIVIRUS, ANTIVIRUS_PORT, POOLER, tagsOf } from "./names.ts";
import type { BoundSecret } from "./secrets.ts";

/** Where workloads run and what they can bind to. */
export interface WorkloadGround extends FactSources {
  readonly provider: k8s.Provider;
  /** What every workload depends on. */
  readonly ready: readonly pulumi.Resource[];
  readonly cluster: WorkloadCluster;
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key from which applications get data keys. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly secrets: Readonly<Record<string, BoundSecret>>;
  /** Ranges of the data tier. */
  readonly serverCidrs: pulumi.Input<readonly string[]>;
  /** Ranges of the load balancer. */
  readonly loadBalancerCidrs: pulumi.Input<readonly string[]>;
  /** `database`, `state` and `cache` by name; the rest is known by name alone. */
  readonly servers: Readonly<Record<string, Connection>>;
  /** Ranges of the collector of metrics; absent where there is none. */
  readonly scraperCidrs: pulumi.Input<readonly string[]> | undefined;
  /** Absent in a system without media. */
  readonly media: Media | undefined;
  /** Parts of the platform that are not there yet, by the name that workloads connect to, and what they wait for. */
  readonly missing: Readonly<Record<string, string>>;
}

/** A workload that is not made yet, and what it waits for. */
export interface WaitingWorkload {
  readonly workload: string;
  readonly for: readonly string[];
}

export interface CreatedWorkloads {
  /** By name. */
  readonly made: ReadonlyMap<string, Workload>;
  readonly waiting: readonly WaitingWorkload[];
}

/** Makes the workloads, each after the Jobs it waits for, and names those that cannot be made yet. */
export function createWorkloads(ground: WorkloadGround): CreatedWorkloads {
  const { settings } = ground;
  const made = new Map<string, Workload>();
  const waiting: WaitingWorkload[] = [];
  for (const name of inOrder(settings.workloads)) {
    const workload = settings.workloads[name] as WorkloadSettings;
    const jobs = jobsBefore(name, settings.workloads);
    const secrets = secretsOf(name, workload, ground);
    const missing = [
      ...waitingFor({ image: workload.image, secrets }).map((one) =>
        one.kind === "image" ? "its image" : `secret ${one.name}`,
      ),
      ...workload.connects.flatMap((target) => ground.missing[target] ?? []),
      ...jobs.filter((job) => !made.has(job)).map((job) => `job ${job}`),
    ];
    if (missing.length > 0) {
      waiting.push({ workload: name, for: [...new Set(missing)] });
      continue;
    }
    const dependsOn = [...ground.ready, ...jobs.flatMap((job) => made.get(job)?.ready ?? [])];
    made.set(
      name,
      new Workload(name, argsOf(name, workload, secrets, ground), { provider: ground.provider, dependsOn }),
    );
  }
  return { made, waiting };
}

/** Jobs that must have succeeded before `name` starts. */
function jobsBefore(name: string, workloads: Settings["workloads"]): string[] {
  const own = workloads[name];
  const after = own?.kind === "job" ? own.after : [];
  const before = Object.entries(workloads).flatMap(([job, one]) =>
    one.kind === "job" && one.before.includes(name) ? [job] : [],
  );
  return [...new Set([...after, ...before])];
}

/** Names so that each comes after the Jobs it waits for. The settings' rules have refused circles. */
function inOrder(workloads: Settings["workloads"]): string[] {
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    jobsBefore(name, workloads).forEach(visit);
    ordered.add(name);
  };
  Object.keys(workloads).forEach(visit);
  return [...ordered];
}

function secretsOf(name: string, workload: WorkloadSettings, { secrets }: WorkloadGround): WorkloadSecret[] {
  const bound = (secret: string): BoundSecret => {
    const found = secrets[secret];
    if (found === undefined) throw new Error(`workload "${name}" binds secret "${secret}", which nobody makes`);
    return found;
  };
  const variables = Object.entries(workload.secrets).map(([variable, { secret, field }]): WorkloadSecret => {
    const { arn, supplied, restartOn } = bound(secret);
    const as = { kind: "env", variable, restartOn } as const;
    return { name: secret, arn, supplied, ...(field !== undefined && { field }), as };
  });
  const files = Object.entries(workload.secretFiles).map(([file, { secret, field }]): WorkloadSecret => {
    const { arn, supplied } = bound(secret);
    return { name: secret, arn, supplied, ...(field !== undefined && { field }), as: { kind: "file", file } };
  });
  return [...variables, ...files];
}

function argsOf(
  name: string,
  workload: WorkloadSettings,
  secrets: readonly WorkloadSecret[],
  ground: WorkloadGround,
): WorkloadArgs {
  const { settings, namespace, cluster, serverCidrs, secretsKeyArn } = ground;
  const common = {
    name,
    region: settings.region,
    accountId: settings.accountId,
    cluster,
    namespace,
    image: workload.image as string,
    ...(workload.command !== undefined && { command: workload.command }),
    ...(workload.args !== undefined && { args: workload.args }),
    config: environmentOf(workload, ground),
    secrets,
    secretsKeyArn,
    connects: connectionsOf(workload, ground),
    bindings: bindingsOf(workload, ground),
    serverCidrs,
    resources: workload.resources,
    scratch: workload.scratch,
    uid: workload.uid,
    tags: tagsOf(settings),
  };
  switch (workload.kind) {
    case "web": {
      const { port, idleTimeoutSeconds, drainSeconds, health, hosts } = workload;
      const host = hosts[0] as string;
      const allowFrom = callersOf(name, ground);
      const replicas = replicasOf(workload);
      return {
        ...common,
        kind: "web",
        port,
        replicas,
        allowFrom,
        idleTimeoutSeconds,
        drainSeconds,
        ...metricsOf(workload, ground),
        health: { host, ...health },
      };
    }
    case "worker": {
      const { liveCommand, drainSeconds } = workload;
      return {
        ...common,
        kind: "worker",
        replicas: replicasOf(workload),
        drainSeconds,
        ...metricsOf(workload, ground),
        ...(liveCommand !== undefined && { liveCommand }),
      };
    }
    case "cron":
      return { ...common, kind: "cron", schedule: workload.schedule, deadlineSeconds: workload.deadlineSeconds };
    case "job":
      return { ...common, kind: "job", deadlineSeconds: workload.deadlineSeconds };
  }
}

/** The AWS resources that a workload uses: data keys by purpose, and media. */
function bindingsOf(workload: WorkloadSettings, { dataKeyArn, media }: WorkloadGround): Binding[] {
  const keys = workload.dataKeys.map((purpose): Binding => ({
    kind: "dataKey",
    name: purpose,
    keyArn: dataKeyArn,
    purpose,
  }));
  return [...keys, ...(media?.bindings(workload.media) ?? [])];
}

/** Nothing where nobody scrapes. */
function metricsOf(
  { metrics }: Extract<WorkloadSettings, { kind: "web" | "worker" }>,
  { scraperCidrs }: WorkloadGround,
): { readonly metrics?: WorkloadMetrics } {
  return metrics === undefined || scraperCidrs === undefined ? {} : { metrics: { port: metrics.port, scraperCidrs } };
}

function replicasOf({ replicas, autoscaling }: Extract<WorkloadSettings, { kind: "web" | "worker" }>): Replicas {
  if (autoscaling === undefined) return replicas as number;
  const { minReplicas, maxReplicas, targetCpuPercent } = autoscaling;
  return { min: minReplicas, max: maxReplicas, cpuPercent: targetCpuPercent };
}

/** The load balancer, and every workload that says it connects. */
function callersOf(name: string, { settings, namespace, loadBalancerCidrs }: WorkloadGround): Caller[] {
  const pods = Object.entries(settings.workloads)
    .filter(([, { connects }]) => connects.includes(name))
    .map(([caller]): Caller => ({ kind: "pods", namespace, matchLabels: selectorFor({ name: caller }) }));
  return [{ kind: "ranges", cidrs: loadBalancerCidrs }, ...pods];
}

function connectionsOf(workload: WorkloadSettings, ground: WorkloadGround): Connection[] {
  const inside = workload.connects.map((target) => connectionTo(target, ground));
  const outside = workload.egress.map((name): Connection => {
    const destination = ground.settings.egress[name];
    if (destination === undefined) throw new Error(`egress "${name}" is not described in the settings`);
    return { name, to: { kind: "domain", names: destination.domains }, port: destination.port };
  });
  return [...inside, ...outside];
}

function connectionTo(target: string, { settings, namespace, servers }: WorkloadGround): Connection {
  const server = servers[target];
  if (server !== undefined) return { ...server, name: target };
  const pods = (name: string, port: number): Connection => ({
    name: target,
    to: { kind: "pods", namespace, matchLabels: selectorFor({ name }) },
    port,
  });
  if (target === "pooler") return pods(POOLER, 6432);
  if (target === "antivirus") return pods(ANTIVIRUS, ANTIVIRUS_PORT);
  const workload = settings.workloads[target];
  if (workload?.kind !== "web") throw new Error(`"${target}" is nothing that a workload can connect to`);
  return pods(target, workload.port);
}
