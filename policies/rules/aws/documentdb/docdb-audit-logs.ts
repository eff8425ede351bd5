import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const LOGS: readonly string[] = ["audit"];

export default defineRule({
  id: "docdb-audit-logs",
  title: "Export the audit log of document databases.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Logins and schema changes are written down nowhere else.",
  fix: "Set enabledCloudwatchLogsExports to audit, and the parameter audit_logs to enabled.",
  links: [
    securityHub("documentdb"),
    awsDocs("Auditing events", "documentdb/latest/developerguide/event-auditing.html"),
  ],
  types: ["aws:docdb/cluster:Cluster"],
  check: (cluster) => {
    const exports = cluster.get("enabledCloudwatchLogsExports");
    const items = exports.items();
    const missing = LOGS.filter((log) => !some(items, (item) => item.string() === log));
    return missing.length === 0
      ? []
      : [
          exports.fail(
            `The cluster keeps its ${missing.join(" and ")} to itself; add them to enabledCloudwatchLogsExports`,
          ),
        ];
  },
  remediate: (cluster) => whenUnset(cluster, "enabledCloudwatchLogsExports", LOGS),
  examples: {
    pass: [{ inputs: { enabledCloudwatchLogsExports: ["audit"] } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterIdentifier: "shop" },
        path: "/enabledCloudwatchLogsExports",
        message: "audit to itself",
      },
      {
        inputs: { enabledCloudwatchLogsExports: [] },
        path: "/enabledCloudwatchLogsExports",
        message: "audit to itself",
      },
    ],
    undecided: [
      { inputs: { enabledCloudwatchLogsExports: UNKNOWN }, path: "/enabledCloudwatchLogsExports" },
      { inputs: { enabledCloudwatchLogsExports: [UNKNOWN] }, path: "/enabledCloudwatchLogsExports/0" },
    ],
  },
});
