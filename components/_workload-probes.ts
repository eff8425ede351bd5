import type * as k8s from "@pulumi/kubernetes";

type Probe = k8s.types.input.core.v1.Probe;

/** How a web workload says that it is well. */
export interface WebHealth {
  /** Host header of the probes: one that the application's own host check lets pass. */
  readonly host: string;
  /** Answers 2xx or 3xx while the process works; asks no other service, or one outage restarts everything. @default "/health" */
  readonly livePath?: string;
  /** Answers 2xx or 3xx while it can serve; may ask its database. @default `livePath` */
  readonly readyPath?: string;
  /** Most seconds until the first answer after a start. @default 60 */
  readonly startupSeconds?: number;
}

export interface Probes {
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

export function assertHealth(where: string, health: WebHealth): void {
  if (!/^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(health.host)) {
    throw new Error(
      `${where}: health.host is "${health.host}"; allowed is a host that the application serves, such as api.acme.com.`,
    );
  }
  for (const key of ["livePath", "readyPath"] as const) {
    const path = health[key];
    if (path === undefined || /^\/[\w./~-]*$/.test(path)) continue;
    throw new Error(`${where}: health.${key} is "${path}"; allowed is a path that begins with "/".`);
  }
  const { startupSeconds = 60 } = health;
  if (!Number.isInteger(startupSeconds) || startupSeconds < 5 || startupSeconds > 900) {
    throw new Error(`${where}: health.startupSeconds is ${startupSeconds}; allowed are whole numbers from 5 to 900.`);
  }
}

/**
 * Probes over HTTP. They bring the host and the scheme that a client behind TLS would, because applications
 * refuse unknown hosts and redirect plain HTTP, and either answer would fail the probe or hide a broken process.
 */
export function webProbes(health: WebHealth): Probes {
  const { host, livePath = "/health", readyPath = livePath, startupSeconds = 60 } = health;
  const get = (path: string) => ({
    path,
    port: "http",
    scheme: "HTTP",
    httpHeaders: [
      { name: "Host", value: host },
      { name: "X-Forwarded-Proto", value: "https" },
    ],
  });
  return {
    startupProbe: {
      httpGet: get(livePath),
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: Math.ceil(startupSeconds / 5),
    },
    livenessProbe: { httpGet: get(livePath), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
    readinessProbe: { httpGet: get(readyPath), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
  };
}

/** A command that ends in 0 while a worker is well. */
export function workerProbes(command: readonly string[] | undefined): Probes {
  if (command === undefined) return {};
  return {
    livenessProbe: {
      exec: { command: [...command] },
      initialDelaySeconds: 10,
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 3,
    },
  };
}
