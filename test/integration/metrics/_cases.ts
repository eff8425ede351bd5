/** Series by their text in PromQL, with values a minute apart, as promtool writes them. */
type Series = Readonly<Record<string, string>>;

export interface Fired {
  /** Labels beside severity and component. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly severity: "page" | "ticket";
  readonly component: string;
  readonly summary: string;
  readonly runbook: string;
}

/** What the alerts of one name are at one time. */
export interface Case {
  readonly alert: string;
  readonly when: string;
  readonly series: Series;
  readonly at: string;
  readonly fires: readonly Fired[];
}

const always = (value: number, minutes = 60): string => `${value}+0x${minutes}`;
const growing = (each: number, minutes = 60): string => `0+${each}x${minutes}`;
const labelled = (metric: string, labels: Readonly<Record<string, string>>): string =>
  `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",")}}`;

const pooler = (metric: string, labels: Readonly<Record<string, string>> = {}) =>
  labelled(metric, { job: "pooler", pod: "pooler-0", ...labels });
const scanner = (metric: string, labels: Readonly<Record<string, string>> = {}) =>
  labelled(metric, { job: "scan-worker", pod: "scan-worker-1", ...labels });
const container = (metric: string, labels: Readonly<Record<string, string>> = {}) =>
  labelled(metric, { job: "kubelet/cadvisor", namespace: "shop", pod: "api-1", container: "app", id: "/1", ...labels });

const POOL = { component: "pooler", runbook: "pool-exhaustion" } as const;
const SCAN = { component: "scanner", runbook: "uploads-stuck" } as const;
const PODS = { component: "pods", runbook: "container-restarts", severity: "ticket" } as const;
const METRICS = { component: "metrics", runbook: "metrics-missing", severity: "ticket" } as const;

const down = {
  ...POOL,
  severity: "page",
  summary: "No PgBouncer process answers: nothing that goes through the pooler reaches the database",
} as const;

const poolerCases: Case[] = [
  {
    alert: "PoolerDown",
    when: "no process answers its exporter",
    series: { [pooler("pgbouncer_up")]: always(0), [pooler("pgbouncer_up", { pod: "pooler-1" })]: always(0) },
    at: "6m",
    fires: [down],
  },
  {
    alert: "PoolerDown",
    when: "there is no exporter",
    series: {},
    at: "6m",
    fires: [{ ...down, labels: { job: "pooler" } }],
  },
  {
    alert: "PoolerDown",
    when: "one of two answers",
    series: { [pooler("pgbouncer_up")]: always(0), [pooler("pgbouncer_up", { pod: "pooler-1" })]: always(1) },
    at: "30m",
    fires: [],
  },
  {
    alert: "PoolerPodDown",
    when: "one of two answers",
    series: { [pooler("pgbouncer_up")]: always(0), [pooler("pgbouncer_up", { pod: "pooler-1" })]: always(1) },
    at: "6m",
    fires: [
      {
        ...POOL,
        severity: "ticket",
        labels: { job: "pooler", pod: "pooler-0" },
        summary: "PgBouncer in pooler-0 does not answer",
      },
    ],
  },
  {
    alert: "PoolerPodDown",
    when: "one was replaced in two minutes",
    series: { [pooler("pgbouncer_up")]: "1+0x5 0 0 1+0x20" },
    at: "8m",
    fires: [],
  },
  {
    alert: "PoolerClientsStarving",
    when: "a client waits 16 s",
    series: { [pooler("pgbouncer_pools_client_maxwait_seconds", { database: "shop", user: "api" })]: always(16) },
    at: "4m",
    fires: [
      {
        ...POOL,
        severity: "page",
        labels: { database: "shop" },
        summary: "Clients of shop wait more than 15 s for a connection; after 30 s they are refused",
      },
    ],
  },
  {
    alert: "PoolerClientsStarving",
    when: "clients wait 14 s",
    series: { [pooler("pgbouncer_pools_client_maxwait_seconds", { database: "shop", user: "api" })]: always(14) },
    at: "30m",
    fires: [],
  },
  {
    alert: "PoolerClientsSlow",
    when: "a client waits 3 s",
    series: { [pooler("pgbouncer_pools_client_maxwait_seconds", { database: "shop", user: "api" })]: always(3) },
    at: "6m",
    fires: [
      {
        ...POOL,
        severity: "ticket",
        labels: { database: "shop" },
        summary: "Clients of shop wait more than 2 s for a connection",
      },
    ],
  },
  {
    alert: "PoolerClientsSlow",
    when: "clients waited for three minutes",
    series: {
      [pooler("pgbouncer_pools_client_maxwait_seconds", { database: "shop", user: "api" })]: "0+0x5 3+0x2 0+0x20",
    },
    at: "12m",
    fires: [],
  },
  {
    alert: "PoolerClientsWaiting",
    when: "one waits in each of two pods",
    series: {
      [pooler("pgbouncer_pools_client_waiting_connections", { database: "shop", user: "api" })]: always(1),
      [pooler("pgbouncer_pools_client_waiting_connections", { database: "shop", user: "api", pod: "pooler-1" })]:
        always(1),
    },
    at: "11m",
    fires: [
      {
        ...POOL,
        severity: "ticket",
        labels: { database: "shop" },
        summary: "Clients of shop have been waiting for connections without a pause",
      },
    ],
  },
  {
    alert: "PoolerClientsWaiting",
    when: "some wait now and then",
    series: {
      [pooler("pgbouncer_pools_client_waiting_connections", { database: "shop", user: "api" })]:
        "3 0 2 0 4 0 1 0 3 0 2 0 4 0 1 0 2 0 3 0 2",
    },
    at: "20m",
    fires: [],
  },
  {
    alert: "PoolerSaturated",
    when: "the fullest process has 25 of 30",
    series: {
      [pooler("pgbouncer_databases_current_connections", { name: "shop" })]: always(25),
      [pooler("pgbouncer_databases_max_connections", { name: "shop" })]: always(30),
      [pooler("pgbouncer_databases_current_connections", { name: "shop", pod: "pooler-1" })]: always(3),
      [pooler("pgbouncer_databases_max_connections", { name: "shop", pod: "pooler-1" })]: always(30),
    },
    at: "11m",
    fires: [
      {
        ...POOL,
        severity: "ticket",
        labels: { name: "shop" },
        summary: "More than 80 % of the connections of shop are open",
      },
    ],
  },
  {
    alert: "PoolerSaturated",
    when: "20 of 30 are open, and the console's one of none",
    series: {
      [pooler("pgbouncer_databases_current_connections", { name: "shop" })]: always(20),
      [pooler("pgbouncer_databases_max_connections", { name: "shop" })]: always(30),
      [pooler("pgbouncer_databases_current_connections", { name: "pgbouncer" })]: always(1),
      [pooler("pgbouncer_databases_max_connections", { name: "pgbouncer" })]: always(0),
    },
    at: "30m",
    fires: [],
  },
  {
    alert: "PoolerClientLimit",
    when: "900 of 1000 clients are there",
    series: {
      [pooler("pgbouncer_used_clients")]: always(900),
      [pooler("pgbouncer_config_max_client_connections")]: always(1000),
    },
    at: "11m",
    fires: [
      {
        ...POOL,
        severity: "ticket",
        labels: { job: "pooler", pod: "pooler-0" },
        summary: "pooler-0 has more than 80 % of the clients it accepts",
      },
    ],
  },
  {
    alert: "PoolerClientLimit",
    when: "700 of 1000 clients are there",
    series: {
      [pooler("pgbouncer_used_clients")]: always(700),
      [pooler("pgbouncer_config_max_client_connections")]: always(1000),
    },
    at: "30m",
    fires: [],
  },
];

const scannerCases: Case[] = [
  {
    alert: "ScannerDown",
    when: "the only worker cannot be read",
    series: { [scanner("up")]: always(0) },
    at: "11m",
    fires: [{ ...SCAN, severity: "ticket", summary: "No scan worker runs; uploads wait in the queue" }],
  },
  { alert: "ScannerDown", when: "a worker runs", series: { [scanner("up")]: always(1) }, at: "30m", fires: [] },
  {
    alert: "ScannerQueueSlow",
    when: "uploads wait 20 minutes",
    series: {
      [scanner("scanner_wait_seconds_total")]: growing(1200),
      [scanner("scanner_objects_total", { result: "clean" })]: growing(1),
    },
    at: "30m",
    fires: [
      {
        ...SCAN,
        severity: "ticket",
        summary: "Uploads have waited more than a quarter of an hour when their scan begins",
      },
    ],
  },
  {
    alert: "ScannerQueueSlow",
    when: "uploads wait a minute, or there are none",
    series: {
      [scanner("scanner_wait_seconds_total")]: `${growing(60, 20)} 1200+0x40`,
      [scanner("scanner_objects_total", { result: "clean" })]: `${growing(1, 20)} 20+0x40`,
    },
    at: "50m",
    fires: [],
  },
  {
    alert: "ScannerFailing",
    when: "every second attempt fails",
    series: {
      [scanner("scanner_failures_total")]: growing(1),
      [scanner("scanner_objects_total", { result: "clean" })]: growing(1),
    },
    at: "20m",
    fires: [{ ...SCAN, severity: "ticket", summary: "More than 20 % of the attempts to scan an upload fail" }],
  },
  {
    alert: "ScannerFailing",
    when: "every tenth attempt fails",
    series: {
      [scanner("scanner_failures_total")]: growing(1),
      [scanner("scanner_objects_total", { result: "clean" })]: growing(9),
    },
    at: "40m",
    fires: [],
  },
  {
    alert: "MalwareFound",
    when: "one upload is infected",
    series: { [scanner("scanner_objects_total", { result: "infected" })]: "0+0x10 1+0x20" },
    at: "13m",
    fires: [
      {
        component: "scanner",
        runbook: "malware-found",
        severity: "ticket",
        summary: "An upload is infected; it is in quarantine and was never served",
      },
    ],
  },
  {
    alert: "MalwareFound",
    when: "uploads are clean",
    series: {
      [scanner("scanner_objects_total", { result: "infected" })]: always(0),
      [scanner("scanner_objects_total", { result: "clean" })]: growing(5),
    },
    at: "30m",
    fires: [],
  },
  {
    // Time begins at nought here, so that a signature of 36 hours and 6 minutes before has a negative date.
    alert: "SignaturesOld",
    when: "signatures are past three quarters of their time",
    series: { [scanner("scanner_signature_timestamp_seconds")]: always(-130_000) },
    at: "20m",
    fires: [
      {
        ...SCAN,
        severity: "ticket",
        summary: "clamd's signatures are 1d 12h 26m 40s old; at 48 hours scanning stops",
      },
    ],
  },
  {
    alert: "SignaturesOld",
    when: "signatures are a day old",
    series: { [scanner("scanner_signature_timestamp_seconds")]: always(-86_400) },
    at: "20m",
    fires: [],
  },
  {
    alert: "SignaturesTooOld",
    when: "one daemon's signatures are older than 48 hours",
    series: {
      [scanner("scanner_signature_timestamp_seconds")]: always(-173_000),
      [scanner("scanner_signature_timestamp_seconds", { pod: "scan-worker-2" })]: always(-3_600),
    },
    at: "20m",
    fires: [
      {
        ...SCAN,
        severity: "page",
        summary: "clamd's signatures are older than 48 hours: nothing is scanned, and nothing new is served",
      },
    ],
  },
  {
    alert: "SignaturesTooOld",
    when: "signatures are 40 hours old",
    series: { [scanner("scanner_signature_timestamp_seconds")]: always(-144_000) },
    at: "20m",
    fires: [],
  },
  {
    alert: "ScanEngineUnavailable",
    when: "clamd answers nobody",
    series: {
      [scanner("scanner_engine_unavailable_total")]: growing(2),
      [scanner("scanner_objects_total", { result: "clean" })]: always(7),
    },
    at: "15m",
    fires: [{ ...SCAN, severity: "ticket", summary: "clamd has not been able to scan for ten minutes" }],
  },
  {
    alert: "ScanEngineUnavailable",
    when: "one of two daemons is replaced",
    series: {
      [scanner("scanner_engine_unavailable_total")]: growing(2),
      [scanner("scanner_objects_total", { result: "clean" })]: growing(1),
    },
    at: "30m",
    fires: [],
  },
];

const podCases: Case[] = [
  {
    alert: "ContainerRestarts",
    when: "four runs of one container were seen in half an hour",
    series: Object.fromEntries(
      [1, 2, 3, 4].map((run) => [
        container("container_start_time_seconds", { id: `/${run}` }),
        `${"_ ".repeat(run * 5)}${always(run, 3)}`,
      ]),
    ),
    at: "28m",
    fires: [
      {
        ...PODS,
        labels: { pod: "api-1", container: "app" },
        summary: "app in api-1 has been started 4 times in half an hour",
      },
    ],
  },
  {
    alert: "ContainerRestarts",
    when: "two pods run, one of them for the second time",
    series: {
      [container("container_start_time_seconds")]: always(1),
      [container("container_start_time_seconds", { id: "/2" })]: always(2),
      [container("container_start_time_seconds", { pod: "api-2", id: "/3" })]: always(2),
    },
    at: "40m",
    fires: [],
  },
  {
    alert: "ContainerMemoryFull",
    when: "95 of 100 are in use",
    series: {
      [container("container_memory_working_set_bytes")]: always(95),
      [container("container_spec_memory_limit_bytes")]: always(100),
    },
    at: "16m",
    fires: [
      {
        ...PODS,
        labels: { pod: "api-1", container: "app" },
        summary: "app in api-1 uses more than 90 % of its memory and may be killed",
      },
    ],
  },
  {
    alert: "ContainerMemoryFull",
    when: "half is in use, or there is no limit",
    series: {
      [container("container_memory_working_set_bytes")]: always(50),
      [container("container_spec_memory_limit_bytes")]: always(100),
      [container("container_memory_working_set_bytes", { pod: "x" })]: always(50),
      [container("container_spec_memory_limit_bytes", { pod: "x" })]: always(0),
    },
    at: "40m",
    fires: [],
  },
  {
    alert: "ContainerMetricsMissing",
    when: "no kubelet can be read",
    series: { [labelled("up", { job: "kubelet/cadvisor", instance: "a" })]: always(0) },
    at: "31m",
    fires: [
      { ...METRICS, summary: "The collector reads no container metrics, so it may not reach the cluster at all" },
    ],
  },
  {
    alert: "ContainerMetricsMissing",
    when: "one kubelet of two can be read",
    series: {
      [labelled("up", { job: "kubelet/cadvisor", instance: "a" })]: always(0),
      [labelled("up", { job: "kubelet/cadvisor", instance: "b" })]: always(1),
    },
    at: "50m",
    fires: [],
  },
  {
    alert: "TargetDown",
    when: "a pod's metrics cannot be read",
    series: { [labelled("up", { job: "api", pod: "api-1" })]: always(0) },
    at: "16m",
    fires: [{ ...METRICS, labels: { job: "api", pod: "api-1" }, summary: "The metrics of api-1 cannot be read" }],
  },
  {
    alert: "TargetDown",
    when: "a pod was starting",
    series: { [labelled("up", { job: "api", pod: "api-1" })]: "0+0x5 1+0x40" },
    at: "20m",
    fires: [],
  },
  {
    alert: "TargetMissing",
    when: "no pod of a workload is found",
    series: { [labelled("up", { job: "mailer", pod: "mailer-1" })]: always(1) },
    at: "16m",
    fires: [{ ...METRICS, labels: { job: "api" }, summary: "No pod of api is scraped" }],
  },
  {
    alert: "TargetMissing",
    when: "all are found",
    series: {
      [labelled("up", { job: "mailer", pod: "mailer-1" })]: always(1),
      [labelled("up", { job: "api", pod: "api-1" })]: always(0),
    },
    at: "40m",
    fires: [],
  },
  {
    alert: "RequestMetricsMissing",
    when: "a workload shows other metrics only",
    series: { [labelled("up", { job: "api", pod: "api-1" })]: always(1, 400) },
    at: "365m",
    fires: [
      {
        ...METRICS,
        labels: { job: "api" },
        summary: "api shows metrics, but no http_server_request_duration_seconds: its objectives are not watched",
      },
    ],
  },
  {
    alert: "RequestMetricsMissing",
    when: "it shows the histogram",
    series: {
      [labelled("up", { job: "api", pod: "api-1" })]: always(1, 400),
      [labelled("http_server_request_duration_seconds_count", { job: "api", http_response_status_code: "200" })]:
        growing(1, 400),
    },
    at: "395m",
    fires: [],
  },
];

/** A thousand requests a minute, of which so many fail and so many are slow, and a pooler that is well or not. */
function traffic(errors: string, good: string, fast: string, up = always(1, 4_500)): Series {
  const histogram = "http_server_request_duration_seconds";
  return {
    [labelled(`${histogram}_count`, { job: "api", pod: "api-1", http_response_status_code: "500" })]: errors,
    [labelled(`${histogram}_count`, { job: "api", pod: "api-1", http_response_status_code: "200" })]: good,
    [labelled(`${histogram}_bucket`, { job: "api", pod: "api-1", http_response_status_code: "200", le: "0.5" })]: fast,
    [pooler("pgbouncer_up")]: up,
    [pooler("pgbouncer_pools_client_maxwait_seconds", { database: "shop", user: "api" })]: always(0, 4_500),
  };
}

const burn = (slo: string, window: "1h" | "6h" | "1d" | "3d", short: string, factor: number): Fired => ({
  severity: factor >= 6 ? "page" : "ticket",
  component: "objectives",
  runbook: "error-budget",
  labels: { slo, window },
  summary: `${slo} uses up its error budget ${factor} times too fast, over ${window} and still over ${short}`,
});
const fastest = (slo: string) => burn(slo, "1h", "5m", 14.4);
const fast = (slo: string) => burn(slo, "6h", "30m", 6);
const slow = (slo: string) => burn(slo, "1d", "2h", 3);
const slowest = (slo: string) => burn(slo, "3d", "6h", 1);

const objectiveCases: Case[] = [
  {
    alert: "ErrorBudgetBurn",
    when: "2 % of requests fail",
    series: traffic(growing(20, 90), growing(980, 90), growing(1000, 90)),
    at: "80m",
    fires: [fastest, fast, slow, slowest].map((rate) => rate("api-availability")),
  },
  {
    alert: "ErrorBudgetBurn",
    when: "nothing fails, nothing is slow, and no pod has a series for failures",
    series: Object.fromEntries(
      Object.entries(traffic("", growing(1000, 90), growing(1000, 90))).filter(([series]) => !series.includes('"500"')),
    ),
    at: "80m",
    fires: [],
  },
  {
    alert: "ErrorBudgetBurn",
    when: "1 % of requests fail, which is no page within the hour",
    series: traffic(growing(10, 90), growing(990, 90), growing(1000, 90)),
    at: "80m",
    fires: [fast, slow, slowest].map((rate) => rate("api-availability")),
  },
  {
    alert: "ErrorBudgetBurn",
    when: "four in a thousand fail, which can wait for the morning",
    series: traffic(growing(4, 90), growing(996, 90), growing(1000, 90)),
    at: "80m",
    fires: [slow, slowest].map((rate) => rate("api-availability")),
  },
  {
    alert: "ErrorBudgetBurn",
    when: "two in a thousand fail",
    series: traffic(growing(2, 90), growing(998, 90), growing(1000, 90)),
    at: "80m",
    fires: [slowest("api-availability")],
  },
  {
    alert: "ErrorBudgetBurn",
    when: "one in two thousand fails, as the objective allows",
    series: traffic(growing(0.5, 90), growing(999.5, 90), growing(1000, 90)),
    at: "80m",
    fires: [],
  },
  {
    alert: "ErrorBudgetBurn",
    when: "everything failed for two minutes, and is over",
    series: traffic(
      `${always(0, 59)} 1000 2000 2000+0x60`,
      `${growing(1000, 59)} 59000 59000 60000+1000x60`,
      growing(1000, 120),
    ),
    at: "70m",
    // The half hour still holds it; the five minutes do not.
    fires: [fast, slow, slowest].map((rate) => rate("api-availability")),
  },
  {
    alert: "ErrorBudgetBurn",
    when: "every fifth request is slow",
    series: traffic(always(0, 90), growing(1000, 90), growing(800, 90)),
    at: "80m",
    fires: [fastest, fast, slow, slowest].map((rate) => rate("api-latency")),
  },
  {
    alert: "ErrorBudgetBurn",
    when: "the pooler has not answered for ten minutes of two hours",
    series: traffic(always(0, 130), growing(1000, 130), growing(1000, 130), `${always(1, 109)} ${always(0, 20)}`),
    at: "120m",
    fires: [fastest, fast, slow, slowest].map((rate) => rate("pooler-availability")),
  },
];

export const CASES: readonly Case[] = [...poolerCases, ...scannerCases, ...podCases, ...objectiveCases];
