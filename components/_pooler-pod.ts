import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PGBOUNCER_PATHS, STATS_USER } from "./_pgbouncer.ts";
import { type ContainerResources, hardenedContainer, memoryVolume } from "./_pod.ts";

type Container = k8s.types.input.core.v1.Container;
type Volume = k8s.types.input.core.v1.Volume;

export const POOLER_PORT = 6432;
/** The exporter's own default. */
export const METRICS_PORT = 9127;

const SUPERVISOR = "/usr/local/bin/supervisor";
const USERS = "/run/secrets/pgbouncer/users";
const TLS = "/run/secrets/pgbouncer/tls";
/** Shared by the two containers, and nothing is in it but the exporter's own password. */
const EXPORTER = "/run/exporter";
const PASSFILE = `${EXPORTER}/pgpass`;

export interface PoolerPodArgs {
  readonly image: string;
  readonly exporterImage: string;
  /** Names in the self-signed certificate. */
  readonly serverNames: readonly string[];
  readonly hasTlsFiles: boolean;
  readonly preStopSeconds: number;
  readonly drainSeconds: number;
  readonly resources: ContainerResources | undefined;
}

/** PgBouncer under its supervisor, and the exporter beside it. */
export function poolerContainers(args: PoolerPodArgs): Container[] {
  return [pgbouncer(args), exporter(args.exporterImage)];
}

function pgbouncer(args: PoolerPodArgs): Container {
  // Inside the container, so that no port is open for it; it asks PgBouncer's event loop, which an open port does not.
  const asks = { exec: { command: [SUPERVISOR, "-check", `127.0.0.1:${POOLER_PORT}`] }, timeoutSeconds: 5 };
  return hardenedContainer({
    name: "pgbouncer",
    image: args.image,
    command: [SUPERVISOR],
    args: [
      `-config=${PGBOUNCER_PATHS.config}/pgbouncer.ini`,
      `-runtime=${PGBOUNCER_PATHS.runtime}`,
      `-users=${USERS}`,
      args.hasTlsFiles ? `-tls=${TLS}` : `-server-names=${args.serverNames.join(",")}`,
      `-stats-user=${STATS_USER}`,
      `-stats-passfile=${PASSFILE}`,
      `-drain-timeout=${args.drainSeconds}s`,
    ],
    ports: { postgres: POOLER_PORT },
    resources: args.resources ?? { cpuRequest: "250m", cpuLimit: "1", memory: "256Mi" },
    volumeMounts: [
      { name: "config", mountPath: PGBOUNCER_PATHS.config, readOnly: true },
      { name: "runtime", mountPath: PGBOUNCER_PATHS.runtime },
      { name: "exporter", mountPath: EXPORTER },
      { name: "users", mountPath: USERS, readOnly: true },
      ...(args.hasTlsFiles ? [{ name: "tls", mountPath: TLS, readOnly: true }] : []),
    ],
    startupProbe: { ...asks, periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { ...asks, periodSeconds: 5, failureThreshold: 2 },
    livenessProbe: { ...asks, periodSeconds: 15, failureThreshold: 4 },
    // Clients still find the process for this long after it was asked to go.
    lifecycle: { preStop: { sleep: { seconds: args.preStopSeconds } } },
  });
}

function exporter(image: string): Container {
  return hardenedContainer({
    name: "exporter",
    image,
    args: [
      `--web.listen-address=:${METRICS_PORT}`,
      `--pgBouncer.connectionString=postgres://${STATS_USER}@127.0.0.1:${POOLER_PORT}/pgbouncer?sslmode=require`,
    ],
    // The driver reads the password from here at each connection.
    env: [{ name: "PGPASSFILE", value: PASSFILE }],
    ports: { metrics: METRICS_PORT },
    resources: { cpuRequest: "10m", cpuLimit: "100m", memory: "64Mi" },
    volumeMounts: [{ name: "exporter", mountPath: EXPORTER, readOnly: true }],
    livenessProbe: { tcpSocket: { port: "metrics" }, periodSeconds: 30 },
  });
}

/** `users` and `tls` are the one volume, or none, that the secrets driver fills. */
export function poolerVolumes(
  configName: pulumi.Input<string>,
  users: readonly Volume[],
  tls: readonly Volume[],
): Volume[] {
  return [
    { name: "config", configMap: { name: configName, defaultMode: 0o444 } },
    memoryVolume("runtime", 1),
    memoryVolume("exporter", 1),
    ...users.map((volume) => ({ ...volume, name: "users" })),
    ...tls.map((volume) => ({ ...volume, name: "tls" })),
  ];
}
