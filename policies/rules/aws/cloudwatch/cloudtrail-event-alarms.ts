import type { Stack } from "../../../resource.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

/** The events, each with texts of which one must stand in the filter's pattern. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  "denied calls": ["AccessDenied", "UnauthorizedOperation"],
  "console logins without a second factor": ["MFAUsed"],
  "failed console logins": ["Failed authentication", 'ConsoleLogin = "Failure"'],
  "use of the root user": ['"Root"'],
  "changes to IAM policies": ["AttachRolePolicy", "PutRolePolicy", "CreatePolicyVersion"],
  "changes to the trail": ["StopLogging", "UpdateTrail"],
  "disabled or deleted keys": ["DisableKey", "ScheduleKeyDeletion"],
  "changes to bucket policies": ["PutBucketPolicy"],
  "changes to the configuration recorder": ["StopConfigurationRecorder"],
  "changes to security groups": ["AuthorizeSecurityGroupIngress"],
  "changes to network ACLs": ["CreateNetworkAcl"],
  "changes to gateways": ["CreateCustomerGateway", "AttachInternetGateway"],
  "changes to route tables": ["CreateRoute"],
  "changes to VPCs": ["CreateVpc"],
  "changes to the organisation": ["organizations.amazonaws.com"],
};
const EVERY_EVENT = Object.values(EVENTS)
  .map(([mark]) => mark)
  .join(" || ");

export default defineRule({
  id: "cloudtrail-event-alarms",
  title:
    "Filter the trail for the fifteen benchmark events (denied calls, console logins without a second factor, failed logins, root use, and changes to IAM, trail, keys, bucket policies, recorder, security groups, network ACLs, gateways, routes, VPCs, organisation) and alarm on each.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Someone should hear of such an event within minutes.",
  fix: "Add an aws.cloudwatch.LogMetricFilter for each event, with an aws.cloudwatch.MetricAlarm that has actions.",
  links: [
    securityHub("cloudwatch"),
    awsDocs("Alarms on CloudTrail events", "awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail, { stack }) => {
    const alarmed = stack.memo(alarmedPatterns, () => alarmedPatterns(stack));
    const missing = Object.entries(EVENTS).filter(
      ([, marks]) => !alarmed.some((pattern) => marks.some((mark) => pattern.includes(mark))),
    );
    if (missing.length === 0) return [];
    return [
      trail.fail(
        `Nobody hears of ${missing.map(([name]) => name).join(", ")}; add a metric filter with an alarm for each`,
      ),
    ];
  },
  examples: {
    pass: [{ inputs: {}, stack: [...filterWithAlarm(EVERY_EVENT)] }],
    fail: [
      { name: "no filter", inputs: {}, path: "", message: "use of the root user" },
      {
        name: "a filter without an alarm",
        inputs: {},
        stack: filterWithAlarm(EVERY_EVENT).slice(0, 1),
        path: "",
        message: "Nobody hears",
      },
    ],
    undecided: [{ inputs: {}, stack: filterWithAlarm(UNKNOWN), path: "/pattern" }],
  },
});
/** The patterns of filters whose metric an alarm with actions watches. */
function alarmedPatterns(stack: Stack): readonly string[] {
  const alarms = stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
  const watched = new Set(
    alarms
      .filter((alarm) => referencesIn(alarm, alarm.get("alarmActions")).length > 0)
      .map((alarm) => alarm.get("metricName").string()),
  );
  return stack
    .ofType("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    .filter((filter) => watched.has(filter.get("metricTransformation", "name").string()))
    .map((filter) => filter.get("pattern").string() ?? "");
}

function filterWithAlarm(pattern: Value) {
  return [
    {
      type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      name: "filter",
      inputs: { pattern, metricTransformation: { name: "events" } },
    },
    {
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      name: "alarm",
      inputs: { metricName: "events", alarmActions: ["arn:aws:sns:eu-central-1:111122223333:alerts"] },
    },
  ];
}
