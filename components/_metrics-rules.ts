/** Runbooks that alerts link to; each is `docs/runbooks/<name>.md`. */
export const ALERT_RUNBOOKS = [
  "container-restarts",
  "error-budget",
  "malware-found",
  "metrics-missing",
  "pool-exhaustion",
  "uploads-stuck",
] as const;

/** `page` wakes somebody; `ticket` can wait for the morning. */
export type Severity = "page" | "ticket";

/** A series that is computed once for the alerts and dashboards that read it. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** One alert. Its name is unique but for the severity. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, as Prometheus writes durations. @default at once */
  readonly for?: string;
  readonly severity: Severity;
  /** Which part of the platform it is about; an alert that a part is down silences the others of that part. */
  readonly component: string;
  /** What is the matter, as a sentence. Templates may name labels of the expression's result. */
  readonly summary: string;
  readonly runbook: (typeof ALERT_RUNBOOKS)[number];
  /** More labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}

/** As often as is scraped: a rule that looks more often sees nothing new. */
export const SCRAPE_INTERVAL = "60s";

/**
 * A file of rules as Prometheus reads it. It is JSON, which every reader of YAML takes, so that nothing depends on how
 * text is quoted.
 *
 * @param runbooksUrl Where people read the runbooks, without a slash at the end.
 */
export function renderRules(groups: readonly RuleGroup[], runbooksUrl: string): string {
  return JSON.stringify(
    {
      groups: groups.map(({ name, rules }) => ({
        name,
        interval: SCRAPE_INTERVAL,
        rules: rules.map((rule) => ("alert" in rule ? renderAlert(rule, runbooksUrl) : rule)),
      })),
    },
    undefined,
    2,
  );
}

function renderAlert(rule: AlertRule, runbooksUrl: string): Record<string, unknown> {
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.for !== undefined && { for: rule.for }),
    labels: { severity: rule.severity, component: rule.component, ...rule.labels },
    annotations: { summary: rule.summary, runbook_url: `${runbooksUrl}/${rule.runbook}.md` },
  };
}
