import { Exposition } from "./_exposition.ts";

/** Units that CloudWatch knows, of those used here. */
type Unit = "Count" | "Milliseconds" | "Bytes" | "None";

export interface Metric {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
}

/** Where metrics are filed. */
export interface MetricPlace {
  readonly namespace: string;
  readonly system: string;
  readonly environment: string;
}

/**
 * Metrics as one log line in CloudWatch's embedded metric format: the log group's ingestion turns it into metrics,
 * so that the worker needs no permission and no connection for them. Where a shipper files lines below the root of an
 * event, as the add-on for CloudWatch does, metric filters take the values out instead. `verdict` adds a second, finer dimension.
 */
export function metricLine(place: MetricPlace, metrics: readonly Metric[], verdict?: string, now = Date.now()): string {
  const whole = ["system", "environment"];
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: place.namespace,
          Dimensions: verdict === undefined ? [whole] : [whole, [...whole, "verdict"]],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    system: place.system,
    environment: place.environment,
    ...(verdict !== undefined && { verdict }),
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  });
}

/** What Prometheus is shown of the metrics written so far. */
export const exposition = new Exposition();

/** Writes metrics to the log, and notes them for Prometheus. */
export function emit(place: MetricPlace, metrics: readonly Metric[], verdict?: string): void {
  process.stdout.write(`${metricLine(place, metrics, verdict)}\n`);
  exposition.note(metrics, verdict);
}

export const count = (name: string, value = 1): Metric => ({ name, unit: "Count", value });
