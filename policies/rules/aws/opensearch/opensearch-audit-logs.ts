import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "opensearch-audit-logs",
  title: "Publish the audit log of search domains.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Who read which index is written down nowhere else.",
  fix: "Add logPublishingOptions with logType AUDIT_LOGS and a log group; fine-grained access control must be on.",
  links: [
    securityHub("opensearch"),
    securityHub("es"),
    awsDocs("Audit logs", "opensearch-service/latest/developerguide/audit-logs.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (domain) => {
    const logs = domain.get("logPublishingOptions");
    const published = some(logs.items(), (log) =>
      every(
        [() => log.get("logType").string() === "AUDIT_LOGS", () => log.get("enabled").boolean() !== false],
        (test) => test(),
      ),
    );
    return published
      ? []
      : [logs.fail("The audit log of the domain is not published; add logPublishingOptions for AUDIT_LOGS")];
  },
  examples: {
    pass: [
      { inputs: { logPublishingOptions: [{ logType: "AUDIT_LOGS", cloudwatchLogGroupArn: "arn:aws:logs:audit" }] } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineVersion: "OpenSearch_2.19" },
        path: "/logPublishingOptions",
        message: "not published",
      },
      {
        name: "another log",
        inputs: {
          logPublishingOptions: [{ logType: "ES_APPLICATION_LOGS", cloudwatchLogGroupArn: "arn:aws:logs:app" }],
        },
        path: "/logPublishingOptions",
        message: "not published",
      },
      {
        name: "turned off",
        type: "aws:elasticsearch/domain:Domain",
        inputs: { logPublishingOptions: [{ logType: "AUDIT_LOGS", enabled: false }] },
        path: "/logPublishingOptions",
        message: "not published",
      },
    ],
    undecided: [
      { inputs: { logPublishingOptions: UNKNOWN }, path: "/logPublishingOptions" },
      { inputs: { logPublishingOptions: [{ logType: UNKNOWN }] }, path: "/logPublishingOptions/0/logType" },
    ],
  },
});
