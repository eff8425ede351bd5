import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Alarm } from "../../components/_alarm-table.ts";
import { Alarms, type AlarmsArgs } from "../../components/alarms.ts";
import { MOCK_ACCOUNT, type Recording, recordResources } from "../support/mocks.ts";

const homeTopic = "arn:aws:sns:eu-west-1:1:home";
const edgeTopic = "arn:aws:sns:us-east-1:1:edge";
const certificate = (region: string): string => `arn:aws:acm:${region}:${MOCK_ACCOUNT}:certificate/1`;
const instanceArn = `arn:aws:rds:eu-west-1:${MOCK_ACCOUNT}:db:main`;
const failedRotations = {
  source: ["aws.secretsmanager"],
  "detail-type": ["AWS Service Event via CloudTrail"],
  detail: { eventName: ["RotationFailed", "RotationAbandoned"] },
} as const;
const failedJobs = {
  source: ["aws.backup"],
  "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
  detail: { $or: [{ state: ["FAILED"] }, { status: ["FAILED"] }] },
} as const;

const args: AlarmsArgs = {
  prefix: "shop-prod",
  region: "eu-west-1",
  topics: { home: homeTopic, edge: edgeTopic },
  thresholds: {
    databaseCpuPercent: 80,
    databaseFreeStoragePercent: 15,
    cacheMemoryPercent: 75,
    certificateDaysToExpiry: 21,
  },
  database: {
    identifier: "main",
    instanceArn,
    instanceClass: "db.r7g.large",
    allocatedStorageGib: 200,
    maxConnections: 1_000,
  },
  caches: {
    state: { replicationGroupId: "shop-prod-state", nodes: 2 },
    cache: { replicationGroupId: "shop-prod-cache", nodes: 1 },
  },
  operatorSessions: { clusterName: "shop-prod-sessions", clusterArn: "arn:aws:ecs:eu-west-1:1:cluster/s" },
  natGatewayIds: ["nat-1", "nat-2"],
  rotation: {
    signals: {
      errors: { namespace: "AWS/Lambda", metricName: "Errors", functionName: "shop-prod-rotate" },
      failedRotations,
      ages: [
        {
          namespace: "Rampart/Secrets",
          metricName: "SecretAgeDays",
          dimensions: { Secret: "shop-prod/stripe" },
          maxAgeDays: 90,
        },
      ],
    },
    runbooks: { "shop-prod/stripe": "rotate-supplied-credential" },
  },
  backup: { vaultName: "shop-prod-backup", signals: { failedJobs, intervalMinutes: 1_440 } },
  clusterName: "shop-prod",
  applicationLogGroupName: "/aws/containerinsights/shop-prod/application",
  certificates: { home: certificate("eu-west-1"), edge: certificate("us-east-1") },
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (extra: Partial<AlarmsArgs> = {}) => recordResources(() => new Alarms("alarms", { ...args, ...extra }));

let made: Recording<Alarms>;
beforeAll(async () => {
  made = await record();
});
const alarmOf = (name: string) => made.one("aws:cloudwatch/metricAlarm:MetricAlarm", name).inputs;

/** What a row of the table says, in one line. */
const line = ({ inputs }: { readonly inputs: Readonly<Record<string, any>> }): string =>
  [
    inputs.name.replace("shop-prod-", ""),
    `${inputs.namespace} ${inputs.metricName} ${inputs.statistic}`,
    `${inputs.comparisonOperator.replace(/Threshold$/, "")} ${inputs.threshold}`,
    `${inputs.period}x${inputs.evaluationPeriods}`,
    inputs.treatMissingData,
  ].join(" | ");

describe("the table", () => {
  test("of the home region", () => {
    const home = made.all("aws:cloudwatch/metricAlarm:MetricAlarm").filter((it) => it.inputs.region === "eu-west-1");
    expect(home.map(line).filter((it) => !/^(cache|state-002)/.test(it))).toMatchInlineSnapshot(`
      [
        "backup-missing | AWS/Backup NumberOfBackupJobsCompleted Sum | LessThan 1 | 86400x2 | breaching",
        "certificate-expiry | AWS/CertificateManager DaysToExpiry Minimum | LessThan 21 | 86400x2 | breaching",
        "certificate-urgent | AWS/CertificateManager DaysToExpiry Minimum | LessThan 7 | 86400x2 | breaching",
        "cluster-errors | AWS/EKS apiserver_request_total_5XX Sum | GreaterThan 100 | 300x3 | notBreaching",
        "cluster-silent | AWS/EKS apiserver_request_total SampleCount | LessThan 1 | 300x3 | breaching",
        "cluster-storage | AWS/EKS apiserver_storage_size_bytes Maximum | GreaterThan 6442450944 | 300x3 | notBreaching",
        "database-connections | AWS/RDS DatabaseConnections Maximum | GreaterThan 900 | 300x1 | notBreaching",
        "database-cpu | AWS/RDS CPUUtilization Average | GreaterThan 80 | 300x3 | notBreaching",
        "database-memory | AWS/RDS FreeableMemory Minimum | LessThan 858993459 | 300x3 | notBreaching",
        "database-queue | AWS/RDS DiskQueueDepth Average | GreaterThan 64 | 300x3 | notBreaching",
        "database-read-latency | AWS/RDS ReadLatency Average | GreaterThan 0.025 | 300x3 | notBreaching",
        "database-sessions | AWS/RDS DBLoad Average | GreaterThan 2 | 300x3 | notBreaching",
        "database-silent | AWS/RDS CPUUtilization SampleCount | LessThan 1 | 300x3 | breaching",
        "database-storage | AWS/RDS FreeStorageSpace Minimum | LessThan 32212254720 | 300x1 | notBreaching",
        "database-wraparound | AWS/RDS MaximumUsedTransactionIDs Maximum | GreaterThan 1000000000 | 300x1 | notBreaching",
        "logs-silent | AWS/Logs IncomingLogEvents Sum | LessThan 1 | 300x3 | breaching",
        "nat-1-drops | AWS/NATGateway PacketsDropCount Sum | GreaterThan 0 | 300x3 | notBreaching",
        "nat-1-ports | AWS/NATGateway ErrorPortAllocation Sum | GreaterThan 0 | 300x1 | notBreaching",
        "nat-2-drops | AWS/NATGateway PacketsDropCount Sum | GreaterThan 0 | 300x3 | notBreaching",
        "nat-2-ports | AWS/NATGateway ErrorPortAllocation Sum | GreaterThan 0 | 300x1 | notBreaching",
        "pods-unschedulable | AWS/EKS scheduler_pending_pods_UNSCHEDULABLE Minimum | GreaterThan 0 | 300x3 | notBreaching",
        "rotation-errors | AWS/Lambda Errors Sum | GreaterThan 0 | 300x1 | notBreaching",
        "secret-age-shop-prod-stripe | Rampart/Secrets SecretAgeDays Maximum | GreaterThan 90 | 86400x2 | breaching",
        "state-001-authentication | AWS/ElastiCache AuthenticationFailures Sum | GreaterThan 10 | 300x1 | notBreaching",
        "state-001-connections | AWS/ElastiCache CurrConnections Maximum | GreaterThan 52000 | 300x1 | notBreaching",
        "state-001-cpu | AWS/ElastiCache EngineCPUUtilization Average | GreaterThan 80 | 300x3 | notBreaching",
        "state-001-evictions | AWS/ElastiCache Evictions Sum | GreaterThan 0 | 300x1 | notBreaching",
        "state-001-lag | AWS/ElastiCache ReplicationLag Maximum | GreaterThan 10 | 300x3 | notBreaching",
        "state-001-memory | AWS/ElastiCache DatabaseMemoryUsagePercentage Maximum | GreaterThan 75 | 300x1 | notBreaching",
        "state-001-silent | AWS/ElastiCache EngineCPUUtilization SampleCount | LessThan 1 | 300x3 | breaching",
      ]
    `);
  });

  test("of us-east-1, where CloudFront's certificate is", () => {
    const edge = made.all("aws:cloudwatch/metricAlarm:MetricAlarm").filter((it) => it.inputs.region === "us-east-1");
    expect(edge.map((it) => [it.name, it.inputs.alarmActions, it.inputs.dimensions])).toEqual([
      ["alarms-us-east-1-certificate-expiry", [edgeTopic], { CertificateArn: certificate("us-east-1") }],
      ["alarms-us-east-1-certificate-urgent", [edgeTopic], { CertificateArn: certificate("us-east-1") }],
    ]);
  });

  test("watches each node of a store, and memory where nothing may be evicted", () => {
    const keys = made.all("aws:cloudwatch/metricAlarm:MetricAlarm").map((it) => it.name.replace("alarms-", ""));
    expect(keys.filter((it) => it.startsWith("state-002"))).toEqual(
      ["authentication", "connections", "cpu", "evictions", "lag", "memory", "silent"].map((it) => `state-002-${it}`),
    );
    expect(keys.filter((it) => it.startsWith("cache-"))).toEqual(
      ["authentication", "connections", "cpu", "lag", "silent"].map((it) => `cache-001-${it}`),
    );
    expect(alarmOf("alarms-state-002-memory").dimensions).toEqual({ CacheClusterId: "shop-prod-state-002" });
  });
});

describe("every alarm", () => {
  test("tells its region's topic when it rings and when it is over", () => {
    for (const { inputs } of made.all("aws:cloudwatch/metricAlarm:MetricAlarm")) {
      const topic = inputs.region === "us-east-1" ? edgeTopic : homeTopic;
      expect(inputs).toMatchObject({ actionsEnabled: true, alarmActions: [topic], okActions: [topic] });
    }
  });

  test("links a runbook that exists", () => {
    const descriptions = [
      ...made.all("aws:cloudwatch/metricAlarm:MetricAlarm").map((it) => it.inputs.alarmDescription),
      ...made.all("aws:cloudwatch/compositeAlarm:CompositeAlarm").map((it) => it.inputs.alarmDescription),
      ...made.all("aws:cloudwatch/eventRule:EventRule").map((it) => it.inputs.description),
    ];
    expect(descriptions.length).toBeGreaterThan(40);
    const broken = descriptions.filter((description) => {
      const path = /^\S.*\. Runbook: (docs\/runbooks\/[a-z-]+\.md)$/.exec(description)?.[1];
      return path === undefined || !existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
    });
    expect(broken).toEqual([]);
  });

  test("keeps within what CloudWatch evaluates", () => {
    for (const { inputs } of made.all("aws:cloudwatch/metricAlarm:MetricAlarm")) {
      const seconds = inputs.period * inputs.evaluationPeriods;
      expect(seconds).toBeLessThanOrEqual(inputs.period < 3_600 ? 86_400 : 604_800);
      expect(inputs.datapointsToAlarm).toBe(inputs.evaluationPeriods);
      expect(inputs.alarmDescription.length).toBeLessThanOrEqual(1_024);
    }
  });

  test("that takes silence for a fault waits for the first data", () => {
    for (const { inputs } of made.all("aws:cloudwatch/metricAlarm:MetricAlarm")) {
      const silenceIsAFault = inputs.treatMissingData === "breaching";
      const minutes = inputs.period === 86_400 ? 2_880 : 60;
      expect(inputs.warmUpConfiguration).toEqual(
        silenceIsAFault ? { warmUpPeriodDurationInMinutes: minutes } : undefined,
      );
    }
  });

  test("links runbooks where people read them, if told", async () => {
    const elsewhere = await record({ runbooksUrl: "https://wiki.example/runbooks" });
    expect(elsewhere.one("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-database-cpu").inputs.alarmDescription).toBe(
      "The database's processor is more than 80 % busy. Runbook: https://wiki.example/runbooks/database-load.md",
    );
  });
});

describe("the paging alarms", () => {
  test("join what cannot wait, one in each region", () => {
    const [home, edge] = made.all("aws:cloudwatch/compositeAlarm:CompositeAlarm");
    expect(home?.inputs).toMatchObject({
      region: "eu-west-1",
      alarmName: "shop-prod-paging",
      actionsEnabled: true,
      alarmActions: [homeTopic],
      okActions: [homeTopic],
    });
    expect(home?.inputs.alarmRule.split(" OR ")).toEqual(
      [
        "database-silent",
        "database-storage",
        "database-connections",
        "database-wraparound",
        "state-001-silent",
        "state-001-memory",
        "state-001-evictions",
        "state-002-silent",
        "state-002-memory",
        "state-002-evictions",
        "backup-missing",
        "cluster-silent",
        "certificate-urgent",
      ].map((key) => `ALARM("shop-prod-${key}")`),
    );
    expect(home?.opts.dependencies).toContain("alarms-database-silent");
    expect(edge?.inputs).toMatchObject({
      region: "us-east-1",
      alarmName: "shop-prod-paging",
      alarmRule: 'ALARM("shop-prod-certificate-urgent")',
      alarmActions: [edgeTopic],
    });
  });

  test("take alarms that exist already", async () => {
    const more = await record({ alsoPage: ["shop-prod-break-glass"] });
    expect(more.one("aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarms-paging").inputs.alarmRule).toMatch(
      / OR ALARM\("shop-prod-break-glass"\)$/,
    );
  });

  test("are not made where nothing pages", async () => {
    const { natGatewayIds, prefix, region, topics, thresholds, tags } = args;
    const alone = { natGatewayIds: natGatewayIds ?? [], prefix, region, topics, thresholds, tags };
    const few = await recordResources(() => new Alarms("alarms", alone));
    expect(few.all("aws:cloudwatch/compositeAlarm:CompositeAlarm")).toEqual([]);
    expect(few.all("aws:cloudwatch/metricAlarm:MetricAlarm").map((it) => it.name)).toEqual([
      "alarms-nat-1-drops",
      "alarms-nat-1-ports",
      "alarms-nat-2-drops",
      "alarms-nat-2-ports",
    ]);
    expect(few.all("aws:cloudwatch/eventRule:EventRule")).toEqual([]);
  });
});

describe("event rules", () => {
  test("match what has no metric", () => {
    const rules = made.all("aws:cloudwatch/eventRule:EventRule");
    expect(rules.map((it) => [it.inputs.name, JSON.parse(it.inputs.eventPattern)])).toEqual([
      ["shop-prod-backup-failed", failedJobs],
      [
        "shop-prod-database-event",
        {
          source: ["aws.rds"],
          "detail-type": ["RDS DB Instance Event"],
          detail: {
            SourceArn: [instanceArn],
            EventCategories: ["availability", "deletion", "failover", "failure", "low storage", "recovery"],
          },
        },
      ],
      [
        "shop-prod-operator-session",
        {
          source: ["aws.ecs"],
          "detail-type": ["AWS API Call via CloudTrail"],
          detail: {
            eventName: ["ExecuteCommand"],
            requestParameters: { cluster: ["shop-prod-sessions", "arn:aws:ecs:eu-west-1:1:cluster/s"] },
          },
        },
      ],
      ["shop-prod-rotation-failed", failedRotations],
    ]);
    for (const { inputs } of rules) expect(inputs).toMatchObject({ region: "eu-west-1", state: "ENABLED" });
  });

  test("tell the topic, without a role, what is the matter and what to do", () => {
    const { inputs } = made.one("aws:cloudwatch/eventTarget:EventTarget", "alarms-backup-failed");
    expect(inputs).toMatchObject({ region: "eu-west-1", rule: "shop-prod-backup-failed", arn: homeTopic });
    expect(inputs.roleArn).toBeUndefined();
    const template = inputs.inputTransformer.inputTemplate.replace("<aws.events.event.json>", "{}");
    expect(JSON.parse(template)).toEqual({
      summary: "A backup, its copy or a restore test failed.",
      runbook: "docs/runbooks/backup-failed.md",
      event: {},
    });
  });
});

describe("secrets that people rotate", () => {
  test("link the runbook that the settings name", () => {
    expect(alarmOf("alarms-secret-age-shop-prod-stripe")).toMatchObject({
      dimensions: { Secret: "shop-prod/stripe" },
      threshold: 90,
      alarmDescription:
        "The secret shop-prod/stripe is older than 90 days, or its age is no longer reported. Runbook: docs/runbooks/rotate-supplied-credential.md",
    });
  });
});

describe("missing backups", () => {
  const periods = async (intervalMinutes: number) => {
    const backup = { vaultName: "vault", signals: { failedJobs, intervalMinutes } };
    const alarms = (await record({ backup })).all("aws:cloudwatch/metricAlarm:MetricAlarm");
    const alarm = alarms.find((it) => it.name === "alarms-backup-missing");
    return alarm?.inputs.evaluationPeriods;
  };
  test.each([
    [360, 2],
    [1_440, 2],
    [3 * 1_440, 4],
    [6 * 1_440, 7],
    [7 * 1_440, undefined],
  ])("every %i minutes are looked for during %s days", async (interval, days) => {
    expect(await periods(interval)).toBe(days);
  });
});

describe("alarms of other parts", () => {
  const own = (key: string, page = true): Alarm => ({
    key,
    summary: "The queue waits.",
    runbook: "paging",
    page,
    metric: { namespace: "AWS/SQS", name: "Age", dimensions: { QueueName: "q" }, statistic: "Maximum" },
    when: ">=",
    threshold: 1,
    periodSeconds: 60,
    periods: 1,
    missingData: "notBreaching",
  });

  test("are made like the others", async () => {
    const more = await record({ more: { home: [own("queue")], edge: [own("waf", false)] } });
    expect(more.one("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-queue").inputs).toMatchObject({
      region: "eu-west-1",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
    });
    expect(more.one("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-us-east-1-waf").inputs.region).toBe("us-east-1");
  });

  test("share one region and one certificate where us-east-1 is home", async () => {
    const home = await record({ region: "us-east-1", more: { edge: [own("waf")] } });
    expect(home.all("aws:cloudwatch/compositeAlarm:CompositeAlarm").map((it) => it.name)).toEqual(["alarms-paging"]);
    expect(home.one("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-waf").inputs.alarmActions).toEqual([homeTopic]);
  });

  test("are refused when two have one key, or too many page", async () => {
    await expect(record({ more: { home: [own("database-cpu")] } })).rejects.toThrow(
      'Alarms "alarms": two alarms of eu-west-1 have the key "database-cpu"; rename one of them.',
    );
    const many = Array.from({ length: 101 }, (_, index) => own(`queue-${index}`));
    await expect(record({ more: { edge: many } })).rejects.toThrow("102 alarms of us-east-1 page");
    // What pages already is joined as well.
    const alsoPage = Array.from({ length: 100 }, (_, index) => `trail-${index}`);
    await expect(record({ alsoPage })).rejects.toThrow(/\d{3} alarms of eu-west-1 page/);
  });
});
