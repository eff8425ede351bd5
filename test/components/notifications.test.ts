import { beforeAll, describe, expect, test } from "vitest";
import * as aws from "@pulumi/aws";
import { Notifications, type NotificationsArgs } from "../../components/notifications.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const key = (region: string): string => `arn:aws:kms:${region}:${MOCK_ACCOUNT}:key/logs`;
const args: NotificationsArgs = {
  prefix: "shop-prod",
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  kmsKeyArn: key("eu-west-1"),
  usEast1KeyArn: key("us-east-1"),
  emails: ["on-call@example.com", "team@example.com"],
  pagerEndpoint: "https://events.pager.example/integration/abc",
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (extra: Partial<NotificationsArgs> = {}) =>
  recordResources(() => new Notifications("notifications", { ...args, ...extra }));

let made: Recording<Notifications>;
beforeAll(async () => {
  made = await record();
});

describe("topics", () => {
  test("are encrypted in each region with its key", () => {
    expect(made.all("aws:sns/topic:Topic").map(({ name, inputs }) => [name, inputs])).toEqual([
      [
        "notifications",
        expect.objectContaining({
          region: "eu-west-1",
          name: "shop-prod-alarms",
          kmsMasterKeyId: key("eu-west-1"),
          signatureVersion: 2,
        }),
      ],
      [
        "notifications-us-east-1",
        expect.objectContaining({ region: "us-east-1", name: "shop-prod-alarms", kmsMasterKeyId: key("us-east-1") }),
      ],
    ]);
  });

  test("take messages from four services, for this account where they say for which they call", () => {
    const { inputs } = made.one("aws:sns/topicPolicy:TopicPolicy", "notifications");
    const topic = `arn:aws:sns:eu-west-1:${MOCK_ACCOUNT}:shop-prod-alarms`;
    const service = (Sid: string, Service: string, source?: string, Action = ["sns:Publish"]) => ({
      Sid,
      Effect: "Allow",
      Principal: { Service },
      Action,
      Resource: topic,
      ...(source !== undefined && {
        Condition: { StringEquals: { "aws:SourceAccount": MOCK_ACCOUNT }, ArnLike: { "aws:SourceArn": source } },
      }),
    });
    expect(inputs.arn).toBe(topic);
    expect(parsePolicy(inputs.policy).statements).toEqual([
      service("Alarms", "cloudwatch.amazonaws.com", `arn:aws:cloudwatch:eu-west-1:${MOCK_ACCOUNT}:alarm:*`),
      service("Events", "events.amazonaws.com"),
      service("Budgets", "budgets.amazonaws.com", `arn:aws:budgets::${MOCK_ACCOUNT}:*`),
      service("Prometheus", "aps.amazonaws.com", `arn:aws:aps:eu-west-1:${MOCK_ACCOUNT}:workspace/*`, [
        "sns:GetTopicAttributes",
        "sns:Publish",
      ]),
      {
        Sid: "OnlyByTls",
        Effect: "Deny",
        Principal: "*",
        Action: ["sns:Publish"],
        Resource: topic,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("are one where the home region is us-east-1", async () => {
    const home = await record({ region: "us-east-1" });
    expect(home.all("aws:sns/topic:Topic").map((it) => it.name)).toEqual(["notifications"]);
    expect(home.result.topicArns.edge).toBe(home.result.topicArns.home);
  });

  test("are handed out once their policies are in force", async () => {
    const { resources } = await recordResources(() => {
      const { topicArns } = new Notifications("notifications", args);
      new aws.cloudwatch.EventTarget("target", { rule: "rule", arn: topicArns.home });
    });
    const target = resources.find((it) => it.name === "target");
    const policy = resources.find((it) => it.type.endsWith("TopicPolicy") && it.name === "notifications");
    expect(target?.opts.dependencyUrns).toContain(policy?.urn);
    expect(await valueOf(made.result.topicArns.edge)).toBe(`arn:aws:sns:us-east-1:${MOCK_ACCOUNT}:shop-prod-alarms`);
  });
});

describe("receivers", () => {
  test("get everything by e-mail, and the pager what pages alone", () => {
    const subscriptions = made.all("aws:sns/topicSubscription:TopicSubscription");
    expect(subscriptions.map(({ name, inputs }) => [name, inputs.protocol, inputs.endpoint])).toEqual([
      ["notifications-on-call-example-com", "email", "on-call@example.com"],
      ["notifications-pager", "https", args.pagerEndpoint],
      ["notifications-team-example-com", "email", "team@example.com"],
      ["notifications-us-east-1-on-call-example-com", "email", "on-call@example.com"],
      ["notifications-us-east-1-pager", "https", args.pagerEndpoint],
      ["notifications-us-east-1-team-example-com", "email", "team@example.com"],
    ]);
    const pager = made.one("aws:sns/topicSubscription:TopicSubscription", "notifications-pager").inputs;
    expect(pager).toMatchObject({
      endpointAutoConfirms: true,
      confirmationTimeoutInMinutes: 5,
      filterPolicyScope: "MessageBody",
    });
    expect(JSON.parse(pager.filterPolicy)).toEqual({
      AlarmName: ["shop-prod-paging", { prefix: "shop-prod-prometheus-page-" }],
    });
    expect(subscriptions.filter((it) => it.inputs.protocol === "email" && "filterPolicy" in it.inputs)).toEqual([]);
  });

  test.each([
    [{ emails: [] }, "emails is empty"],
    [{ emails: ["a@example.com", "A@example.com"] }, 'lists "A@example.com" twice'],
    [{ pagerEndpoint: "http://pager.example/secret" }, 'does not begin with "https://"'],
  ])("are refused: %j", async (extra, problem) => {
    await expect(record(extra)).rejects.toThrow(problem);
    await expect(record(extra)).rejects.not.toThrow("secret");
  });
});
