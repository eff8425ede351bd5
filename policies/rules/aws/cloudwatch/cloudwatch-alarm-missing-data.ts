import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudwatch-alarm-missing-data",
  title: "Treat missing data as breaching for heartbeat alarms.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A dead sender otherwise looks healthy. Which alarms listen for a sign of life, their names tell.",
  fix: "Set treatMissingData to breaching.",
  links: [awsDocs("Missing data", "AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html")],
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  config: z.object({
    heartbeats: z
      .array(z.string())
      .default(["*heartbeat*", "*dead-man*", "*watchdog*"])
      .describe("Patterns of names of alarms that listen for a sign of life, in lower case."),
  }),
  check: (alarm, { config }) => {
    const name = (alarm.get("name").string() ?? alarm.name).toLowerCase();
    if (!config.heartbeats.some((pattern) => matches(pattern, name))) return NOT_APPLICABLE;
    return alarm
      .get("treatMissingData")
      .mustBe("breaching", "A dead sender looks healthy; set treatMissingData to breaching");
  },
  examples: {
    pass: [{ inputs: { name: "worker-heartbeat", treatMissingData: "breaching" } }],
    fail: [
      { name: "not set", inputs: { name: "worker-heartbeat" }, path: "/treatMissingData", message: "looks healthy" },
      {
        inputs: { name: "backup-watchdog", treatMissingData: "notBreaching" },
        path: "/treatMissingData",
        message: "looks healthy",
      },
    ],
    undecided: [
      { inputs: { name: "worker-heartbeat", treatMissingData: UNKNOWN }, path: "/treatMissingData" },
      { inputs: { name: UNKNOWN }, path: "/name" },
    ],
  },
});
