import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { AccountSensors, type AccountSensorsArgs } from "../../components/account-sensors.ts";
import { MOCK_ACCOUNT, type Recording, recordResources } from "../support/mocks.ts";

const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";
const topicArn = `arn:aws:sns:eu-west-1:${MOCK_ACCOUNT}:rampart-account`;
const args: AccountSensorsArgs = {
  region: "eu-west-1",
  topicArn,
  tags: { system: "rampart", environment: "account", owner: "platform", dataClass: "internal" },
};
const record = (more: Partial<AccountSensorsArgs> = {}) =>
  recordResources(() => new AccountSensors("sensors", { ...args, ...more }));

describe("sensors", () => {
  let made: Recording<AccountSensors>;
  beforeAll(async () => {
    made = await record();
  });

  test("look at every source", () => {
    const features = made
      .all(FEATURE)
      .map(({ inputs }) => [inputs.name, inputs.status, inputs.additionalConfigurations]);
    expect(new Map(features.map(([name, ...rest]) => [name, rest]))).toEqual(
      new Map([
        ["S3_DATA_EVENTS", ["ENABLED", undefined]],
        ["EKS_AUDIT_LOGS", ["ENABLED", undefined]],
        ["EBS_MALWARE_PROTECTION", ["ENABLED", undefined]],
        ["RDS_LOGIN_EVENTS", ["ENABLED", undefined]],
        ["LAMBDA_NETWORK_LOGS", ["ENABLED", undefined]],
        [
          "RUNTIME_MONITORING",
          [
            "ENABLED",
            [
              { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" },
              { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
              { name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" },
            ],
          ],
        ],
      ]),
    );
    expect(made.one("aws:guardduty/detector:Detector")).toMatchObject({
      inputs: { region: "eu-west-1", enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
      opts: { protect: true },
    });
    expect(made.one("aws:accessanalyzer/analyzer:Analyzer").inputs).toMatchObject({
      region: "eu-west-1",
      type: "ACCOUNT",
    });
  });

  test("tell the account's owners of what is medium or worse, with a runbook that exists", () => {
    const { inputs } = made.one("aws:cloudwatch/eventRule:EventRule");
    expect(JSON.parse(inputs.eventPattern)).toEqual({
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      detail: { severity: [{ numeric: [">=", 4] }] },
    });
    expect(made.one("aws:cloudwatch/eventTarget:EventTarget").inputs.arn).toBe(topicArn);
    const runbook = /Runbook: (\S+)$/.exec(inputs.description)?.[1] ?? "";
    expect(existsSync(new URL(`../../${runbook}`, import.meta.url))).toBe(true);
  });

  test("leave Security Hub alone unless it is asked for", async () => {
    expect(made.all("aws:securityhub/account:Account")).toEqual([]);
    const more = await record({ securityHub: ["cis-3"] });
    expect(more.one("aws:securityhub/account:Account").inputs.enableDefaultStandards).toBe(false);
    expect(more.one("aws:securityhub/standardsSubscription:StandardsSubscription")).toMatchObject({
      inputs: { standardsArn: "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0" },
      opts: { dependencies: expect.arrayContaining(["sensors-hub"]) },
    });
  });
});

test.each([0, 11, Number.NaN])("refuse the severity %d", (leastSeverity) => {
  expect(() => new AccountSensors("sensors", { ...args, leastSeverity })).toThrow(/severities from 1 to 10/);
});
