import type { MetricPlace } from "./_metrics.ts";

export interface ScannerSettings {
  readonly region: string;
  readonly queueUrl: string;
  readonly uploadBucket: string;
  readonly servingBucket: string;
  /** Media types that may be served, in lower case. */
  readonly contentTypes: readonly string[];
  readonly engine: ClamavEngine | { readonly kind: "guardduty" };
  /** Objects worked on at once. Each holds a connection and a few chunks, never a whole object. */
  readonly concurrency: number;
  /** How long work at hand may go on after SIGTERM; then its message is returned. */
  readonly drainMilliseconds: number;
  /** File whose age tells the liveness probe that the loops turn. */
  readonly heartbeatFile: string;
  readonly metrics: MetricPlace;
  /** Port on which Prometheus reads the metrics. Absent where nobody scrapes. */
  readonly metricsPort?: number;
  /** Another address than AWS's own. Only tests set them. */
  readonly endpoint?: string;
}

interface ClamavEngine {
  readonly kind: "clamav";
  readonly host: string;
  readonly port: number;
  /** A larger object is not read at all and never clean. */
  readonly maxFileBytes: number;
  /** Longest scan of one object, its transfer included. */
  readonly scanTimeoutMilliseconds: number;
  /** Older signatures stop scanning. */
  readonly signatureMaxAgeMilliseconds: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the worker's environment; throws, naming the variable, if one is missing or malformed. */
export function readSettings(env: Environment): ScannerSettings {
  const text = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === "") throw new Error(`${name} is not set; the worker cannot start without it.`);
    return value;
  };
  const whole = (name: string, least: number, most: number): number => {
    const value = Number(text(name));
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new Error(`${name} is "${env[name]}"; allowed are whole numbers from ${least} to ${most}.`);
  };
  const engine = text("SCANNER_ENGINE");
  if (engine !== "clamav" && engine !== "guardduty") {
    throw new Error(`SCANNER_ENGINE is "${engine}"; allowed are clamav and guardduty.`);
  }
  return {
    region: text("AWS_REGION"),
    queueUrl: text("SCANNER_QUEUE_URL"),
    uploadBucket: text("SCANNER_UPLOAD_BUCKET"),
    servingBucket: text("SCANNER_SERVING_BUCKET"),
    contentTypes: text("SCANNER_CONTENT_TYPES").toLowerCase().split(","),
    engine:
      engine === "guardduty"
        ? { kind: "guardduty" }
        : {
            kind: "clamav",
            host: text("CLAMD_HOST"),
            port: whole("CLAMD_PORT", 1, 65_535),
            maxFileBytes: whole("SCANNER_MAX_FILE_MIB", 1, 2_000) * 1024 * 1024,
            scanTimeoutMilliseconds: whole("SCANNER_SCAN_TIMEOUT_SECONDS", 1, 3_600) * 1000,
            signatureMaxAgeMilliseconds: whole("SCANNER_SIGNATURE_MAX_AGE_HOURS", 1, 168) * 3_600_000,
          },
    concurrency: whole("SCANNER_CONCURRENCY", 1, 32),
    drainMilliseconds: whole("SCANNER_DRAIN_SECONDS", 1, 3_600) * 1000,
    heartbeatFile: text("SCANNER_HEARTBEAT_FILE"),
    metrics: {
      namespace: "Rampart/Scanner",
      system: text("SCANNER_SYSTEM"),
      environment: text("SCANNER_ENVIRONMENT"),
    },
    ...(env.SCANNER_METRICS_PORT !== undefined && { metricsPort: whole("SCANNER_METRICS_PORT", 1_025, 65_535) }),
    ...(env.SCANNER_ENDPOINT !== undefined && { endpoint: env.SCANNER_ENDPOINT }),
  };
}
