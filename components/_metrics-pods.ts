import type { AlertRule, RuleGroup } from "./_metrics-rules.ts";
import { CONTAINERS_JOB } from "./_metrics-scrape.ts";
import { type MetricsTarget, targetsOf } from "./_metrics-targets.ts";

/** Runs of one container in half an hour that are no rollout and no accident any more; back-off allows six or so. */
const RESTARTS = 3;
const MEMORY_PERCENT = 90;

/** Whether what should be scraped is, and how every container of the namespace is doing. */
export function podRules(targets: readonly MetricsTarget[]): RuleGroup {
  const containers = (metric: string) => `${metric}{job="${CONTAINERS_JOB}"}`;
  const alerts: AlertRule[] = [
    {
      alert: "ContainerRestarts",
      component: "pods",
      runbook: "container-restarts",
      // Each run has series of its own, told apart by `id`.
      expr: `count by (pod, container) (count_over_time(${containers("container_start_time_seconds")}[30m])) > ${RESTARTS}`,
      severity: "ticket",
      summary: "{{ $labels.container }} in {{ $labels.pod }} has been started {{ $value }} times in half an hour",
    },
    {
      alert: "ContainerMemoryFull",
      component: "pods",
      runbook: "container-restarts",
      expr:
        `max by (pod, container) (${containers("container_memory_working_set_bytes")}) / ` +
        `max by (pod, container) (${containers("container_spec_memory_limit_bytes")} > 0) * 100 > ${MEMORY_PERCENT}`,
      for: "15m",
      severity: "ticket",
      summary: `{{ $labels.container }} in {{ $labels.pod }} uses more than ${MEMORY_PERCENT} % of its memory and may be killed`,
    },
    {
      alert: "ContainerMetricsMissing",
      component: "metrics",
      runbook: "metrics-missing",
      expr: `absent(up{job="${CONTAINERS_JOB}"} == 1)`,
      for: "30m",
      severity: "ticket",
      summary: "The collector reads no container metrics, so it may not reach the cluster at all",
    },
  ];
  return { name: "pods", rules: [...alerts, ...targetAlerts(targets)] };
}

function targetAlerts(targets: readonly MetricsTarget[]): AlertRule[] {
  const common = { component: "metrics", runbook: "metrics-missing" } as const;
  const names = targets.map(({ name }) => name);
  if (names.length === 0) return [];
  const down: AlertRule = {
    ...common,
    alert: "TargetDown",
    expr: `up{job=~"${names.join("|")}"} == 0`,
    for: "15m",
    severity: "ticket",
    summary: "The metrics of {{ $labels.pod }} cannot be read",
  };
  const workloads = targetsOf(targets, "workload").flatMap(({ name, what: { requests } }): AlertRule[] => [
    {
      ...common,
      alert: "TargetMissing",
      expr: `absent(up{job="${name}"})`,
      for: "15m",
      severity: "ticket",
      summary: `No pod of ${name} is scraped`,
      labels: { job: name },
    },
    ...(requests === undefined
      ? []
      : [
          {
            ...common,
            alert: "RequestMetricsMissing",
            // A histogram of another name would leave the objectives unwatched without a word.
            expr: `absent(${requests.histogram}_count{job="${name}"}) and on () (max(up{job="${name}"}) == 1)`,
            for: "6h",
            severity: "ticket",
            summary: `${name} shows metrics, but no ${requests.histogram}: its objectives are not watched`,
            labels: { job: name },
          } as const,
        ]),
  ]);
  return [down, ...workloads];
}
