import type { AlertRule, RuleGroup } from "./_metrics-rules.ts";

/** As long as the alarm on the queue itself has it: a quarter of an hour. */
const WAIT_SECONDS = 900;
/** Share of the age at which scanning stops from which somebody should look, so that it does not come to that. */
const EARLY = 0.75;
/** Of all attempts in half an hour; single objects that fail ten times have their own alarm, on the dead letters. */
const FAILED_PERCENT = 20;

/**
 * Rules over what the scan worker shows (`runtime/scanner/_exposition.ts`).
 *
 * @param signatureMaxAgeHours Age of the signatures at which scanning stops; without it the worker asks no clamd.
 */
export function scannerRules(job: string, signatureMaxAgeHours: number | undefined): RuleGroup {
  const of = (metric: string, more = "") => `${metric}{job="${job}"${more}}`;
  const grown = (metric: string, window: string, more = "") => `sum(increase(${of(metric, more)}[${window}]))`;
  const common = { component: "scanner", runbook: "uploads-stuck" } as const;
  const alerts: AlertRule[] = [
    {
      ...common,
      alert: "ScannerDown",
      expr: `absent(up{job="${job}"} == 1)`,
      for: "10m",
      severity: "ticket",
      summary: "No scan worker runs; uploads wait in the queue",
    },
    {
      ...common,
      alert: "ScannerQueueSlow",
      expr: `scanner:wait_seconds:mean15m > ${WAIT_SECONDS}`,
      for: "5m",
      severity: "ticket",
      summary: "Uploads have waited more than a quarter of an hour when their scan begins",
    },
    {
      ...common,
      alert: "ScannerFailing",
      expr:
        `${grown("scanner_failures_total", "30m")} / ` +
        `(${grown("scanner_failures_total", "30m")} + ${grown("scanner_objects_total", "30m")}) * 100 > ${FAILED_PERCENT}`,
      for: "10m",
      severity: "ticket",
      summary: `More than ${FAILED_PERCENT} % of the attempts to scan an upload fail`,
    },
    {
      alert: "MalwareFound",
      component: "scanner",
      runbook: "malware-found",
      expr: `${grown("scanner_objects_total", "15m", ',result="infected"')} > 0`,
      severity: "ticket",
      summary: "An upload is infected; it is in quarantine and was never served",
    },
  ];
  return {
    name: "scanner",
    rules: [
      {
        record: "scanner:wait_seconds:mean15m",
        expr: `${grown("scanner_wait_seconds_total", "15m")} / ${grown("scanner_objects_total", "15m")}`,
      },
      ...alerts,
      ...(signatureMaxAgeHours === undefined ? [] : engineRules(of, grown, signatureMaxAgeHours)),
    ],
  };
}

function engineRules(
  of: (metric: string) => string,
  grown: (metric: string, window: string) => string,
  maxAgeHours: number,
): (AlertRule | { record: string; expr: string })[] {
  const common = { component: "scanner", runbook: "uploads-stuck" } as const;
  return [
    {
      // The worker that got the oldest answer counts: it asked the daemon whose updates fail.
      record: "scanner:signature_age_seconds:max",
      expr: `time() - min(${of("scanner_signature_timestamp_seconds")})`,
    },
    {
      ...common,
      alert: "SignaturesOld",
      expr: `scanner:signature_age_seconds:max > ${maxAgeHours * EARLY * 3600}`,
      for: "15m",
      severity: "ticket",
      summary: `clamd's signatures are {{ humanizeDuration $value }} old; at ${maxAgeHours} hours scanning stops`,
    },
    {
      ...common,
      alert: "SignaturesTooOld",
      expr: `scanner:signature_age_seconds:max > ${maxAgeHours * 3600}`,
      for: "5m",
      severity: "page",
      summary: `clamd's signatures are older than ${maxAgeHours} hours: nothing is scanned, and nothing new is served`,
    },
    {
      ...common,
      alert: "ScanEngineUnavailable",
      expr: `${grown("scanner_engine_unavailable_total", "10m")} > 0 unless ${grown("scanner_objects_total", "10m")} > 0`,
      for: "10m",
      severity: "ticket",
      summary: "clamd has not been able to scan for ten minutes",
    },
  ];
}
