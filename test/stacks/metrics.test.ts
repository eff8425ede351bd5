import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../engine/plan.ts";
import { recordProgram } from "../../engine/record/index.ts";
import runs from "../../rampart.runs.ts";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const SCRAPER = "aws:amp/scraper:Scraper";

/** Production of Mahaseel, which has a pooler, a scanner, a web workload and a worker. */
async function recorded(settings: unknown): Promise<Plan> {
  const run = runs.find(({ name }) => name === "mahaseel/prod");
  if (run === undefined) throw new Error("rampart.runs.ts has no production of mahaseel");
  return recordProgram({
    programDir: ".",
    stack: run.stack,
    config: { ...run.config, "rampart:settings": JSON.stringify(settings) },
  });
}

/** Resources of a type as data. */
const all = ({ resources }: Plan, type: string): any[] => resources.filter((it) => it.type === type);

/** Ports of the pods of each scrape job, beside the kubelets' own. */
function scraped(plan: Plan): [job: string, port: number][] {
  const { scrape_configs: jobs } = JSON.parse(all(plan, SCRAPER)[0].inputs.scrapeConfiguration);
  return jobs.slice(0, -1).map(({ job_name: job, relabel_configs: [keep] }: any) => {
    const [name, port] = keep.regex.split(";");
    expect(name).toBe(job);
    return [job, Number(port)];
  });
}

describe("with Prometheus", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await recorded({
      workloads: {
        api: { metrics: { port: 9_090, requests: {} } },
        worker: { metrics: { port: 9_091, path: "/internal" } },
      },
    });
  });

  test("everything that shows metrics is scraped", () => {
    expect(scraped(plan)).toEqual([
      ["pooler", 9_127],
      ["scan-worker", 9_464],
      ["api", 9_090],
      ["worker", 9_091],
    ]);
  });

  test("every target is a pod that declares the port, and lets the private subnets at it", () => {
    const [subnets] = all(plan, SCRAPER)[0].inputs.source.eks.subnetIds;
    expect(subnets).toBeDefined();
    for (const [name, port] of scraped(plan)) {
      const pods = plan.resources
        .map(({ inputs }) => (inputs as any).spec?.template)
        .filter((template) => template?.metadata?.labels?.["app.kubernetes.io/name"] === name);
      const ports = pods.flatMap(({ spec }) => spec.containers.flatMap((it: any) => it.ports ?? []));
      expect(ports).toContainEqual(expect.objectContaining({ containerPort: port }));
      const policy = all(plan, POLICY).find(({ inputs }) => inputs.metadata.name === name);
      const rule = policy.inputs.spec.ingress.find(({ ports: [it] }: any) => it.port === port);
      const privateTier = all(plan, "aws:ec2/subnet:Subnet")
        .filter(({ inputs }) => JSON.stringify(inputs.tags).includes("private"))
        .map(({ inputs }) => inputs.cidrBlock as string);
      expect(privateTier.length).toBeGreaterThan(1);
      for (const cidr of privateTier) expect(contains(rule.from[0].ipBlock.cidr, cidr)).toBe(true);
    }
  });

  test("alerts go to the topic of the alarms", () => {
    const [definition] = all(plan, "aws:amp/alertManagerDefinition:AlertManagerDefinition");
    expect(definition.inputs.definition).toMatch(/"topic_arn": "arn:aws:sns:[a-z0-9-]+:\d{12}:mahaseel-prod-alarms/);
    const [rules] = all(plan, "aws:amp/ruleGroupNamespace:RuleGroupNamespace");
    expect(rules.inputs.data).toContain("api-latency");
  });
});

describe("without Prometheus", () => {
  test("nothing listens, and nothing is let in", async () => {
    const plan = await recorded({
      observability: { prometheus: false },
      workloads: { api: { metrics: { port: 9_090 } } },
    });
    expect(plan.resources.filter(({ type }) => type.startsWith("aws:amp/"))).toEqual([]);
    const ports = all(plan, POLICY).flatMap(({ inputs }) =>
      (inputs.spec.ingress ?? []).flatMap((rule: any) => (rule.ports ?? []).map(({ port }: any) => port)),
    );
    expect(ports.filter((port) => [9_090, 9_127, 9_464].includes(port))).toEqual([]);
    expect(JSON.stringify(plan.resources)).not.toContain("SCANNER_METRICS_PORT");
  });
});

/** Whether an IPv4 network lies in another. */
function contains(outer: string, inner: string): boolean {
  const parse = (cidr: string): [number, number] => {
    const [address = "", prefix = ""] = cidr.split("/");
    const bits = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    return [bits, Number(prefix)];
  };
  const [[outerBits, outerPrefix], [innerBits, innerPrefix]] = [parse(outer), parse(inner)];
  const size = 2 ** (32 - outerPrefix);
  return innerPrefix >= outerPrefix && Math.floor(innerBits / size) === Math.floor(outerBits / size);
}
