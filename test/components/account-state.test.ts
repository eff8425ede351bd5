import { beforeAll, describe, expect, test } from "vitest";
import { AccountState, type AccountStateArgs, stateBucketName } from "../../components/account-state.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const role = (name: string) => `arn:aws:iam::${MOCK_ACCOUNT}:role/${name}`;
const BUCKET = `rampart-state-${MOCK_ACCOUNT}-eu-west-1`;
const args: AccountStateArgs = {
  accountId: MOCK_ACCOUNT,
  region: "eu-west-1",
  stacks: [
    { system: "shop", environment: "prod" },
    { system: "drive-alive", environment: "prod" },
  ],
  deployRoleArns: [role("rampart-deployer")],
  readers: [{ roleArn: role("rampart-preview"), stacks: [{ system: "shop", environment: "prod" }] }],
  accessLogBucket: "access",
  tags: { system: "rampart", environment: "account", owner: "platform", dataClass: "internal" },
};
const record = (more: Partial<AccountStateArgs> = {}) =>
  recordResources(() => new AccountState("state", { ...args, ...more }));

describe("the state of an account", () => {
  let made: Recording<AccountState>;
  beforeAll(async () => {
    made = await record();
  });

  test("lies in a bucket that is protected, locked, versioned, logged and encrypted under its own key", () => {
    expect(made.one("aws:s3/bucket:Bucket")).toMatchObject({
      inputs: { region: "eu-west-1", bucket: BUCKET, objectLockEnabled: true, forceDestroy: false },
      opts: { protect: true },
    });
    expect(made.one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")).toMatchObject({
      inputs: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } },
      opts: { dependencies: expect.arrayContaining(["state-versioning"]) },
    });
    const [rule] = made.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
      .inputs.rules;
    expect(rule).toMatchObject({
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: expect.stringMatching(/:key\//) },
      bucketKeyEnabled: true,
      blockedEncryptionTypes: ["SSE-C"],
    });
    expect(made.one("aws:s3/bucketLogging:BucketLogging").inputs).toMatchObject({
      targetBucket: "access",
      targetPrefix: "s3/",
    });
    expect(made.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs.rule).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
  });

  test("never loses a version, and lets the engine delete objects", () => {
    const policy = parsePolicy(made.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
    expect(policy.statements.filter(({ Effect }) => Effect === "Allow")).toEqual([]);
    expect(policy.sid("DenyLossOfVersions")).toMatchObject({
      Principal: "*",
      Action: ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    });
    expect(policy.statements.flatMap(({ Action }) => Action)).not.toContain("s3:DeleteObject");
    expect(policy.sid("DenyClearText").Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
  });

  test("ends replaced states, and none that is in use", () => {
    const { rules } = made.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    expect(rules[0].noncurrentVersionExpiration).toEqual({ noncurrentDays: 365 });
    expect(rules[0]).not.toHaveProperty("expiration");
  });

  test("has its secrets decrypted by named roles only, each stack's under its own context", () => {
    const policy = parsePolicy(made.one("aws:kms/keyPolicy:KeyPolicy", "state-secrets-provider").inputs.policy);
    const context = (system: string) => ({
      StringEquals: { "kms:EncryptionContext:system": system, "kms:EncryptionContext:environment": "prod" },
    });
    expect(policy.statements.map(({ Sid }) => Sid)).toEqual([
      "Administration",
      "DeployShopProd",
      "ReadShopProd",
      "DeployDriveAliveProd",
    ]);
    expect(policy.sid("DeployDriveAliveProd")).toMatchObject({
      Principal: { AWS: [role("rampart-deployer")] },
      Action: ["kms:Encrypt", "kms:Decrypt"],
      Condition: context("drive-alive"),
    });
    expect(policy.sid("ReadShopProd")).toMatchObject({
      Principal: { AWS: [role("rampart-preview")] },
      Action: ["kms:Decrypt"],
      Condition: context("shop"),
    });
    expect(
      policy.sid("Administration").Action.filter((action: string) => /Encrypt|Decrypt|Grant$/.test(action)),
    ).toEqual(["kms:RevokeGrant"]);
  });

  test("is found by the alias that stacks write into their configuration", () => {
    expect(made.one("aws:kms/alias:Alias", "state-secrets-provider").inputs.name).toBe(
      "alias/rampart-secrets-provider",
    );
    const keys = made.all("aws:kms/key:Key");
    expect(keys.map(({ inputs }) => inputs.enableKeyRotation)).toEqual([true, true]);
    expect(keys.every(({ opts }) => opts.protect)).toBe(true);
  });

  test("hands on its bucket", async () => {
    expect(await valueOf(made.result.bucketName)).toBe(stateBucketName(MOCK_ACCOUNT, "eu-west-1"));
  });
});

test.each<[Partial<AccountStateArgs>, RegExp]>([
  [{ stacks: [] }, /AccountState "state": stacks is empty/],
  [{ lockDays: 0 }, /lockDays is 0; give whole days from 1 to 365/],
  [{ lockDays: 90, noncurrentDays: 30 }, /noncurrentDays is 30, less than lockDays \(90\)/],
])("refuses %o", (more, message) => {
  expect(() => new AccountState("state", { ...args, ...more })).toThrow(message);
});
