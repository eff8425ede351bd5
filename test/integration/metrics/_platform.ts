import { renderRules } from "../../../components/_metrics-rules.ts";
import { type MetricsTarget, ruleGroups } from "../../../components/metrics.ts";

/** Everything that has rules: the pooler, the scanner, a workload with objectives and one without. */
export const TARGETS: readonly MetricsTarget[] = [
  { name: "pooler", port: 9127, what: { kind: "pooler" } },
  { name: "scan-worker", port: 9464, what: { kind: "scanner", signatureMaxAgeHours: 48 } },
  {
    name: "api",
    port: 9090,
    what: {
      kind: "workload",
      requests: { histogram: "http_server_request_duration_seconds", statusLabel: "http_response_status_code" },
    },
  },
  { name: "mailer", port: 9091, path: "/internal/metrics", what: { kind: "workload" } },
];

export const GROUPS = ruleGroups({
  targets: TARGETS,
  thresholds: { poolWaitSeconds: 2, poolUsePercent: 80 },
  objectives: { availabilityPercent: 99.9, latencyMilliseconds: 500 },
});

export const RUNBOOKS = "https://runbooks.example";
export const RULES = renderRules(GROUPS, RUNBOOKS);

export const ALERTS = GROUPS.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
