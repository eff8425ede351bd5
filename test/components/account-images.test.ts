import { beforeAll, describe, expect, test } from "vitest";
import { AccountImages, type AccountImagesArgs } from "../../components/account-images.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources } from "../support/mocks.ts";

const args: AccountImagesArgs = {
  accountId: MOCK_ACCOUNT,
  region: "eu-west-1",
  repositories: ["rampart/pgbouncer", "shop/api"],
  pulledBy: { organisationId: "o-abcdefghij", accountIds: ["222233334444"] },
  tags: { system: "rampart", environment: "account", owner: "platform", dataClass: "internal" },
};
const outputs = {
  outputs: { "aws:ecr/repository:Repository": ({ inputs }: any) => ({ repositoryUrl: `registry/${inputs.name}` }) },
};

describe("images", () => {
  let made: Recording<AccountImages>;
  beforeAll(async () => {
    made = await recordResources(() => new AccountImages("images", args), outputs);
  });

  test("lie in repositories whose tags stay, scanned and encrypted under the account's key", () => {
    const repositories = made.all("aws:ecr/repository:Repository");
    expect(repositories.map(({ name }) => name)).toEqual(["images-rampart-pgbouncer", "images-shop-api"]);
    for (const { inputs, opts } of repositories) {
      expect(inputs).toMatchObject({
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: expect.stringMatching(/:key\//) }],
        forceDelete: false,
      });
      expect(opts.protect).toBe(true);
    }
  });

  test("are pulled by other accounts of the organisation, which push nothing", () => {
    const { inputs } = made.one("aws:ecr/repositoryPolicy:RepositoryPolicy", "images-shop-api");
    expect(parsePolicy(inputs.policy).statements).toEqual([
      {
        Sid: "OtherAccountsPull",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::222233334444:root"] },
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      },
    ]);
  });

  test("end when untagged, or when there are many newer ones; the rule for any comes last", () => {
    const { inputs } = made.one("aws:ecr/lifecyclePolicy:LifecyclePolicy", "images-shop-api");
    const rules: any[] = JSON.parse(inputs.policy).rules;
    expect(
      rules.map(({ rulePriority, selection }) => [rulePriority, selection.tagStatus, selection.countNumber]),
    ).toEqual([
      [1, "untagged", 14],
      [2, "any", 200],
    ]);
  });
});

test("without others, repositories have no policy", async () => {
  const { pulledBy: _none, ...rest } = args;
  const made = await recordResources(() => new AccountImages("images", rest), outputs);
  expect(made.all("aws:ecr/repositoryPolicy:RepositoryPolicy")).toEqual([]);
});

test.each<[Partial<AccountImagesArgs>, RegExp]>([
  [{ repositories: [] }, /AccountImages "images": repositories is empty/],
  [{ repositories: ["Shop/API"] }, /"Shop\/API" is no name of a repository/],
  [{ repositories: ["shop/api", "shop-api"] }, /"shop-api" reads like another/],
  [{ pulledBy: { organisationId: "o-abcdefghij", accountIds: ["12"] } }, /accountIds holds "12"/],
  [{ pulledBy: { organisationId: "acme", accountIds: ["222233334444"] } }, /organisationId such as/],
  [{ keptImages: 1 }, /keptImages is 1; keep 10 or more/],
])("refuses %o", (more, message) => {
  expect(() => new AccountImages("images", { ...args, ...more })).toThrow(message);
});
