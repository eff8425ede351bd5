import type { AlertRule, RecordingRule, RuleGroup, Severity } from "./_metrics-rules.ts";
import { type MetricsTarget, targetsOf } from "./_metrics-targets.ts";

export interface Objectives {
  /** Share of requests that must succeed in 30 days, in per cent. */
  readonly availabilityPercent: number;
  /** What 99 % of requests must stay below. A bound of the histogram, for applications that show one. */
  readonly latencyMilliseconds: number;
}

/**
 * Bounds that OpenTelemetry gives the histogram of requests, in milliseconds
 * (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/): only between them can anything be said.
 */
export const LATENCY_BOUNDS: readonly number[] = [
  5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000,
];

/** Share of requests that must be fast enough, in per cent. */
const LATENCY_PERCENT = 99;

/** A service level indicator, as what is bad of it. */
interface Indicator {
  /** Name of the objective, value of the label `slo`. */
  readonly slo: string;
  /** Share that must be good in 30 days, in per cent. */
  readonly goodPercent: number;
  /** Share that was bad over a window, 0 to 1. */
  readonly bad: (window: string) => string;
}

/** One pace at which an error budget may burn: seen in a long window, and still going on in a short one. */
interface BurnRate {
  readonly severity: Severity;
  /** How many times faster than to use up the budget in exactly 30 days. */
  readonly factor: number;
  readonly long: string;
  readonly short: string;
}

/**
 * Multi-window, multi-burn-rate alerts of the SRE Workbook, chapter 5 (https://sre.google/workbook/alerting-on-slos/):
 * 2 % of the budget in an hour and 5 % in six page; 10 % in a day or in three days is a ticket.
 */
export const BURN_RATES: readonly BurnRate[] = [
  { severity: "page", factor: 14.4, long: "1h", short: "5m" },
  { severity: "page", factor: 6, long: "6h", short: "30m" },
  { severity: "ticket", factor: 3, long: "1d", short: "2h" },
  { severity: "ticket", factor: 1, long: "3d", short: "6h" },
];

const WINDOWS = [...new Set(BURN_RATES.flatMap(({ long, short }) => [long, short]))];

/**
 * Rules for the objectives of a platform: of every workload that shows a histogram of its requests, and of the pooler,
 * which is good in every minute in which a process answers and no client waits longer than `poolWaitSeconds`.
 */
export function objectiveRules(
  targets: readonly MetricsTarget[],
  objectives: Objectives,
  poolWaitSeconds: number,
): RuleGroup[] {
  const poolers = targetsOf(targets, "pooler").map(({ name }) => name);
  const indicators = [
    ...poolers.map((job) => poolerIndicator(job, objectives)),
    ...targetsOf(targets, "workload").flatMap(({ name, what: { requests } }) =>
      requests === undefined ? [] : requestIndicators(name, requests, objectives),
    ),
  ];
  return [
    ...poolers.map((job) => ({ name: `${job}-good-minutes`, rules: [goodMinutes(job, poolWaitSeconds)] })),
    ...indicators.map((indicator) => ({
      name: `slo-${indicator.slo}`,
      rules: [...WINDOWS.map((window) => recorded(indicator, window)), ...burnAlerts(indicator)],
    })),
  ];
}

function goodMinutes(job: string, poolWaitSeconds: number): RecordingRule {
  const up = `max(pgbouncer_up{job="${job}"}) == bool 1`;
  const prompt = `(max(pgbouncer_pools_client_maxwait_seconds{job="${job}"}) or vector(0)) <= bool ${poolWaitSeconds}`;
  // Nothing to see of the pooler is not a good minute.
  return { record: "pooler:good:bool", expr: `(${up}) * (${prompt}) or vector(0)`, labels: { job } };
}

function poolerIndicator(job: string, { availabilityPercent }: Objectives): Indicator {
  return {
    slo: `${job}-availability`,
    goodPercent: availabilityPercent,
    bad: (window) => `1 - max(avg_over_time(pooler:good:bool{job="${job}"}[${window}]))`,
  };
}

function requestIndicators(
  job: string,
  { histogram, statusLabel }: { readonly histogram: string; readonly statusLabel: string },
  { availabilityPercent, latencyMilliseconds }: Objectives,
): Indicator[] {
  const all = (window: string) => `sum(rate(${histogram}_count{job="${job}"}[${window}]))`;
  const bound = String(latencyMilliseconds / 1000).replace(".", "\\\\.");
  return [
    {
      slo: `${job}-availability`,
      goodPercent: availabilityPercent,
      // Without a failed request since it started, a pod has no series for one.
      bad: (window) =>
        `(sum(rate(${histogram}_count{job="${job}",${statusLabel}=~"5.."}[${window}])) or vector(0)) / ${all(window)}`,
    },
    {
      slo: `${job}-latency`,
      goodPercent: LATENCY_PERCENT,
      // Libraries write whole seconds with and without a decimal.
      bad: (window) =>
        `1 - sum(rate(${histogram}_bucket{job="${job}",le=~"${bound}(\\\\.0)?"}[${window}])) / ${all(window)}`,
    },
  ];
}

function recorded({ slo, bad }: Indicator, window: string): RecordingRule {
  return { record: `slo:bad:ratio_${window}`, expr: bad(window), labels: { slo } };
}

/** A pace beyond "everything is bad" cannot be reached; with a loose objective such an alert would be there for show. */
function burnAlerts({ slo, goodPercent }: Indicator): AlertRule[] {
  // Rounded, because 100 - 99.9 is not 0.1 to a computer.
  const budget = Number(((100 - goodPercent) / 100).toFixed(6));
  return BURN_RATES.filter(({ factor }) => factor * budget < 1).map(({ severity, factor, long, short }) => {
    const limit = Number((factor * budget).toFixed(6));
    return {
      alert: "ErrorBudgetBurn",
      expr: `slo:bad:ratio_${long}{slo="${slo}"} > ${limit} and slo:bad:ratio_${short}{slo="${slo}"} > ${limit}`,
      severity,
      component: "objectives",
      runbook: "error-budget",
      summary: `${slo} uses up its error budget ${factor} times too fast, over ${long} and still over ${short}`,
      labels: { slo, window: long },
    };
  });
}
