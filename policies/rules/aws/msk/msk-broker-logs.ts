import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "msk-broker-logs",
  title: "Deliver the logs of Kafka brokers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Failed connections and refused requests show up only there.",
  fix: "Turn on cloudwatchLogs, s3 or firehose in loggingInfo.brokerLogs.",
  links: [awsDocs("Logging", "msk/latest/developerguide/msk-logging.html")],
  types: ["aws:msk/cluster:Cluster"],
  check: (cluster) => {
    const logs = cluster.get("loggingInfo", "brokerLogs");
    return some(["cloudwatchLogs", "s3", "firehose"], (target) => logs.get(target, "enabled").boolean() === true)
      ? []
      : [logs.fail("The brokers keep their logs to themselves; turn a target of loggingInfo.brokerLogs on")];
  },
  examples: {
    pass: [
      { inputs: { loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: "orders" } } } } },
      { inputs: { loggingInfo: { brokerLogs: { s3: { enabled: true, bucket: "logs" } } } } },
      { inputs: { loggingInfo: { brokerLogs: { firehose: { enabled: true, deliveryStream: "logs" } } } } },
    ],
    fail: [
      { name: "not set", inputs: { clusterName: "orders" }, path: "/loggingInfo/brokerLogs", message: "to themselves" },
      {
        inputs: { loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: false } } } },
        path: "/loggingInfo/brokerLogs",
        message: "to themselves",
      },
    ],
    undecided: [
      {
        inputs: { loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: UNKNOWN } } } },
        path: "/loggingInfo/brokerLogs/cloudwatchLogs/enabled",
      },
    ],
  },
});
