import { describe, expect, test } from "vitest";
import { Media, type MediaArgs } from "../../components/media.ts";
import { MOCK_ACCOUNT, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";
import { CLUSTER, KEY, mediaArgs } from "./_media-args.ts";

const record = (more: Partial<MediaArgs> = {}) => recordResources(() => new Media("media", { ...mediaArgs, ...more }));
const QUEUE = `arn:aws:sqs:eu-west-1:${MOCK_ACCOUNT}:shop-test-upload-scan`;

describe("Media", () => {
  test.each([
    ["upload", "shop-test-upload", { "security:untrusted-uploads": "true" }],
    ["serving", "shop-test-media", {}],
  ])("makes the %s bucket private, encrypted and versioned", async (part, bucket, extra) => {
    const recording = await record();
    const made = recording.one("aws:s3/bucket:Bucket", `media-${part}`);
    expect(made.inputs).toEqual({
      region: "eu-west-1",
      bucket,
      forceDestroy: false,
      tags: {
        system: "shop",
        environment: "test",
        owner: "team@shop.test",
        "data-class": "personal",
        component: "media",
        "managed-by": "rampart",
        Name: bucket,
        ...extra,
      },
    });
    expect(made.opts.protect).toBe(true);
    const of = (type: string, name: string) => recording.one(`aws:s3/${type}`, `media-${part}-${name}`).inputs;
    const on = { region: "eu-west-1", bucket };
    expect(of("bucketOwnershipControls:BucketOwnershipControls", "ownership")).toEqual({
      ...on,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    expect(of("bucketPublicAccessBlock:BucketPublicAccessBlock", "public-access")).toEqual({
      ...on,
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    expect(of("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "encryption")).toEqual(
      {
        ...on,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
            bucketKeyEnabled: true,
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
    );
    expect(of("bucketVersioning:BucketVersioning", "versioning")).toEqual({
      ...on,
      versioningConfiguration: { status: "Enabled" },
    });
  });

  test("deletes what was not promoted, what was, what was replaced and what was begun", async () => {
    const recording = await record({ retentionDays: 365 });
    const rules = (part: string) =>
      recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", `media-${part}-lifecycle`);
    const all = { status: "Enabled", filter: { prefix: "" } };
    const begun = {
      ...all,
      id: "abort-incomplete-uploads",
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    };
    const markers = { ...all, id: "remove-delete-markers", expiration: { expiredObjectDeleteMarker: true } };
    expect(rules("upload").inputs.rules).toEqual([
      begun,
      { ...all, id: "expire", expiration: { days: 7 }, noncurrentVersionExpiration: { noncurrentDays: 7 } },
      {
        id: "expire-tagged",
        status: "Enabled",
        filter: { tag: { key: "scan-promoted", value: "yes" } },
        expiration: { days: 1 },
      },
      markers,
    ]);
    expect(rules("serving").inputs.rules).toEqual([
      begun,
      { ...all, id: "expire", expiration: { days: 365 }, noncurrentVersionExpiration: { noncurrentDays: 30 } },
      markers,
    ]);
    expect(rules("upload").opts.dependencies).toContain("media-upload-versioning");
    const forever = await record();
    const [, expire] = forever.one(
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "media-serving-lifecycle",
    ).inputs.rules;
    expect(expire).not.toHaveProperty("expiration");
  });

  test("lets the listed pages send forms, and no others", async () => {
    const { inputs } = (await record()).one("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
    expect(inputs.corsRules).toEqual([
      {
        id: "forms",
        allowedOrigins: ["https://www.shop.test"],
        allowedMethods: ["POST"],
        allowedHeaders: ["content-type"],
        maxAgeSeconds: 3600,
      },
    ]);
  });

  test("queues new uploads under the key, and keeps what failed", async () => {
    const recording = await record();
    const common = {
      region: "eu-west-1",
      kmsMasterKeyId: KEY,
      kmsDataKeyReusePeriodSeconds: 300,
      messageRetentionSeconds: 1_209_600,
    };
    expect(recording.one("aws:sqs/queue:Queue", "media-dead-letters").inputs).toEqual({
      ...common,
      name: "shop-test-upload-scan-dead",
      tags: expect.objectContaining({ component: "media" }),
    });
    const { redrivePolicy, ...queue } = recording.one("aws:sqs/queue:Queue", "media-queue").inputs;
    expect(queue).toEqual({
      ...common,
      name: "shop-test-upload-scan",
      visibilityTimeoutSeconds: 120,
      receiveWaitTimeSeconds: 20,
      tags: expect.objectContaining({ component: "media" }),
    });
    expect(JSON.parse(redrivePolicy)).toEqual({ deadLetterTargetArn: `${QUEUE}-dead`, maxReceiveCount: 10 });
    const redrive = recording.one("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").inputs;
    expect(redrive.queueUrl).toMatch(/shop-test-upload-scan-dead$/);
    expect(JSON.parse(redrive.redriveAllowPolicy)).toEqual({ redrivePermission: "byQueue", sourceQueueArns: [QUEUE] });

    const rule = recording.one("aws:cloudwatch/eventRule:EventRule");
    expect(rule.inputs.state).toBe("ENABLED");
    expect(JSON.parse(rule.inputs.eventPattern)).toEqual({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: ["shop-test-upload"] } },
    });
    const target = recording.one("aws:cloudwatch/eventTarget:EventTarget");
    expect(target.inputs).toMatchObject({
      arn: QUEUE,
      deadLetterConfig: { arn: `${QUEUE}-dead` },
      retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
    });
    // Uploads before the target is there, or before it may send, would be lost.
    expect(target.opts.dependencies).toEqual(
      expect.arrayContaining(["media-queue-policy", "media-dead-letters-policy"]),
    );
    const notification = recording.one("aws:s3/bucketNotification:BucketNotification");
    expect(notification.inputs).toEqual({ region: "eu-west-1", bucket: "shop-test-upload", eventbridge: true });
    expect(notification.opts.dependencies).toContain("media-uploads-to-queue");
  });

  test.each(["queue", "dead-letters"])("lets only the rule send to the %s", async (part) => {
    const { inputs } = (await record()).one("aws:sqs/queuePolicy:QueuePolicy", `media-${part}-policy`);
    const arn = part === "queue" ? QUEUE : `${QUEUE}-dead`;
    expect(parsePolicy(inputs.policy).statements).toEqual([
      {
        Sid: "EventsOfUploads",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["sqs:SendMessage"],
        Resource: arn,
        Condition: { ArnEquals: { "aws:SourceArn": expect.stringMatching(/^arn:aws:cloudwatch:.*media-uploads/) } },
      },
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: ["sqs:*"],
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("gives the scanner's role to exactly its service account, with no more than it needs", async () => {
    const recording = await record();
    const role = recording.one("aws:iam/role:Role");
    expect(parsePolicy(role.inputs.assumeRolePolicy).sid("AssumeByPods").Condition.StringEquals).toMatchObject({
      "aws:RequestTag/eks-cluster-arn": CLUSTER.clusterArn,
      "aws:RequestTag/kubernetes-namespace": "shop",
      "aws:RequestTag/kubernetes-service-account": "scan-worker",
    });
    const { statements } = parsePolicy(recording.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    const buckets = ["arn:aws:s3:::shop-test-upload", "arn:aws:s3:::shop-test-media"];
    expect(statements.map(({ Action, Resource }) => [Resource, Action])).toEqual([
      [
        `${buckets[0]}/*`,
        [
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:GetObjectTagging",
          "s3:GetObjectVersionTagging",
          "s3:PutObjectTagging",
          "s3:PutObjectVersionTagging",
        ],
      ],
      [buckets[0], ["s3:ListBucket", "s3:ListBucketVersions"]],
      [`${buckets[1]}/*`, ["s3:PutObject", "s3:PutObjectTagging"]],
      [KEY, ["kms:Decrypt", "kms:GenerateDataKey"]],
      [QUEUE, ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]],
      [KEY, ["kms:Decrypt"]],
    ]);
    expect(statements[3].Condition).toEqual({
      StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": buckets.flatMap((arn) => [arn, `${arn}/*`]) },
    });
  });

  test("queues GuardDuty's results and gives it a role of its own", async () => {
    const recording = await record({ scanner: { ...mediaArgs.scanner, engine: "guardduty" } });
    expect(JSON.parse(recording.one("aws:cloudwatch/eventRule:EventRule").inputs.eventPattern)).toEqual({
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Malware Protection Object Scan Result"],
      detail: { s3ObjectDetails: { bucketName: ["shop-test-upload"] } },
    });
    const role = recording.one("aws:iam/role:Role", "media-guardduty-role");
    expect(parsePolicy(role.inputs.assumeRolePolicy).statements).toEqual([
      {
        Sid: "AssumeByPlan",
        Effect: "Allow",
        Principal: { Service: "malware-protection-plan.guardduty.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
    ]);
  });

  test("writes access logs where it is told", async () => {
    const logs = (await record({ accessLogBucket: "shop-test-access" })).all("aws:s3/bucketLogging:BucketLogging");
    expect(logs.map(({ inputs }) => inputs.bucket)).toEqual(["shop-test-media", "shop-test-upload"]);
    expect(logs[0]?.inputs).toMatchObject({
      targetBucket: "shop-test-access",
      targetPrefix: "s3/",
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    });
    expect((await record()).all("aws:s3/bucketLogging:BucketLogging")).toEqual([]);
  });

  test("hands workloads what they may do, and nothing else", async () => {
    const { result: media } = await record();
    expect(media.bindings([])).toEqual([]);
    const [forms, served, unscanned] = media.bindings(["presign-upload", "read", "delete"]);
    expect(forms).toMatchObject({ kind: "upload", prefix: "uploads/", maxSignatureAgeSeconds: 300, keyArn: KEY });
    expect(served).toMatchObject({ kind: "bucket", access: ["read", "delete"], prefixes: ["uploads/"] });
    expect(unscanned).toMatchObject({ kind: "bucket", access: ["delete"], prefixes: ["uploads/"] });
    const nameOf = async (binding: typeof served) =>
      binding !== undefined && binding.kind === "bucket" ? valueOf(binding.bucketName) : undefined;
    expect(await nameOf(served)).toBe("shop-test-media");
    expect(await nameOf(unscanned)).toBe("shop-test-upload");
  });

  test.each<[string, Partial<MediaArgs>, RegExp]>([
    ["one bucket for both", { bucketNames: { upload: "same", serving: "same" } }, /share the bucket "same"/],
    ["a name with dots", { bucketNames: { upload: "a.b", serving: "c-d" } }, /bucketNames\.upload is "a\.b"/],
    ["any origin", { corsOrigins: ["*"] }, /corsOrigins has "\*"/],
    ["plain origins", { corsOrigins: ["http://www.shop.test"] }, /corsOrigins has "http:/],
    ["no origin", { corsOrigins: [] }, /corsOrigins is empty/],
    ["a prefix without end", { uploadPrefix: "uploads" }, /uploadPrefix is "uploads"/],
    ["a long-lived signature", { uploadTtlSeconds: 86_400 }, /uploadTtlSeconds is 86400/],
    ["endless quarantine", { quarantineDays: 365 }, /quarantineDays is 365/],
    ["one try", { maxReceives: 1 }, /maxReceives is 1/],
  ])("refuses %s", async (_, more, message) => {
    await expect(record(more)).rejects.toThrow(message);
    await expect(record(more)).rejects.toThrow(/^Media "media": /);
  });
});
