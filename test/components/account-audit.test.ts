import { beforeAll, describe, expect, test } from "vitest";
import { TRAIL_EVENTS } from "../../components/_trail-events.ts";
import { AccountAudit, type AccountAuditArgs } from "../../components/account-audit.ts";
import { ACCOUNT_TRAIL_LOG_GROUP } from "../../components/audit.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources } from "../support/mocks.ts";

const BUCKET = `arn:aws:s3:::rampart-audit-${MOCK_ACCOUNT}-eu-west-1`;
const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MOCK_ACCOUNT}:trail/rampart-account`;
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const topicArn = `arn:aws:sns:eu-west-1:${MOCK_ACCOUNT}:rampart-account`;
const args: AccountAuditArgs = {
  accountId: MOCK_ACCOUNT,
  region: "eu-west-1",
  logsKeyArn: `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/logs`,
  topicArn,
  accessLogBucket: "access",
  tags: { system: "rampart", environment: "account", owner: "platform", dataClass: "internal" },
};
const record = (more: Partial<AccountAuditArgs> = {}) =>
  recordResources(() => new AccountAudit("audit", { ...args, ...more }));

describe("the audit of an account", () => {
  let made: Recording<AccountAudit>;
  beforeAll(async () => {
    made = await record();
  });

  test("records every region and global services, signed, under a key, into bucket and log group", () => {
    const trail = made.one("aws:cloudtrail/trail:Trail");
    expect(trail).toMatchObject({
      inputs: {
        region: "eu-west-1",
        name: "rampart-account",
        enableLogging: true,
        enableLogFileValidation: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        kmsKeyId: expect.stringMatching(/:key\//),
        cloudWatchLogsGroupArn: `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:${ACCOUNT_TRAIL_LOG_GROUP}:*`,
        cloudWatchLogsRoleArn: `arn:aws:iam::${MOCK_ACCOUNT}:role/rampart-account-trail`,
        insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
      },
      opts: { protect: true },
    });
    // CloudTrail tries both when it is made.
    expect(trail.opts.dependencies).toEqual(expect.arrayContaining(["audit-events-policy", "audit-trail"]));
  });

  test("records objects and functions, except what logging itself writes", () => {
    const selectors: any[] = made.one("aws:cloudtrail/trail:Trail").inputs.advancedEventSelectors;
    expect(selectors.map(({ fieldSelectors }) => fieldSelectors)).toEqual([
      [{ field: "eventCategory", equals: ["Management"] }],
      [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", notStartsWiths: [`${BUCKET}/`, "arn:aws:s3:::access/"] },
      ],
      [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::Lambda::Function"] },
      ],
    ]);
  });

  test("lets this trail alone write, and nobody remove a version", () => {
    const policy = parsePolicy(made.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
    expect(policy.statements.filter(({ Effect }) => Effect === "Allow")).toEqual([
      {
        Sid: "TrailChecks",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["s3:GetBucketAcl"],
        Resource: BUCKET,
        Condition: { StringEquals: { "aws:SourceArn": TRAIL } },
      },
      {
        Sid: "TrailWrites",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: `${BUCKET}/AWSLogs/${MOCK_ACCOUNT}/*`,
        Condition: { StringEquals: { "aws:SourceArn": TRAIL, "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ]);
    expect(policy.sid("DenyLossOfVersions").Action).toContain("s3:BypassGovernanceRetention");
  });

  test("locks evidence for a year, and keeps it for two", () => {
    expect(made.one(LOCK).inputs.rule).toEqual({ defaultRetention: { mode: "GOVERNANCE", days: 365 } });
    const { rules } = made.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    expect(rules[0]).toMatchObject({ expiration: { days: 730 }, noncurrentVersionExpiration: { noncurrentDays: 365 } });
    expect(made.one("aws:s3/bucket:Bucket").inputs.tags["log-kind"]).toBe("audit");
  });

  test("encrypts for the trail, and decrypts for readers of the bucket", () => {
    const policy = parsePolicy(made.one("aws:kms/keyPolicy:KeyPolicy").inputs.policy);
    expect(policy.sid("TrailEncrypts")).toMatchObject({
      Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
      Condition: { StringEquals: { "aws:SourceArn": TRAIL } },
    });
    expect(policy.sid("ReadersDecrypt").Condition.StringEquals["kms:ViaService"]).toBe("s3.eu-west-1.amazonaws.com");
  });

  test("keeps its log group", () => {
    expect(made.one("aws:cloudwatch/logGroup:LogGroup")).toMatchObject({
      inputs: {
        name: ACCOUNT_TRAIL_LOG_GROUP,
        kmsKeyId: args.logsKeyArn,
        retentionInDays: 400,
        deletionProtectionEnabled: true,
      },
      opts: { protect: true },
    });
  });

  test("writes to that log group only, as a role that the trail can take", () => {
    // Conditions on the source would make CloudTrail's own check fail: it sends none.
    expect(parsePolicy(made.one("aws:iam/role:Role").inputs.assumeRolePolicy).statements).toEqual([
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
    ]);
    expect(parsePolicy(made.one("aws:iam/rolePolicy:RolePolicy").inputs.policy).statements[0]).toMatchObject({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:${ACCOUNT_TRAIL_LOG_GROUP}:log-stream:${MOCK_ACCOUNT}_CloudTrail_eu-west-1*`,
    });
  });

  test("tells the account's owners of each event", () => {
    const alarms = made.all("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarms).toHaveLength(TRAIL_EVENTS.length);
    expect(new Set(alarms.map(({ inputs }) => inputs.alarmActions[0]))).toEqual(new Set([topicArn]));
    expect(alarms.find(({ name }) => name === "audit-trail-root-use")?.inputs.alarmDescription).toBe(
      "The root user of the account did something. Runbook: docs/runbooks/root-use.md",
    );
  });
});

test("compliance is locked as such once it was acknowledged", async () => {
  const made = await record({ lock: { mode: "compliance", days: 730, irreversible: true } });
  expect(made.one(LOCK).inputs.rule).toEqual({ defaultRetention: { mode: "COMPLIANCE", days: 730 } });
});

test.each<[Partial<AccountAuditArgs>, RegExp]>([
  [{ lock: { mode: "compliance", days: 30, irreversible: false } }, /which nobody can undo before 30 days are over/],
  [{ lock: { mode: "governance", days: 0 } }, /lock.days is 0; give whole days from 1 to 3650/],
  [{ retentionDays: 100 }, /retentionDays is 100, less than lock.days \(365\)/],
  [{ logRetentionDays: 42 }, /logRetentionDays is 42/],
])("refuses %o", (more, message) => {
  expect(() => new AccountAudit("audit", { ...args, ...more })).toThrow(message);
});
