import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudwatch-alarm-actions",
  title: "Keep alarm actions enabled and give each alarm at least one action.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A silent alarm is decoration. An alarm that only feeds a composite one may be waived.",
  fix: "List a topic in alarmActions and leave actionsEnabled on.",
  links: [
    awsDocs("Alarm actions", "AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"),
    securityHub("cloudwatch"),
  ],
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  check: (alarm) =>
    all(
      () =>
        alarm
          .get("actionsEnabled")
          .mustNotBe(false, "The alarm's actions are switched off; set actionsEnabled to true"),
      () => {
        const actions = alarm.get("alarmActions");
        return referencesIn(alarm, actions).length > 0
          ? []
          : [actions.fail("The alarm tells nobody; list a topic in alarmActions")];
      },
    ),
  examples: {
    pass: [{ inputs: { alarmActions: ["arn:aws:sns:eu-central-1:111122223333:alerts"] } }],
    fail: [
      { name: "not set", inputs: { name: "cpu" }, path: "/alarmActions", message: "tells nobody" },
      {
        type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        inputs: { alarmActions: [], actionsEnabled: false },
        path: "/actionsEnabled",
        message: "switched off",
      },
    ],
    undecided: [
      { inputs: { alarmActions: UNKNOWN }, path: "/alarmActions" },
      {
        inputs: { alarmActions: ["arn:aws:sns:eu-central-1:111122223333:alerts"], actionsEnabled: UNKNOWN },
        path: "/actionsEnabled",
      },
    ],
  },
});
