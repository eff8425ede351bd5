import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-cloudwatch-integration",
  title: "Stream the trail to a log group.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Alarms need events within minutes.",
  fix: "Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
  links: [
    securityHub("cloudtrail"),
    awsDocs(
      "Sending events to CloudWatch Logs",
      "awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
    ),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) =>
    each(["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"], (key) => {
      const input = trail.get(key);
      return isGiven(trail, input) ? [] : [input.fail(`Alarms cannot see the events; set ${key}`)];
    }),
  examples: {
    pass: [
      {
        inputs: {
          cloudWatchLogsGroupArn: "arn:aws:logs:eu-central-1:111122223333:log-group:trail:*",
          cloudWatchLogsRoleArn: "arn:aws:iam::111122223333:role/trail",
        },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { cloudWatchLogsRoleArn: UNKNOWN },
        path: "/cloudWatchLogsGroupArn",
        message: "set cloudWatchLogsGroupArn",
      },
    ],
    undecided: [
      {
        inputs: { cloudWatchLogsGroupArn: UNKNOWN, cloudWatchLogsRoleArn: "arn:aws:iam::111122223333:role/trail" },
        path: "/cloudWatchLogsGroupArn",
      },
    ],
  },
});
