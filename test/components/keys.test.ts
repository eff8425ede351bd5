import * as aws from "@pulumi/aws";
import { beforeAll, describe, expect, test } from "vitest";
import { type KeyPurpose, keyPolicy, keyTable } from "../../components/_key-policies.ts";
import { Keys, type KeysArgs } from "../../components/keys.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "staging", owner: "platform", dataClass: "internal" };
const args: KeysArgs = {
  accountId: MOCK_ACCOUNT,
  region: "eu-west-1",
  system: "shop",
  environment: "staging",
  copyRegion: "eu-central-1",
  tags,
};
const root = `arn:aws:iam::${MOCK_ACCOUNT}:root`;
const record = (extra: Partial<KeysArgs> = {}) => recordResources(() => new Keys("shop", { ...args, ...extra }));
const policyOf = async (purpose: KeyPurpose, extra: object = {}) =>
  parsePolicy(await valueOf(keyPolicy(purpose, { accountId: MOCK_ACCOUNT, region: "eu-west-1", ...extra })));

let keys: Recording<Keys>;
beforeAll(async () => {
  keys = await record();
});

describe("Keys", () => {
  test("makes one key for each purpose and region", () => {
    expect(keys.all("aws:kms/key:Key").map((it) => [it.name, it.inputs.region])).toEqual([
      ["shop-backup", "eu-west-1"],
      ["shop-backup-copy", "eu-central-1"],
      ["shop-content", "eu-west-1"],
      ["shop-data", "eu-west-1"],
      ["shop-logs", "eu-west-1"],
      ["shop-logs-us-east-1", "us-east-1"],
      ["shop-secrets", "eu-west-1"],
    ]);
    expect(keys.all("aws:kms/alias:Alias").map((it) => [it.inputs.name, it.inputs.region])).toEqual([
      ["alias/shop-staging-backup", "eu-west-1"],
      ["alias/shop-staging-backup-copy", "eu-central-1"],
      ["alias/shop-staging-content", "eu-west-1"],
      ["alias/shop-staging-data", "eu-west-1"],
      ["alias/shop-staging-logs", "eu-west-1"],
      ["alias/shop-staging-logs-us-east-1", "us-east-1"],
      ["alias/shop-staging-secrets", "eu-west-1"],
    ]);
  });

  test("rotates, protects and keeps each key for 30 days after deletion", () => {
    for (const key of keys.all("aws:kms/key:Key")) {
      expect(key.inputs).toMatchObject({
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        keyUsage: "ENCRYPT_DECRYPT",
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        multiRegion: false,
        tags: { component: "keys", system: "shop" },
      });
      expect(key.inputs.policy).toBeUndefined();
      expect(key.opts.protect).toBe(true);
      expect(key.parent).toBe("shop");
    }
  });

  test("gives each key its policy in its region, with the lockout check on", () => {
    const policies = keys.all("aws:kms/keyPolicy:KeyPolicy");
    expect(policies.map((it) => it.name)).toEqual(keys.all("aws:kms/key:Key").map((it) => it.name));
    for (const policy of policies) {
      expect(policy.inputs.bypassPolicyLockoutSafetyCheck).toBe(false);
      expect(policy.opts.dependencies).toEqual([policy.name]);
      expect(policy.inputs.region).toBe(keys.one("aws:kms/key:Key", policy.name).inputs.region);
    }
    const copy = parsePolicy(keys.one("aws:kms/keyPolicy:KeyPolicy", "shop-backup-copy").inputs.policy);
    expect(copy.sid("Backup").Condition.StringEquals["kms:ViaService"]).toEqual(["backup.eu-central-1.amazonaws.com"]);
  });

  test("hands out keys only once their policies are in force", async () => {
    const { result, resources } = await recordResources(() => {
      const made = new Keys("shop", args);
      new aws.cloudwatch.LogGroup("group", { kmsKeyId: made.logs.arn });
      return made;
    });
    const group = resources.find((it) => it.name === "group");
    const policy = resources.find((it) => it.type === "aws:kms/keyPolicy:KeyPolicy" && it.name === "shop-logs");
    expect(group?.opts.dependencyUrns).toContain(policy?.urn);
    expect(group?.inputs.kmsKeyId).toBe(await valueOf(result.logs.arn));
    expect(await valueOf(result.backupCopy!.arn)).toMatch(/^arn:aws:kms:eu-central-1:/);
  });

  test("shares one log key when the home region is us-east-1, and makes no copy key without a copy region", async () => {
    const { copyRegion: _, ...home } = { ...args, region: "us-east-1" };
    const recording = await recordResources(() => new Keys("shop", home));
    const { result } = recording;
    expect(recording.all("aws:kms/key:Key").map((it) => it.name)).toEqual([
      "shop-backup",
      "shop-content",
      "shop-data",
      "shop-logs",
      "shop-secrets",
    ]);
    expect(result.logsUsEast1).toBe(result.logs);
    expect(result.backupCopy).toBeUndefined();
  });

  test("takes other periods", async () => {
    const other = await record({ deletionWindowDays: 7, rotationPeriodDays: 90 });
    for (const { inputs } of other.all("aws:kms/key:Key")) {
      expect(inputs).toMatchObject({ deletionWindowInDays: 7, rotationPeriodInDays: 90 });
    }
  });

  test("lets protection be lifted", async () => {
    const open = await record({ protect: false });
    expect(open.resources.filter((it) => it.opts.protect)).toEqual([]);
  });

  test("lets distributions read what the content key protects, and applications use the data key", async () => {
    const distribution = `arn:aws:cloudfront::${MOCK_ACCOUNT}:distribution/E1`;
    const granted = await record({ cloudFrontDistributionArns: [distribution], directUserRoleArns: ["arn:role"] });
    const sids = (name: string) =>
      parsePolicy(granted.one("aws:kms/keyPolicy:KeyPolicy", name).inputs.policy).statements.map((it) => it.Sid);
    expect(sids("shop-content")).toEqual([
      "Administration",
      "ContentServices",
      "EventsToQueues",
      "DistributionsReadObjects",
    ]);
    expect(sids("shop-data")).toContain("DirectUse");
    expect(sids("shop-data")).not.toContain("DistributionsReadObjects");
    expect(sids("shop-secrets")).toEqual(["Administration", "SecretServices"]);
  });

  test.each([
    [{ accountId: "12" }, 'Keys "shop": accountId is "12"'],
    [{ copyRegion: "eu-west-1" }, 'Keys "shop": copyRegion is the home region eu-west-1'],
    [{ system: "Shop One" }, 'Keys "shop": system is "Shop One"; it becomes part of an alias'],
    [{ cloudFrontDistributionArns: [] }, 'Keys "shop": cloudFrontDistributionArns is an empty list'],
    [{ deletionWindowDays: 6 }, 'Keys "shop": deletionWindowDays is 6; KMS takes whole days from 7 to 30'],
    [{ rotationPeriodDays: 30 }, 'Keys "shop": rotationPeriodDays is 30; KMS takes whole days from 90 to 2560'],
    [{ directUserRoleArns: [] }, 'Keys "shop": directUserRoleArns is an empty list'],
  ])("refuses %o", (extra, message) => {
    expect(() => new Keys("shop", { ...args, ...extra })).toThrow(message);
  });
});

