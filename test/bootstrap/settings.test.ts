import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseBootstrap, refuseExamples } from "../../bootstrap/settings.ts";
import { SECRETS_PROVIDER_ALIAS } from "../../components/account-state.ts";
import { environmentsOf, systems } from "../../stacks/environments/index.ts";
import { loadSettings } from "../../stacks/load.ts";

const file = new URL("../../bootstrap/Pulumi.account.yaml", import.meta.url);
const shipped: any = parse(readFileSync(file, "utf8")).config["rampart:bootstrap"];
const own = {
  accountId: "987654321098",
  homeRegion: "eu-west-1",
  owner: "platform",
  emails: ["security@acme.dev"],
  stacks: [{ system: "shop", environment: "prod" }],
  pipelines: {
    github: { repository: "acme@1234/platform@5678", environments: ["prod"] },
    deployPolicyArns: ["arn:aws:iam::987654321098:policy/platform-deploy"],
  },
};

describe("settings of an account", () => {
  test("have defaults that are safe", () => {
    expect(parseBootstrap(own)).toMatchObject({
      audit: { lock: { mode: "governance", days: 365 }, retentionDays: 730, insights: true },
      state: { lockDays: 30 },
      pipelines: { previewReads: [], deploySessionHours: 2 },
      operatorRoleArns: [],
      passwordPolicy: false,
    });
    expect(parseBootstrap(own).securityHub).toBeUndefined();
  });

  test.each<[string, object, RegExp]>([
    ["a key that does not exist", { accountID: "1" }, /rampart:bootstrap: .*accountID/],
    ["an account that is none", { accountId: "12" }, /rampart:bootstrap\.accountId: twelve digits/],
    ["no stack", { stacks: [] }, /rampart:bootstrap\.stacks/],
    [
      "compliance that was not acknowledged",
      { audit: { lock: { mode: "compliance", days: 365, reason: "The auditors ask for it." } } },
      /rampart:bootstrap\.audit\.lock\.irreversible/,
    ],
    [
      "a subject that admits others",
      { pipelines: { ...own.pipelines, github: { repository: "acme/*", environments: ["prod"] } } },
      /pipelines\.github\.repository: owner\/name/,
    ],
    [
      "an environment that is a pattern",
      { pipelines: { ...own.pipelines, github: { repository: "acme/platform", environments: ["*"] } } },
      /pipelines\.github\.environments\.0: the name of a protected environment/,
    ],
    [
      "no forge",
      { pipelines: { deployPolicyArns: own.pipelines.deployPolicyArns } },
      /pipelines: needs github, gitlab or both/,
    ],
  ])("refuse %s", (_, more, message) => {
    expect(() => parseBootstrap({ ...own, ...more })).toThrow(message);
  });

  test("are refused by the real engine while they hold shipped examples, each of which is named", () => {
    expect(() => refuseExamples(parseBootstrap(own))).not.toThrow();
    expect(() => refuseExamples(parseBootstrap(shipped))).toThrow(
      /accountId, emails, pipelines.github.repository, pipelines.deployPolicyArns, images.pulledBy; write your own/,
    );
  });
});

describe("the shipped settings fit the stacks", () => {
  const environments = systems().flatMap((system) =>
    environmentsOf(system).map((environment) => loadSettings({ system, environment, today: "2026-11-20" }).settings),
  );
  const { accountId, stacks, images } = parseBootstrap(shipped);

  test("a state for every stack of the account", () => {
    const expected = environments.filter((settings) => settings.accountId === accountId);
    expect(new Set(stacks.map(({ system, environment }) => `${system}/${environment}`))).toEqual(
      new Set(expected.map(({ system, environment }) => `${system}/${environment}`)),
    );
  });

  test("a repository for every image of the account's registry, and none besides", () => {
    const named = JSON.stringify(environments).matchAll(
      new RegExp(`${accountId}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/([a-z0-9/-]+)@`, "g"),
    );
    expect(new Set([...named].map(([, repository]) => repository))).toEqual(new Set(images?.repositories));
  });

  test("every other account pulls", () => {
    const others = environments.map((settings) => settings.accountId).filter((id) => id !== accountId);
    expect(new Set(images?.pulledBy?.accountIds)).toEqual(new Set(others));
  });

  test("the key that configurations of stacks name", () => {
    for (const stack of ["prod", "staging"]) {
      const { secretsprovider } = parse(
        readFileSync(new URL(`../../stacks/Pulumi.${stack}.yaml`, import.meta.url), "utf8"),
      );
      expect(secretsprovider).toMatch(
        new RegExp(
          `^awskms://alias/${SECRETS_PROVIDER_ALIAS}\\?region=[a-z0-9-]+&context_system=.+&context_environment=.+`,
        ),
      );
    }
  });
});
