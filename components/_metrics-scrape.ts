import { SCRAPE_INTERVAL } from "./_metrics-rules.ts";
import type { MetricsTarget } from "./_metrics-targets.ts";

/** The part of Prometheus's scrape configuration that is used here. */
interface ScrapeJob {
  readonly job_name: string;
  readonly scheme: "http" | "https";
  readonly metrics_path?: string;
  readonly authorization?: { readonly type: "Bearer"; readonly credentials_file: string };
  readonly kubernetes_sd_configs: readonly [
    { readonly role: "node" | "pod"; readonly namespaces?: { readonly names: readonly string[] } },
  ];
  readonly relabel_configs: readonly Relabel[];
  readonly metric_relabel_configs?: readonly Relabel[];
}

type Relabel =
  | { readonly action: "keep" | "drop"; readonly source_labels: readonly string[]; readonly regex: string }
  | { readonly action: "labeldrop"; readonly regex: string }
  | {
      readonly source_labels?: readonly string[];
      readonly regex?: string;
      readonly replacement?: string;
      readonly target_label: string;
    };

/** What rules read of cAdvisor; the rest of it is thousands of series. */
const CONTAINER_METRICS = [
  "container_cpu_cfs_periods_total",
  "container_cpu_cfs_throttled_periods_total",
  "container_cpu_usage_seconds_total",
  "container_memory_working_set_bytes",
  "container_spec_memory_limit_bytes",
  "container_start_time_seconds",
];

/** What Go and Node say of themselves, in each process: nothing reads it, and each sample is paid for. */
const RUNTIME_METRICS = "(go|process|promhttp|nodejs)_.*";

/** The name under which the collector's own machines reach the Kubernetes API, and the token that they are given. */
const KUBERNETES_API = "kubernetes.default.svc:443";
const TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** No Kubernetes name, so that no target is called the same. */
export const CONTAINERS_JOB = "kubelet/cadvisor";

/**
 * What the collector scrapes: the targets, pod by pod, and the kubelets' container metrics through the Kubernetes API,
 * so that no node opens a port for it. JSON, which every reader of YAML takes.
 */
export function scrapeConfiguration(namespace: string, targets: readonly MetricsTarget[]): string {
  const jobs = [...targets.map((target) => podJob(namespace, target)), containersJob(namespace)];
  return JSON.stringify(
    { global: { scrape_interval: SCRAPE_INTERVAL, scrape_timeout: "10s" }, scrape_configs: jobs },
    undefined,
    2,
  );
}

function podJob(namespace: string, { name, port, path = "/metrics" }: MetricsTarget): ScrapeJob {
  const meta = "__meta_kubernetes_pod";
  return {
    job_name: name,
    scheme: "http",
    metrics_path: path,
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [namespace] } }],
    relabel_configs: [
      {
        action: "keep",
        source_labels: [`${meta}_label_app_kubernetes_io_name`, `${meta}_container_port_number`],
        regex: `${name};${port}`,
      },
      // A pod that has ended keeps its address in the list for a while, and would count as a target that is down.
      { action: "drop", source_labels: [`${meta}_phase`], regex: "Pending|Succeeded|Failed" },
      { source_labels: [`${meta}_name`], target_label: "pod" },
    ],
    metric_relabel_configs: [{ action: "drop", source_labels: ["__name__"], regex: RUNTIME_METRICS }],
  };
}

function containersJob(namespace: string): ScrapeJob {
  return {
    job_name: CONTAINERS_JOB,
    scheme: "https",
    authorization: { type: "Bearer", credentials_file: TOKEN_FILE },
    kubernetes_sd_configs: [{ role: "node" }],
    relabel_configs: [
      { replacement: KUBERNETES_API, target_label: "__address__" },
      {
        source_labels: ["__meta_kubernetes_node_name"],
        regex: "(.+)",
        replacement: "/api/v1/nodes/$1/proxy/metrics/cadvisor",
        target_label: "__metrics_path__",
      },
    ],
    metric_relabel_configs: [
      { action: "keep", source_labels: ["__name__"], regex: CONTAINER_METRICS.join("|") },
      // Without a container are the sums of pods and slices.
      { action: "keep", source_labels: ["namespace", "container"], regex: `${namespace};.+` },
      // `id` alone tells two runs of one container apart.
      { action: "labeldrop", regex: "name|image" },
    ],
  };
}
