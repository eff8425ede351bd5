import { beforeAll, describe, expect, test } from "vitest";
import { type AccountOutputs, buildAccount } from "../../bootstrap/account.ts";
import { parseBootstrap } from "../../bootstrap/settings.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const operator = `arn:aws:iam::${MOCK_ACCOUNT}:role/platform-operator`;
const settings = parseBootstrap({
  accountId: MOCK_ACCOUNT,
  homeRegion: "eu-west-1",
  owner: "platform",
  emails: ["security@acme.dev"],
  stacks: [{ system: "shop", environment: "prod" }],
  operatorRoleArns: [operator],
  pipelines: {
    github: { repository: "acme/platform", environments: ["prod"] },
    deployPolicyArns: [`arn:aws:iam::${MOCK_ACCOUNT}:policy/platform-deploy`],
    previewReads: [{ system: "shop", environment: "prod" }],
  },
  images: { repositories: ["shop/api"] },
});
const outputs = {
  "aws:ecr/repository:Repository": ({ inputs }: any) => ({ repositoryUrl: `registry/${inputs.name}` }),
};
const record = (region: string) => recordResources(() => buildAccount(settings, region), { outputs });
const ONCE = [
  "aws:cloudtrail/trail:Trail",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:ecr/repository:Repository",
];

describe("an account in its home region", () => {
  let made: Recording<AccountOutputs>;
  beforeAll(async () => {
    made = await record("eu-west-1");
  });

  test.each(ONCE)("has its one %s", (type) => {
    expect(made.all(type)).toHaveLength(1);
  });

  test("lets the deployer, operators and, where it was asked for, previews use the stacks' secrets, once they exist", () => {
    const { inputs, opts } = made.one("aws:kms/keyPolicy:KeyPolicy", "state-secrets-provider");
    const policy = parsePolicy(inputs.policy);
    const role = (name: string) => `arn:aws:iam::${MOCK_ACCOUNT}:role/${name}`;
    expect(policy.sid("DeployShopProd").Principal).toEqual({ AWS: [role("rampart-deployer"), operator] });
    expect(policy.sid("ReadShopProd").Principal).toEqual({ AWS: [role("rampart-preview")] });
    expect(made.all("aws:iam/role:Role").map(({ inputs: { name } }) => name)).toEqual(
      expect.arrayContaining(["rampart-deployer", "rampart-preview"]),
    );
    expect(opts.dependencies).toEqual(expect.arrayContaining(["identity-deploy", "identity-preview"]));
  });

  test("logs its states and its evidence in one bucket, in which nobody deletes", () => {
    const access = `rampart-access-${MOCK_ACCOUNT}-eu-west-1`;
    expect(made.all("aws:s3/bucketLogging:BucketLogging").map(({ inputs }) => inputs.targetBucket)).toEqual([
      access,
      access,
    ]);
    const policy = parsePolicy(made.one("aws:s3/bucketPolicy:BucketPolicy", "access-logs-policy").inputs.policy);
    expect(policy.sid("DenyDeletion").Resource).toBe(`arn:aws:s3:::${access}/*`);
  });

  test("tells stacks where their state and its key are", async () => {
    const { stateBucket, secretsProvider, repositoryUrls } = made.result;
    expect(await valueOf(stateBucket)).toBe(`rampart-state-${MOCK_ACCOUNT}-eu-west-1`);
    expect(secretsProvider).toBe("awskms://alias/rampart-secrets-provider?region=eu-west-1");
    expect(Object.keys(repositoryUrls ?? {})).toEqual(["shop/api"]);
  });
});

describe("an account in a further region", () => {
  let made: Recording<AccountOutputs>;
  beforeAll(async () => {
    made = await record("eu-north-1");
  });

  test.each(ONCE)("makes no second %s", (type) => {
    expect(made.all(type)).toEqual([]);
  });

  test.each([
    "aws:guardduty/detector:Detector",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "aws:accessanalyzer/analyzer:Analyzer",
    "aws:sns/topic:Topic",
  ])("has a %s of its own, there", (type) => {
    expect(made.one(type).inputs.region).toBe("eu-north-1");
  });

  test("puts everything that has a region there", () => {
    const elsewhere = made.resources.filter(
      ({ inputs }) => inputs.region !== undefined && inputs.region !== "eu-north-1",
    );
    expect(elsewhere.map(({ name }) => name)).toEqual([]);
  });
});
