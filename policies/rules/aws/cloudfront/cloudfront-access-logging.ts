import { ref } from "../../../examples.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-access-logging",
  title: "Deliver access logs of each distribution (standard v2, legacy or real-time).",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Edge requests are seen nowhere else.",
  fix: "Add a log delivery source of the distribution, or set loggingConfig.",
  links: [
    securityHub("cloudfront"),
    awsDocs("CloudFront logs", "AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html"),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution, { stack }) => {
    const logged = anyOf(
      () => isGiven(distribution, distribution.get("loggingConfig", "bucket")),
      () => isGiven(distribution, distribution.get("defaultCacheBehavior", "realtimeLogConfigArn")),
      () =>
        some(
          stack.candidates(distribution, "aws:cloudwatch/logDeliverySource:LogDeliverySource", "resourceArn"),
          (source) => stack.refersTo(source, source.get("resourceArn"), distribution),
        ),
    );
    return logged
      ? []
      : [distribution.fail("Requests at the edge are not logged; add a log delivery source of the distribution")];
  },
  examples: {
    pass: [
      {
        inputs: { enabled: true },
        stack: [
          {
            type: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
            name: "source",
            inputs: { resourceArn: ref("subject", "arn"), logType: "ACCESS_LOGS" },
          },
        ],
      },
    ],
    fail: [{ name: "not set", inputs: { enabled: true }, path: "", message: "not logged" }],
    undecided: [{ inputs: { loggingConfig: { bucket: UNKNOWN } }, path: "/loggingConfig/bucket" }],
  },
});