describe("key policies", () => {
  const purposes = Object.keys(keyTable) as KeyPurpose[];

  test.each(purposes)(
    "%s: the account administers and can never be locked out, but cannot use the key so",
    async (purpose) => {
      const { Principal, Action, Condition } = (await policyOf(purpose)).sid("Administration");
      expect(Principal).toEqual({ AWS: root });
      expect(Condition).toBeUndefined();
      expect(Action).toEqual(expect.arrayContaining(["kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:CancelKeyDeletion"]));
      expect(Action.filter((it: string) => /\*|Crypt|DataKey|CreateGrant|Encrypt|Decrypt/.test(it))).toEqual([]);
    },
  );

  test.each(purposes)("%s: everybody appears only for this account, through a service", async (purpose) => {
    const { statements } = await policyOf(purpose);
    for (const statement of statements.filter((it) => JSON.stringify(it.Principal).includes('"*"'))) {
      expect(statement.Condition.StringEquals["kms:CallerAccount"]).toBe(MOCK_ACCOUNT);
      expect(statement.Condition.StringEquals["kms:ViaService"]).not.toEqual([]);
      const grants = statement.Action.includes("kms:CreateGrant");
      expect(statement.Condition.Bool).toEqual(grants ? { "kms:GrantIsForAWSResource": "true" } : undefined);
    }
  });

  test("data: databases, caches and objects through their services; node volumes as AWS does it", async () => {
    const policy = await policyOf("data");
    const services = policy.sid("DataServices");
    expect(services.Principal).toEqual({ AWS: root });
    expect(services.Condition.StringEquals).toEqual({
      "kms:CallerAccount": MOCK_ACCOUNT,
      "kms:ViaService": expect.arrayContaining([
        "rds.eu-west-1.amazonaws.com",
        "elasticache.eu-west-1.amazonaws.com",
        "dax.eu-west-1.amazonaws.com",
        "s3.eu-west-1.amazonaws.com",
      ]),
    });
    expect(policy.sid("NodeVolumes").Condition.StringEquals["kms:ViaService"]).toEqual(["ec2.eu-west-1.amazonaws.com"]);
    // EventBridge sends no source keys: a condition would drop every event.
    expect(policy.sid("EventsToQueues")).toEqual({
      Sid: "EventsToQueues",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    });
  });

  test("content: distributions by exact ARN, for decryption only", async () => {
    const arn = `arn:aws:cloudfront::${MOCK_ACCOUNT}:distribution/E1`;
    expect(
      (await policyOf("content", { cloudFrontDistributionArns: [arn] })).sid("DistributionsReadObjects"),
    ).toMatchObject({
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: ["kms:Decrypt"],
      Condition: { StringEquals: { "aws:SourceArn": [arn] } },
    });
  });

  test("logs: CloudWatch Logs of the region for log groups of the account, alarms by ARN", async () => {
    const policy = await policyOf("logs");
    expect(policy.sid("LogGroups")).toMatchObject({
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:*` } },
    });
    const sources = ["AlarmsToTopics", "BudgetsToTopics", "PrometheusToTopics"].map((sid) => policy.sid(sid));
    expect(sources.map((it) => [it.Principal.Service, it.Condition.ArnLike["aws:SourceArn"]])).toEqual([
      ["cloudwatch.amazonaws.com", `arn:aws:cloudwatch:eu-west-1:${MOCK_ACCOUNT}:alarm:*`],
      ["budgets.amazonaws.com", `arn:aws:budgets::${MOCK_ACCOUNT}:*`],
      ["aps.amazonaws.com", `arn:aws:aps:eu-west-1:${MOCK_ACCOUNT}:workspace/*`],
    ]);
    for (const source of sources) expect(source.Condition.StringEquals).toEqual({ "aws:SourceAccount": MOCK_ACCOUNT });
  });

  test("secrets: Secrets Manager and the services that write there", async () => {
    expect((await policyOf("secrets")).sid("SecretServices").Condition.StringEquals["kms:ViaService"]).toEqual(
      ["secretsmanager", "rds", "eks", "lambda", "ssm"].map((service) => `${service}.eu-west-1.amazonaws.com`),
    );
  });

  test("data keys of applications: by purpose, where IAM allows it", async () => {
    const policy = await policyOf("data", { dataKeyPurposes: ["audio", "totp"] });
    expect(policy.sid("ApplicationDataKeys")).toEqual({
      Sid: "ApplicationDataKeys",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${MOCK_ACCOUNT}:root` },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:CallerAccount": MOCK_ACCOUNT, "kms:EncryptionContext:purpose": ["audio", "totp"] },
      },
    });
  });

  test("data keys of sessions: with a session's id in their context, and only where sessions are", async () => {
    expect((await policyOf("data", { operatorSessions: true })).sid("SessionDataKeys")).toEqual({
      Sid: "SessionDataKeys",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${MOCK_ACCOUNT}:root` },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:CallerAccount": MOCK_ACCOUNT },
        Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" },
      },
    });
    const sids = (await policyOf("data", {})).statements.map(({ Sid }) => Sid as string);
    expect(sids).not.toContain("SessionDataKeys");
  });

  test("direct use: named roles, without administration", async () => {
    const role = `arn:aws:iam::${MOCK_ACCOUNT}:role/api`;
    expect((await policyOf("data", { directUserRoleArns: [role] })).sid("DirectUse")).toMatchObject({
      Principal: { AWS: [role] },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    });
  });
});
