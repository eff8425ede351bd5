/** Pods that show metrics. */
export interface MetricsTarget {
  /** Name of the scrape job, and value of the pods' label `app.kubernetes.io/name`. */
  readonly name: string;
  /** A port that one of the pods' containers declares. */
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
  /** What they are, which decides the rules. */
  readonly what: PoolerTarget | ScannerTarget | WorkloadTarget;
}

/** PgBouncer's exporter of prometheus-community. */
interface PoolerTarget {
  readonly kind: "pooler";
}

/** The scan worker. */
interface ScannerTarget {
  readonly kind: "scanner";
  /** Age of clamd's signatures at which scanning stops. Absent where the worker asks no clamd. */
  readonly signatureMaxAgeHours?: number;
}

interface WorkloadTarget {
  readonly kind: "workload";
  /** The histogram of the requests it answers. @default none: no objectives are watched */
  readonly requests?: RequestHistogram;
}

interface RequestHistogram {
  /** Name without `_bucket` and `_count`. Its unit is the second. */
  readonly histogram: string;
  /** Label that holds the HTTP status, such as `503` or `5xx`. */
  readonly statusLabel: string;
}

/** Targets of one kind, each with what is known of that kind. */
export function targetsOf<Kind extends MetricsTarget["what"]["kind"]>(
  targets: readonly MetricsTarget[],
  kind: Kind,
): (Omit<MetricsTarget, "what"> & { readonly what: Extract<MetricsTarget["what"], { kind: Kind }> })[] {
  return targets.flatMap(({ what, ...target }) =>
    what.kind === kind ? [{ ...target, what: what as Extract<MetricsTarget["what"], { kind: Kind }> }] : [],
  );
}
