import { prometheusPagePrefix } from "./_alarm-names.ts";

export interface AlertmanagerArgs {
  /** Start of every name in AWS, the same as that of `Notifications`. */
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
  readonly topicArn: string;
}

/** What a template of Alertmanager makes of a value, as JSON text. Labels and summaries are ours, and plain ASCII. */
const quoted = (value: string): string => `{{ printf "%q" ${value} }}`;

/**
 * The definition of Alertmanager in Managed Prometheus: it knows no receiver but SNS, and takes neither `api_url` nor
 * `http_config`; `sigv4.region` it must be told
 * (https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-config.html).
 *
 * Tickets are plain text, for people. Pages are JSON with the fields of a CloudWatch alarm, because that is what the
 * pager's subscription filters by and on-call tools read; each alert has an alarm name of its own, so that one that ends
 * does not close another.
 */
export function alertmanagerDefinition({ prefix, region, accountId, topicArn }: AlertmanagerArgs): string {
  const what = `{{ .GroupLabels.alertname }}{{ with .GroupLabels.slo }}-{{ . }}{{ end }}`;
  const sns = { topic_arn: topicArn, sigv4: { region }, send_resolved: true };
  const config = {
    route: {
      receiver: "ticket",
      group_by: ["alertname", "slo"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "1d",
      routes: [{ receiver: "page", matchers: ['severity="page"'], repeat_interval: "4h" }],
    },
    inhibit_rules: [
      // Without a pooler, everything about its clients is said.
      {
        source_matchers: ['alertname="PoolerDown"'],
        target_matchers: ['component="pooler"', 'alertname!="PoolerDown"'],
      },
      {
        source_matchers: ['alertname="ErrorBudgetBurn"', 'severity="page"'],
        target_matchers: ['alertname="ErrorBudgetBurn"', 'severity="ticket"'],
        equal: ["slo"],
      },
      {
        source_matchers: ['alertname="SignaturesTooOld"'],
        target_matchers: ['alertname=~"SignaturesOld|ScanEngineUnavailable"'],
      },
    ],
    receivers: [
      {
        name: "ticket",
        sns_configs: [{ ...sns, subject: `${prefix} {{ .Status }}: ${what}`, message: textMessage() }],
      },
      {
        name: "page",
        sns_configs: [
          {
            ...sns,
            subject: `${prefix} page {{ .Status }}: ${what}`,
            message: jsonMessage(`${prometheusPagePrefix(prefix)}${what}`, { region, accountId }),
          },
        ],
      },
    ],
  };
  const indented = JSON.stringify(config, undefined, 2).replaceAll(/^/gm, "  ");
  return `alertmanager_config: |\n${indented}\n`;
}

function textMessage(): string {
  return [
    "{{ range .Alerts }}{{ .Status }}: {{ .Annotations.summary }}",
    "Since {{ .StartsAt }}",
    "Runbook: {{ .Annotations.runbook_url }}",
    "",
    "{{ end }}",
  ].join("\n");
}

function jsonMessage(alarmName: string, place: { readonly region: string; readonly accountId: string }): string {
  // Alertmanager tells of groups that have an alert, so there is a first one.
  const first = "(index .Alerts 0)";
  const fields = [
    ["AlarmName", `"${alarmName}"`],
    [
      "AlarmDescription",
      quoted(`(printf "%s. Runbook: %s" ${first}.Annotations.summary ${first}.Annotations.runbook_url)`),
    ],
    ["AWSAccountId", `"${place.accountId}"`],
    ["Region", `"${place.region}"`],
    ["NewStateValue", '"{{ if eq .Status "firing" }}ALARM{{ else }}OK{{ end }}"'],
    ["OldStateValue", '"{{ if eq .Status "firing" }}OK{{ else }}ALARM{{ end }}"'],
    ["NewStateReason", quoted(`(printf "%d alert(s), the first: %s" (len .Alerts) ${first}.Annotations.summary)`)],
    ["StateChangeTime", `"{{ ${first}.StartsAt.UTC.Format "2006-01-02T15:04:05.000+0000" }}"`],
  ];
  return `{${fields.map(([key, value]) => `"${key}": ${value}`).join(", ")}}`;
}
