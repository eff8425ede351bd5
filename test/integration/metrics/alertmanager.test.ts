import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { alertmanagerDefinition } from "../../../components/_metrics-alertmanager.ts";
import { ALERTS, RUNBOOKS } from "./_platform.ts";
import { tool } from "./_tools.ts";

const topicArn = "arn:aws:sns:eu-west-1:111122223333:shop-prod-alarms";
const definition = alertmanagerDefinition({
  prefix: "shop-prod",
  region: "eu-west-1",
  accountId: "111122223333",
  topicArn,
});
const outer = parse(definition) as Readonly<Record<string, string>>;
const config = outer["alertmanager_config"] as string;
const receivers = (
  parse(config) as {
    readonly receivers: readonly {
      readonly name: string;
      readonly sns_configs: readonly [{ readonly subject: string; readonly message: string }];
    }[];
  }
).receivers;

/** What Alertmanager would send for alerts, by its own templates. */
function rendered(
  receiver: string,
  field: "subject" | "message",
  status: string,
  labels: Record<string, string>,
): string {
  const template = receivers.find(({ name }) => name === receiver)?.sns_configs[0][field] ?? "";
  const annotations = { summary: 'No "pooler" answers', runbook_url: `${RUNBOOKS}/pool-exhaustion.md` };
  const alert = { status, labels, annotations, startsAt: "2026-11-21T03:04:05Z" };
  const said = tool(
    "amtool",
    ["template", "render", "--template.glob=none.tmpl", `--template.text=${template}`, "--template.data=data.json"],
    {
      "none.tmpl": '{{ define "none" }}{{ end }}',
      "data.json": JSON.stringify({ receiver, status, alerts: [alert, alert], groupLabels: labels }),
    },
  );
  expect(said.status).toBe(0);
  return said.text.trimEnd();
}

describe("the definition of Alertmanager", () => {
  test("holds nothing beside what Managed Prometheus takes", () => {
    expect(Object.keys(outer)).toEqual(["alertmanager_config"]);
    expect(config).not.toMatch(/api_url|http_config|_configs": (?!\[)/);
    expect(receivers.flatMap((receiver) => Object.keys(receiver))).toEqual(
      receivers.flatMap(() => ["name", "sns_configs"]),
    );
  });

  test("is one to amtool", () => {
    const said = tool("amtool", ["check-config", "alertmanager.yaml"], { "alertmanager.yaml": config });
    expect(said.text).toContain("SUCCESS");
    expect(said.status).toBe(0);
  });

  test.each([...new Map(ALERTS.map((rule) => [`${rule.alert} ${rule.severity}`, rule])).values()])(
    "$alert of severity $severity finds its receiver",
    ({ alert, severity, component }) => {
      const labels = [`alertname=${alert}`, `severity=${severity}`, `component=${component}`];
      const expectation = ["--config.file=alertmanager.yaml", `--verify.receivers=${severity}`];
      const said = tool("amtool", ["config", "routes", "test", ...expectation, ...labels], {
        "alertmanager.yaml": config,
      });
      expect(said).toMatchObject({ status: 0 });
    },
  );

  test("pages in the form of a CloudWatch alarm, under a name by which the pager's subscription filters", () => {
    expect(JSON.parse(rendered("page", "message", "firing", { alertname: "PoolerDown" }))).toEqual({
      AlarmName: "shop-prod-prometheus-page-PoolerDown",
      AlarmDescription: `No "pooler" answers. Runbook: ${RUNBOOKS}/pool-exhaustion.md`,
      AWSAccountId: "111122223333",
      Region: "eu-west-1",
      NewStateValue: "ALARM",
      OldStateValue: "OK",
      NewStateReason: '2 alert(s), the first: No "pooler" answers',
      StateChangeTime: "2026-11-21T03:04:05.000+0000",
    });
  });

  test("ends a page under the same name, which differs by objective", () => {
    const labels = { alertname: "ErrorBudgetBurn", slo: "api-latency" };
    expect(JSON.parse(rendered("page", "message", "resolved", labels))).toMatchObject({
      AlarmName: "shop-prod-prometheus-page-ErrorBudgetBurn-api-latency",
      NewStateValue: "OK",
      OldStateValue: "ALARM",
    });
  });

  test("writes tickets for people, with the runbook", () => {
    const text = rendered("ticket", "message", "firing", { alertname: "PoolerClientsSlow" });
    expect(text).toContain('firing: No "pooler" answers');
    expect(text).toContain(`Runbook: ${RUNBOOKS}/pool-exhaustion.md`);
  });

  test.each(["ticket", "page"])("gives a %s a subject that SNS takes", (receiver) => {
    const subject = rendered(receiver, "subject", "resolved", {
      alertname: "RequestMetricsMissing",
      slo: "a".repeat(30),
    });
    // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: ASCII without line breaks, below 100 characters.
    expect(subject).toMatch(/^shop-prod [\x20-\x7e]{1,89}$/);
  });
});
