import { beforeAll, describe, expect, test } from "vitest";
import { AccountAlerts } from "../../components/account-alerts.ts";
import { AccountDefaults, type AccountDefaultsArgs } from "../../components/account-defaults.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources } from "../support/mocks.ts";

const tags = { system: "rampart", environment: "account", owner: "platform", dataClass: "internal" };
const args: AccountDefaultsArgs = {
  accountId: MOCK_ACCOUNT,
  region: "eu-west-1",
  isHome: true,
  logsKeyArn: `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/logs`,
  tags,
};
const record = (more: Partial<AccountDefaultsArgs> = {}) =>
  recordResources(() => new AccountDefaults("defaults", { ...args, ...more }));

describe("defaults of the home region", () => {
  let made: Recording<AccountDefaults>;
  beforeAll(async () => {
    made = await record();
  });

  test("encrypt volumes under the account's key, which is there first", () => {
    expect(made.one("aws:ebs/encryptionByDefault:EncryptionByDefault")).toMatchObject({
      inputs: { region: "eu-west-1", enabled: true },
      opts: { dependencies: expect.arrayContaining(["defaults-volumes"]) },
    });
    expect(made.one("aws:ebs/defaultKmsKey:DefaultKmsKey").opts.dependencies).toContain("defaults-volumes");
    const policy = parsePolicy(made.one("aws:kms/keyPolicy:KeyPolicy").inputs.policy);
    const via = { "kms:CallerAccount": MOCK_ACCOUNT, "kms:ViaService": "ec2.eu-west-1.amazonaws.com" };
    expect(policy.sid("Volumes")).toMatchObject({ Principal: { AWS: "*" }, Condition: { StringEquals: via } });
    expect(policy.sid("VolumeGrants").Condition).toEqual({
      StringEquals: via,
      Bool: { "kms:GrantIsForAWSResource": "true" },
    });
  });

  test("keep snapshots, images and buckets from the public, and ask for session tokens", () => {
    expect(made.one("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess").inputs.state).toBe(
      "block-all-sharing",
    );
    expect(made.one("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess").inputs.state).toBe("block-new-sharing");
    expect(made.one("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults").inputs.httpTokens).toBe("required");
    expect(made.one("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs).toEqual({
      accountId: MOCK_ACCOUNT,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  test("end what databases' operating systems report, and encrypt it", () => {
    expect(made.one("aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({
      name: "RDSOSMetrics",
      kmsKeyId: args.logsKeyArn,
      retentionInDays: 30,
    });
  });

  test("leave passwords and backups as they are unless they are asked for", async () => {
    expect(made.all("aws:iam/accountPasswordPolicy:AccountPasswordPolicy")).toEqual([]);
    expect(made.all("aws:backup/regionSettings:RegionSettings")).toEqual([]);
    const more = await record({ passwordPolicy: true, backupResourceTypes: { RDS: true, VirtualMachine: false } });
    expect(more.one("aws:iam/accountPasswordPolicy:AccountPasswordPolicy").inputs).toMatchObject({
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      maxPasswordAge: 90,
    });
    expect(more.one("aws:backup/regionSettings:RegionSettings").inputs.resourceTypeOptInPreference).toEqual({
      RDS: true,
      VirtualMachine: false,
    });
  });
});

test("another region leaves the account's own settings alone", async () => {
  const made = await record({ isHome: false });
  expect(made.all("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")).toEqual([]);
  expect(() => new AccountDefaults("defaults", { ...args, isHome: false, passwordPolicy: true })).toThrow(
    /AccountDefaults "defaults": passwordPolicy belongs to the account/,
  );
});

describe("alerts", () => {
  test("come from alarms of the account and event rules, encrypted and over TLS", async () => {
    const made = await recordResources(
      () =>
        new AccountAlerts("alerts", {
          accountId: MOCK_ACCOUNT,
          region: "eu-west-1",
          emails: ["security@acme.dev"],
          tags,
        }),
    );
    const topic = made.one("aws:sns/topic:Topic").inputs;
    expect(topic).toMatchObject({ name: "rampart-account", kmsMasterKeyId: expect.stringMatching(/:key\//) });
    const policy = parsePolicy(made.one("aws:sns/topicPolicy:TopicPolicy").inputs.policy);
    expect(policy.sid("Alarms").Condition).toEqual({
      StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT },
      ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-west-1:${MOCK_ACCOUNT}:alarm:*` },
    });
    expect(policy.sid("OnlyByTls").Effect).toBe("Deny");
    expect(made.one("aws:sns/topicSubscription:TopicSubscription").inputs).toMatchObject({
      protocol: "email",
      endpoint: "security@acme.dev",
    });
    const key = parsePolicy(made.one("aws:kms/keyPolicy:KeyPolicy").inputs.policy);
    expect(key.statements.map(({ Principal }) => Principal.Service)).toEqual(
      expect.arrayContaining(["logs.eu-west-1.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"]),
    );
  });

  test.each([
    [[], /emails is empty/],
    [["a@acme.dev", "a@acme.dev"], /emails lists "a@acme.dev" twice/],
  ])("refuse the addresses %o", (emails, message) => {
    const place = { accountId: MOCK_ACCOUNT, region: "eu-west-1", tags };
    expect(() => new AccountAlerts("alerts", { ...place, emails })).toThrow(message);
  });
});
