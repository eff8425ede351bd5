import { beforeAll, describe, expect, test } from "vitest";
import { keyTable } from "../../components/_key-policies.ts";
import { BURN_RATES, objectiveRules } from "../../components/_metrics-objectives.ts";
import { type AlertRule, type RecordingRule, renderRules } from "../../components/_metrics-rules.ts";
import { Metrics, type MetricsArgs, type MetricsTarget, ruleGroups } from "../../components/metrics.ts";
import { MOCK_ACCOUNT, type Recording, recordResources, valueOf } from "../support/mocks.ts";

const api: MetricsTarget = {
  name: "api",
  port: 9090,
  what: {
    kind: "workload",
    requests: { histogram: "http_server_request_duration_seconds", statusLabel: "http_response_status_code" },
  },
};
const topicArn = `arn:aws:sns:eu-west-1:${MOCK_ACCOUNT}:shop-prod-alarms`;
const args: MetricsArgs = {
  prefix: "shop-prod",
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  clusterArn: `arn:aws:eks:eu-west-1:${MOCK_ACCOUNT}:cluster/shop-prod`,
  clusterSecurityGroupId: "sg-cluster",
  namespace: "shop",
  targets: [
    { name: "pooler", port: 9127, what: { kind: "pooler" } },
    { name: "scan-worker", port: 9464, what: { kind: "scanner", signatureMaxAgeHours: 48 } },
    api,
    { name: "mailer", port: 9090, what: { kind: "workload" } },
  ],
  kmsKeyArn: `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/logs`,
  logsKeyArn: `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/logs`,
  logRetentionDays: 90,
  topicArn,
  thresholds: { poolWaitSeconds: 2, poolUsePercent: 80 },
  objectives: { availabilityPercent: 99.9, latencyMilliseconds: 500 },
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (extra: Partial<MetricsArgs> = {}) =>
  recordResources(() => new Metrics("metrics", { ...args, ...extra }));
const rulesOf = (extra: Partial<MetricsArgs> = {}) => ruleGroups({ ...args, ...extra }).flatMap(({ rules }) => rules);
const alertsOf = (extra: Partial<MetricsArgs> = {}) =>
  rulesOf(extra).filter((rule): rule is AlertRule => "alert" in rule);

let made: Recording<Metrics>;
beforeAll(async () => {
  made = await record();
});

describe("the workspace", () => {
  test("is encrypted and logs to an encrypted group", async () => {
    const group = made.one("aws:cloudwatch/logGroup:LogGroup").inputs;
    expect(group).toMatchObject({
      region: "eu-west-1",
      name: "/aws/vendedlogs/prometheus/shop-prod",
      kmsKeyId: args.logsKeyArn,
      retentionInDays: 90,
    });
    const logGroupArn = `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:/aws/vendedlogs/prometheus/shop-prod:*`;
    expect(made.one("aws:amp/workspace:Workspace").inputs).toMatchObject({
      region: "eu-west-1",
      alias: "shop-prod",
      kmsKeyArn: args.kmsKeyArn,
      loggingConfiguration: { logGroupArn },
      tags: { component: "metrics", Name: "shop-prod" },
    });
    expect(made.one("aws:amp/scraperLoggingConfiguration:ScraperLoggingConfiguration").inputs).toMatchObject({
      loggingDestination: { cloudwatchLogs: { logGroupArn } },
      scraperComponents: ["SERVICE_DISCOVERY", "COLLECTOR", "EXPORTER"],
    });
    expect(made.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs.policyDocument).toContain(
      '"Service":"delivery.logs.amazonaws.com"',
    );
    for (const type of [
      "aws:amp/workspace:Workspace",
      "aws:amp/scraperLoggingConfiguration:ScraperLoggingConfiguration",
    ]) {
      expect(made.one(type).opts.dependencies).toContain("metrics-log-delivery");
    }
    expect(await valueOf(made.result.workspaceArn)).toContain(":workspace/ws-");
  });

  test("finds its uses allowed by the policy of the logs' key", () => {
    const rows = keyTable.logs;
    expect(rows.some((row) => row.kind === "via" && row.services.includes("aps"))).toBe(true);
    expect(rows.some((row) => row.kind === "service" && row.service === "aps.amazonaws.com")).toBe(true);
  });

  test("can tell the topic, and is scraped, before the first rule can fire", () => {
    const definition = made.one("aws:amp/alertManagerDefinition:AlertManagerDefinition");
    expect(definition.inputs.definition).toContain(`"topic_arn": "${topicArn}"`);
    expect(definition.inputs.definition).toMatch(/^alertmanager_config: \|\n {2}\{\n/);
    const rules = made.one("aws:amp/ruleGroupNamespace:RuleGroupNamespace");
    expect(rules.inputs.workspaceId).toBe(definition.inputs.workspaceId);
    expect(rules.opts.dependencies).toEqual(expect.arrayContaining(["metrics-alertmanager", "metrics-scraper"]));
  });
});

describe("the collector", () => {
  test("scrapes the cluster from the private subnets, in a group of its own", () => {
    const scraper = made.one("aws:amp/scraper:Scraper");
    const group = made.one("aws:ec2/securityGroup:SecurityGroup");
    expect(scraper.inputs).toMatchObject({
      region: "eu-west-1",
      alias: "shop-prod",
      source: {
        eks: {
          clusterArn: args.clusterArn,
          subnetIds: ["subnet-a", "subnet-b"],
          securityGroupIds: [expect.stringMatching(/^sg-/)],
        },
      },
      destination: { amp: { workspaceArn: expect.stringContaining(":workspace/ws-") } },
    });
    expect(scraper.opts.dependencies).toEqual(
      expect.arrayContaining(
        made.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ name }) => name),
      ),
    );
    expect(group.inputs).not.toHaveProperty("ingress");
    expect(group.inputs).not.toHaveProperty("egress");
  });

  test.each([
    ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "referencedSecurityGroupId"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "securityGroupId"],
  ])("reaches the API and each metrics port once: %s", (type, cluster) => {
    const rules = made.all(type).map(({ inputs }) => inputs);
    expect(rules.map(({ fromPort, toPort }) => [fromPort, toPort])).toEqual(
      expect.arrayContaining([443, 9090, 9127, 9464].map((port) => [port, port])),
    );
    expect(rules).toHaveLength(4);
    for (const rule of rules) expect(rule).toMatchObject({ ipProtocol: "tcp", [cluster]: "sg-cluster" });
  });

  test("reads what rules need, of this namespace alone", () => {
    const { scrape_configs: jobs } = JSON.parse(made.one("aws:amp/scraper:Scraper").inputs.scrapeConfiguration);
    expect(jobs.map((job: any) => job.job_name)).toEqual([
      "pooler",
      "scan-worker",
      "api",
      "mailer",
      "kubelet/cadvisor",
    ]);
    const [names, namespaces] = jobs.at(-1).metric_relabel_configs;
    expect(namespaces).toMatchObject({ action: "keep", regex: "shop;.+" });
    const read = new Set(
      rulesOf().flatMap(({ expr }) => [...expr.matchAll(/\bcontainer_[a-z_]+(?=\{)/g)].map(([name]) => name)),
    );
    expect(names.regex.split("|")).toEqual(expect.arrayContaining([...read]));
  });
});

