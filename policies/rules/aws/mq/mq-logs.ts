import type { Resource } from "../../../resource.ts";
import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { proposeEach, whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "mq-logs",
  title: "Publish the logs of message brokers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Failed logins, and with ActiveMQ who administers the broker, are written down nowhere else.",
  fix: "Set logs.general to true, and logs.audit too for ActiveMQ.",
  links: [
    securityHub("mq"),
    awsDocs("Logging and monitoring", "amazon-mq/latest/developer-guide/security-logging-monitoring.html"),
  ],
  types: ["aws:mq/broker:Broker"],
  check: (broker) =>
    all(
      () => broker.get("logs", "general").mustBe(true, "The broker publishes no log; set logs.general to true"),
      () =>
        writesAudit(broker)
          ? broker.get("logs", "audit").mustBe(true, "The broker publishes no audit log; set logs.audit to true")
          : [],
    ),
  remediate: (broker) =>
    proposeEach(writesAudit(broker) ? ["general", "audit"] : ["general"], (log) =>
      whenUnset(broker, ["logs", log], true),
    ),
  examples: {
    pass: [
      { inputs: { engineType: "RabbitMQ", logs: { general: true } } },
      { inputs: { engineType: "ActiveMQ", logs: { general: true, audit: true } } },
    ],
    fail: [
      { name: "not set", inputs: { engineType: "RabbitMQ" }, path: "/logs/general", message: "no log" },
      {
        name: "no audit log",
        inputs: { engineType: "ActiveMQ", logs: { general: true } },
        path: "/logs/audit",
        message: "no audit log",
      },
    ],
    undecided: [
      { inputs: { engineType: "RabbitMQ", logs: { general: UNKNOWN } }, path: "/logs/general" },
      { inputs: { engineType: "ActiveMQ", logs: { general: true, audit: UNKNOWN } }, path: "/logs/audit" },
      { inputs: { engineType: UNKNOWN, logs: { general: true } }, path: "/engineType" },
    ],
  },
});
/** RabbitMQ has no audit log. */
function writesAudit(broker: Resource): boolean {
  return broker.get("engineType").string()?.toLowerCase() !== "rabbitmq";
}
