import { beforeAll, describe, expect, test } from "vitest";
import { AccountIdentity, type AccountIdentityArgs } from "../../components/account-identity.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const STATE = `arn:aws:s3:::rampart-state-${MOCK_ACCOUNT}-eu-west-1`;
const args: AccountIdentityArgs = {
  accountId: MOCK_ACCOUNT,
  stateRegions: ["eu-west-1"],
  stacks: [
    { system: "shop", environment: "prod" },
    { system: "club", environment: "prod" },
  ],
  github: { repository: "acme/platform", environments: ["prod"] },
  deployPolicyArns: [`arn:aws:iam::${MOCK_ACCOUNT}:policy/platform-deploy`],
  tags: { system: "rampart", environment: "account", owner: "platform", dataClass: "internal" },
};
const record = (more: Partial<AccountIdentityArgs> = {}) =>
  recordResources(() => new AccountIdentity("identity", { ...args, ...more }));
const trustOf = (made: Recording<AccountIdentity>, role: string) =>
  parsePolicy(made.one(ROLE, role).inputs.assumeRolePolicy).statements;

describe("an identity", () => {
  let made: Recording<AccountIdentity>;
  beforeAll(async () => {
    made = await record();
  });

  test("knows GitHub by its issuer and one audience", () => {
    expect(made.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    });
  });

  test("lets jobs of the protected environment deploy, and nobody else", () => {
    expect(trustOf(made, "identity-deploy")).toEqual([
      {
        Sid: "GitHub",
        Effect: "Allow",
        Principal: { Federated: expect.stringContaining(":iam:") },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": ["repo:acme/platform:environment:prod"],
          },
        },
      },
    ]);
    expect(made.one(ROLE, "identity-deploy").inputs).toMatchObject({
      name: "rampart-deployer",
      maxSessionDuration: 7_200,
    });
  });

  test("lets jobs of pull requests preview, for an hour", () => {
    expect(trustOf(made, "identity-preview")[0].Condition).toEqual({
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": ["repo:acme/platform:pull_request"],
      },
    });
    expect(made.one(ROLE, "identity-preview").inputs).toMatchObject({
      name: "rampart-preview",
      maxSessionDuration: 3_600,
    });
  });

  test("gives the deployer the folders of its stacks, and what it is told to attach", () => {
    const policy = parsePolicy(made.one(POLICY, "identity-deploy").inputs.policy);
    expect(policy.sid("WriteStates")).toMatchObject({
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: [`${STATE}/shop/prod/*`, `${STATE}/club/prod/*`],
    });
    expect(policy.sid("ListStates")).toMatchObject({
      Resource: [STATE],
      Condition: { StringLike: { "s3:prefix": ["shop/prod/*", "club/prod/*"] } },
    });
    expect(made.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "identity-deploy-0")).toMatchObject({
      inputs: { role: "rampart-deployer", policyArn: args.deployPolicyArns[0] },
      opts: { dependencies: expect.arrayContaining(["identity-deploy"]) },
    });
  });

  test("keeps the deployer off sensors, evidence and trust", () => {
    const { statements } = parsePolicy(made.one(POLICY, "identity-deploy").inputs.policy);
    const denied = statements.filter(({ Effect }) => Effect === "Deny");
    const reach = (action: string) => denied.find(({ Action }) => Action.includes(action))?.Resource;
    expect(reach("cloudtrail:StopLogging")).toBe("*");
    expect(reach("guardduty:DeleteDetector")).toBe("*");
    expect(reach("iam:CreateAccessKey")).toBe("*");
    expect(reach("s3:PutBucketPolicy")).toEqual(
      ["audit", "state", "access"].map((kind) => `arn:aws:s3:::rampart-${kind}-${MOCK_ACCOUNT}-*`),
    );
    expect(reach("iam:UpdateAssumeRolePolicy")).toBe(`arn:aws:iam::${MOCK_ACCOUNT}:role/rampart-*`);
    expect(reach("iam:DeleteOpenIDConnectProvider")).toEqual([
      `arn:aws:iam::${MOCK_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    ]);
  });

  test("shows a preview configuration, and no contents or values", () => {
    const policy = parsePolicy(made.one(POLICY, "identity-preview").inputs.policy);
    expect(policy.statements.map(({ Effect }) => Effect)).toEqual(["Deny", "Deny"]);
    expect(policy.sid("NoValues")).toMatchObject({ Resource: "*" });
    expect(policy.sid("NoValues").Action).toEqual(
      expect.arrayContaining([
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "logs:GetLogEvents",
        "sts:AssumeRole",
      ]),
    );
    expect(policy.sid("NoObjects")).toMatchObject({ Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: "*" });
    expect(made.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "identity-preview-0").inputs.policyArn).toBe(
      "arn:aws:iam::aws:policy/SecurityAudit",
    );
  });

  test("hands on the roles", async () => {
    expect(await valueOf(made.result.deployRoleArn)).toBe(`arn:aws:iam::${MOCK_ACCOUNT}:role/rampart-deployer`);
  });
});

test("a preview reads the one state it is allowed, and no other object", async () => {
  const made = await record({ previewReads: [{ system: "club", environment: "prod" }] });
  const policy = parsePolicy(made.one(POLICY, "identity-preview").inputs.policy);
  expect(policy.sid("ReadStates")).toMatchObject({ Action: ["s3:GetObject"], Resource: [`${STATE}/club/prod/*`] });
  expect(policy.sid("NoObjects")).toMatchObject({ Effect: "Deny", NotResource: [`${STATE}/club/prod/*`] });
  expect(policy.sid("UseStateKey").Action).toEqual(["kms:Decrypt"]);
});

test("GitLab deploys from protected branches to the letter, and previews from any branch of the project", async () => {
  const { github: _none, ...rest } = args;
  const made = await recordResources(
    () =>
      new AccountIdentity("identity", {
        ...rest,
        gitlab: { host: "gitlab.acme.dev", project: "acme/infra/platform", branches: ["main"] },
      }),
  );
  expect(made.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs).toMatchObject({
    url: "https://gitlab.acme.dev",
    clientIdLists: ["https://gitlab.acme.dev"],
  });
  expect(trustOf(made, "identity-deploy")[0].Condition).toEqual({
    StringEquals: {
      "gitlab.acme.dev:aud": "https://gitlab.acme.dev",
      "gitlab.acme.dev:sub": ["project_path:acme/infra/platform:ref_type:branch:ref:main"],
    },
  });
  expect(trustOf(made, "identity-preview")[0].Condition).toEqual({
    StringEquals: { "gitlab.acme.dev:aud": "https://gitlab.acme.dev" },
    StringLike: { "gitlab.acme.dev:sub": ["project_path:acme/infra/platform:ref_type:branch:ref:*"] },
  });
});

test.each<[Partial<AccountIdentityArgs>, RegExp]>([
  [{ github: { repository: "acme/platform", environments: ["*"] } }, /deploys, and holds a wildcard/],
  [{ github: { repository: "acme/*", environments: ["prod"] } }, /holds a wildcard/],
  [{ github: { repository: "acme/platform", environments: [] } }, /nothing that deploys/],
  [{ stacks: [] }, /stacks is empty/],
  [{ deployPolicyArns: [] }, /deployPolicyArns is empty/],
  [{ deploySessionHours: 12 }, /deploySessionHours is 12; give whole hours from 1 to 4/],
  [{ previewReads: [{ system: "other", environment: "prod" }] }, /"other\/prod", which is none of the stacks/],
])("refuses %o", (more, message) => {
  expect(() => new AccountIdentity("identity", { ...args, ...more })).toThrow(message);
});

test("refuses to be without a forge", () => {
  const { github: _none, ...rest } = args;
  expect(() => new AccountIdentity("identity", rest)).toThrow(/AccountIdentity "identity": neither github nor gitlab/);
});