describe("rules", () => {
  test("are in groups of different names, as one file needs", () => {
    const names = ruleGroups(args).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("are for what there is", () => {
    const components = (targets: readonly MetricsTarget[]) =>
      new Set(alertsOf({ targets }).map(({ component }) => component));
    expect(components([])).toEqual(new Set(["pods", "metrics"]));
    expect(components([{ name: "pooler", port: 9127, what: { kind: "pooler" } }])).toEqual(
      new Set(["pods", "metrics", "pooler", "objectives"]),
    );
    expect(components([{ name: "scan-worker", port: 9464, what: { kind: "scanner" } }])).toEqual(
      new Set(["pods", "metrics", "scanner"]),
    );
  });

  test("ask clamd's signatures only where there is a clamd", () => {
    const named = (targets: readonly MetricsTarget[]) => alertsOf({ targets }).map(({ alert }) => alert);
    const scanner: MetricsTarget = { name: "scan-worker", port: 9464, what: { kind: "scanner" } };
    expect(named([scanner])).not.toContain("SignaturesTooOld");
    expect(named([{ ...scanner, what: { kind: "scanner", signatureMaxAgeHours: 12 } }])).toContain("SignaturesTooOld");
  });

  test("take what is no longer read for a fault", () => {
    const targets: MetricsTarget[] = [
      { name: "pooler", port: 9127, what: { kind: "pooler" } },
      { name: "scan-worker", port: 9464, what: { kind: "scanner" } },
    ];
    const silent = alertsOf({ targets }).filter(({ expr }) => expr.includes("absent("));
    expect(silent.map(({ alert }) => alert)).toEqual(["ContainerMetricsMissing", "PoolerDown", "ScannerDown"]);
  });

  test("follow the thresholds", () => {
    const named = (alert: string, extra: Partial<MetricsArgs>) =>
      alertsOf(extra).find((rule) => rule.alert === alert)?.expr;
    const thresholds = { poolWaitSeconds: 5, poolUsePercent: 60 };
    expect(named("PoolerClientsSlow", { thresholds })).toBe("pooler:client_maxwait_seconds:max > 5");
    expect(named("PoolerSaturated", { thresholds })).toBe("pooler:server_connections:ratio * 100 > 60");
  });

  test("link the runbooks where people read them", () => {
    const text = renderRules(ruleGroups(args), "https://wiki.example/runbooks");
    const { groups } = JSON.parse(text);
    const alerts = groups.flatMap(({ rules }: any) => rules.filter(({ alert }: any) => alert !== undefined));
    for (const alert of alerts) {
      expect(alert.annotations.runbook_url).toMatch(/^https:\/\/wiki\.example\/runbooks\/[a-z-]+\.md$/);
      expect(["page", "ticket"]).toContain(alert.labels.severity);
    }
    expect(alerts.length).toBe(alertsOf().length);
  });
});

describe("objectives", () => {
  test("burn at the paces of the SRE Workbook", () => {
    expect(BURN_RATES.map(({ severity, factor, long, short }) => [severity, factor, long, short])).toEqual([
      ["page", 14.4, "1h", "5m"],
      ["page", 6, "6h", "30m"],
      ["ticket", 3, "1d", "2h"],
      ["ticket", 1, "3d", "6h"],
    ]);
    // Share of a budget of 30 days that is gone when the long window is full.
    const spent = (factor: number, hours: number) => Number(((factor * hours) / (30 * 24)).toFixed(3));
    expect([spent(14.4, 1), spent(6, 6), spent(3, 24), spent(1, 72)]).toEqual([0.02, 0.05, 0.1, 0.1]);
  });

  test("leave out a pace that cannot be reached", () => {
    const factors = (availabilityPercent: number) =>
      objectiveRules(args.targets, { availabilityPercent, latencyMilliseconds: 500 }, 2)
        .flatMap(({ rules }) => rules)
        .filter((rule): rule is AlertRule => "alert" in rule && rule.labels?.["slo"] === "api-availability")
        .map(({ expr }) => Number(/> ([\d.]+) and/.exec(expr)?.[1]));
    expect(factors(99.9)).toEqual([0.0144, 0.006, 0.003, 0.001]);
    expect(factors(90)).toEqual([0.6, 0.3, 0.1]);
  });

  test("write the bound of the histogram as every library may", () => {
    const expr = (latencyMilliseconds: number) =>
      objectiveRules([api], { availabilityPercent: 99.9, latencyMilliseconds }, 2)
        .flatMap(({ rules }) => rules)
        .filter((rule): rule is RecordingRule => "record" in rule)
        .find(({ labels }) => labels?.["slo"] === "api-latency")?.expr;
    expect(expr(500)).toContain('le=~"0\\\\.5(\\\\.0)?"');
    expect(expr(1_000)).toContain('le=~"1(\\\\.0)?"');
  });
});

describe("bad arguments", () => {
  const twice: MetricsTarget = { name: "api", port: 9091, what: { kind: "workload" } };
  test.each<[Partial<MetricsArgs>, string]>([
    [{ prefix: "Shop" }, 'Metrics "metrics": prefix is "Shop"'],
    [{ targets: [api, twice] }, 'targets[1].name is "api", which another target has'],
    [
      { targets: ["a", "b"].map((name) => ({ name, port: 9127, what: { kind: "pooler" } })) },
      'targets "a" and "b" are both of kind "pooler"; keep one.',
    ],
    [{ targets: [{ ...twice, port: 80 }] }, "targets[0].port is 80"],
    [{ targets: [{ ...twice, path: "metrics" }] }, 'targets[0].path is "metrics"'],
    [{ targets: [{ ...twice, name: "Api" }] }, 'targets[0].name is "Api"'],
    [
      { targets: [{ ...api, what: { kind: "workload", requests: { histogram: 'x{a="b"}', statusLabel: "status" } } }] },
      "allowed are the name of a metric and of a label",
    ],
    [{ objectives: { availabilityPercent: 100, latencyMilliseconds: 500 } }, "availabilityPercent is 100"],
    [{ objectives: { availabilityPercent: 99.9, latencyMilliseconds: 400 } }, "latencyMilliseconds is 400"],
    [{ logRetentionDays: 91 }, "logRetentionDays is 91"],
  ])("%j are refused", async (extra, text) => {
    await expect(record(extra)).rejects.toThrow(text);
  });
});
