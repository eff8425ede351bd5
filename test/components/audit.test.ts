import { beforeAll, describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { TRAIL_EVENTS, TRAIL_RUNBOOKS } from "../../components/_trail-events.ts";
import { ACCOUNT_TRAIL_LOG_GROUP, Audit, type AuditArgs } from "../../components/audit.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const BUCKET = `shop-prod-${MOCK_ACCOUNT}-access`;
const topicArn = `arn:aws:sns:eu-west-1:${MOCK_ACCOUNT}:shop-prod-alarms`;
const args: AuditArgs = {
  prefix: "shop-prod",
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  trail: { logGroupName: ACCOUNT_TRAIL_LOG_GROUP, topicArn },
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (more: Partial<AuditArgs> = {}) => recordResources(() => new Audit("audit", { ...args, ...more }));

describe("an audit", () => {
  let made: Recording<Audit>;
  beforeAll(async () => {
    made = await record();
  });

  test("has a bucket for access logs that says so", () => {
    expect(made.one("aws:s3/bucket:Bucket")).toMatchObject({
      name: "audit-access",
      inputs: {
        region: "eu-west-1",
        bucket: BUCKET,
        forceDestroy: false,
        tags: { "log-kind": "access", system: "shop" },
      },
      opts: { protect: true },
    });
    expect(
      made.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs.rules,
    ).toEqual([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
    expect(made.one("aws:s3/bucketVersioning:BucketVersioning").inputs.versioningConfiguration).toEqual({
      status: "Enabled",
    });
    expect(made.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(made.all("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")).toEqual([]);
  });

  test("lets two services write, each under its prefix and for this account", () => {
    const { statements } = parsePolicy(made.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
    expect(statements.filter(({ Effect }) => Effect === "Allow")).toEqual([
      {
        Sid: "LoadBalancersWrite",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: `arn:aws:s3:::${BUCKET}/alb/AWSLogs/${MOCK_ACCOUNT}/*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
          ArnLike: { "aws:SourceArn": `arn:aws:elasticloadbalancing:eu-west-1:${MOCK_ACCOUNT}:loadbalancer/*` },
        },
      },
      {
        Sid: "BucketsWrite",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: `arn:aws:s3:::${BUCKET}/s3/*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" },
        },
      },
    ]);
  });

  test("lets nobody delete a log", () => {
    const policy = parsePolicy(made.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
    expect(policy.sid("DenyDeletion")).toEqual({
      Sid: "DenyDeletion",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    });
    expect(policy.sid("DenyClearText").Effect).toBe("Deny");
  });

  test("ends logs by the lifecycle", () => {
    const { rules } = made.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    expect(rules[0]).toMatchObject({ expiration: { days: 400 }, noncurrentVersionExpiration: { noncurrentDays: 30 } });
    expect(rules[1].expiration).toEqual({ expiredObjectDeleteMarker: true });
  });

  test("names the bucket once its policy is in force", async () => {
    expect(await valueOf(made.result.accessBucket)).toBe(BUCKET);
    expect(made.result.accessBucketArn).toBe(`arn:aws:s3:::${BUCKET}`);
  });

  test("leaves room for four stacks in the log group's hundred filters", () => {
    // The account's own, and a stack's with the one on reads of secrets.
    const own = TRAIL_EVENTS.length;
    expect(Math.floor((100 - own) / (own + 1))).toBe(4);
  });

  test("alarms on each event of the trail, through the stack's topic", () => {
    const filters = made.all("aws:cloudwatch/logMetricFilter:LogMetricFilter");
    expect(filters).toHaveLength(TRAIL_EVENTS.length);
    for (const { inputs } of filters) {
      expect(inputs.logGroupName).toBe(ACCOUNT_TRAIL_LOG_GROUP);
      const { namespace, name } = inputs.metricTransformation;
      const alarms = made
        .all("aws:cloudwatch/metricAlarm:MetricAlarm")
        .filter((alarm) => alarm.inputs.metricName === name && alarm.inputs.namespace === namespace);
      expect(alarms.map((alarm) => alarm.inputs)).toEqual([
        expect.objectContaining({
          region: "eu-west-1",
          statistic: "Sum",
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          treatMissingData: "notBreaching",
          alarmActions: [topicArn],
        }),
      ]);
    }
  });

  test("hands on the names of what should wake somebody", async () => {
    const names = await Promise.all(made.result.pagingAlarmNames.map((name) => valueOf(name)));
    expect(names).toContain("shop-prod-trail-root-use");
    expect(names).toContain("shop-prod-trail-trail-changes");
    expect(names).not.toContain("shop-prod-trail-security-groups");
  });

  test("is told of nothing without a trail", async () => {
    const { trail: _none, ...rest } = args;
    const alone = await recordResources(() => new Audit("audit", rest));
    expect(alone.all("aws:cloudwatch/metricAlarm:MetricAlarm")).toEqual([]);
    expect(alone.result.pagingAlarmNames).toEqual([]);
  });

  test.each([
    [{ accountId: "12" }, /accountId is "12"; give the twelve digits/],
    [{ accessLogRetentionDays: 0 }, /accessLogRetentionDays is 0; give whole days/],
    [{ prefix: "x".repeat(60) }, /S3 takes 3 to 63/],
  ])("refuses %o", (more, message) => {
    expect(() => new Audit("audit", { ...args, ...more })).toThrow(message);
  });
});

describe("the events of the trail", () => {
  test("have keys of their own", () => {
    expect(new Set(TRAIL_EVENTS.map(({ key }) => key)).size).toBe(TRAIL_EVENTS.length);
  });

  test.each(TRAIL_EVENTS.map((event) => [event.key, event] as const))(
    "%s has a pattern that CloudWatch takes",
    (_, event) => {
      expect(event.pattern.length).toBeLessThanOrEqual(1_024);
      expect(event.pattern.startsWith("{ ")).toBe(true);
      expect(event.pattern.split("(").length).toBe(event.pattern.split(")").length);
    },
  );

  test.each(TRAIL_RUNBOOKS)("%s has a runbook, which some event names", (runbook) => {
    expect(readFileSync(new URL(`../../docs/runbooks/${runbook}.md`, import.meta.url), "utf8")).toMatch(/^# /);
    expect(TRAIL_EVENTS.map((event) => event.runbook)).toContain(runbook);
  });
});
