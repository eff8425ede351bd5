import { describe, expect, test } from "vitest";
import { CONTAINERS_JOB, scrapeConfiguration } from "../../../components/_metrics-scrape.ts";
import { TARGETS } from "./_platform.ts";
import { tool } from "./_tools.ts";

interface Job {
  readonly job_name: string;
  readonly kubernetes_sd_configs: unknown;
  readonly [field: string]: unknown;
}
const given = JSON.parse(scrapeConfiguration("shop", TARGETS)) as {
  readonly global: unknown;
  readonly scrape_configs: readonly Job[];
};

/** The same configuration with targets in it: Debian's build cannot ask Kubernetes for any. */
function withTargets(labels: readonly Readonly<Record<string, string>>[]): string {
  const jobs = given.scrape_configs.map((job) => ({
    ...job,
    // Left out of the text.
    kubernetes_sd_configs: undefined,
    static_configs: labels.map((meta, index) => ({
      targets: [`10.0.0.${index + 1}:${meta["port"] ?? "80"}`],
      labels: meta,
    })),
  }));
  return JSON.stringify({ ...given, scrape_configs: jobs });
}

/** What is left of the targets of a job after relabelling. */
function kept(job: string, labels: readonly Readonly<Record<string, string>>[]): Record<string, string>[] {
  const said = tool("promtool", ["check", "service-discovery", "--timeout=5s", "scrape.yaml", job], {
    "scrape.yaml": withTargets(labels),
  });
  const found = JSON.parse(said.text) as { readonly labels?: Record<string, string> }[];
  return found.flatMap(({ labels: after }) => (after !== undefined && Object.keys(after).length > 0 ? [after] : []));
}

const pod = (name: string, port: string, phase = "Running") => ({
  port,
  __meta_kubernetes_pod_name: `${name}-0`,
  __meta_kubernetes_pod_phase: phase,
  __meta_kubernetes_pod_label_app_kubernetes_io_name: name,
  __meta_kubernetes_pod_container_port_number: port,
});

describe("the scrape configuration", () => {
  test("is one to promtool, beside how targets are found", () => {
    // The token lies on the collector's machines.
    const said = tool("promtool", ["check", "config", "--syntax-only", "scrape.yaml"], {
      "scrape.yaml": withTargets([]),
    });
    expect(said.text).toContain("SUCCESS");
    expect(said.status).toBe(0);
  });

  test("finds pods of its namespace alone, and the nodes", () => {
    expect(
      given.scrape_configs.map(({ job_name, kubernetes_sd_configs }) => [job_name, kubernetes_sd_configs]),
    ).toEqual([
      ...TARGETS.map(({ name }) => [name, [{ role: "pod", namespaces: { names: ["shop"] } }]]),
      [CONTAINERS_JOB, [{ role: "node" }]],
    ]);
  });

  test("takes the port of the metrics of running pods of the name, and no other", () => {
    const pods = [
      pod("pooler", "9127"),
      pod("pooler", "6432"),
      pod("pooler", "9127", "Succeeded"),
      pod("api", "9127"),
      pod("pooler-old", "9127"),
    ];
    expect(kept("pooler", pods)).toEqual([
      expect.objectContaining({ job: "pooler", pod: "pooler-0", instance: "10.0.0.1:9127" }),
    ]);
  });

  test("reads the path that the target names", () => {
    expect(kept("mailer", [pod("mailer", "9091")])).toEqual([
      expect.objectContaining({ __metrics_path__: "/internal/metrics", __scheme__: "http" }),
    ]);
  });

  test("reads the kubelets through the Kubernetes API", () => {
    const found = kept(CONTAINERS_JOB, [{ __meta_kubernetes_node_name: "i-0abc", port: "10250" }]);
    expect(found).toEqual([
      expect.objectContaining({
        __address__: "kubernetes.default.svc:443",
        __metrics_path__: "/api/v1/nodes/i-0abc/proxy/metrics/cadvisor",
        __scheme__: "https",
      }),
    ]);
  });
});
