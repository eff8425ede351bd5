import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const LOGS: readonly string[] = ["audit"];

export default defineRule({
  id: "neptune-audit-logs",
  title: "Export the audit log of graph databases.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Who asked what is written down nowhere else, and logs on the instance disappear with it.",
  fix: "Set enableCloudwatchLogsExports to audit, and the parameter neptune_enable_audit_log to 1.",
  links: [securityHub("neptune"), awsDocs("Audit logs", "neptune/latest/userguide/auditing.html")],
  types: ["aws:neptune/cluster:Cluster"],
  check: (cluster) => {
    const exports = cluster.get("enableCloudwatchLogsExports");
    const items = exports.items();
    const missing = LOGS.filter((log) => !some(items, (item) => item.string() === log));
    return missing.length === 0
      ? []
      : [
          exports.fail(
            `The cluster keeps its ${missing.join(" and ")} to itself; add them to enableCloudwatchLogsExports`,
          ),
        ];
  },
  remediate: (cluster) => whenUnset(cluster, "enableCloudwatchLogsExports", LOGS),
  examples: {
    pass: [{ inputs: { enableCloudwatchLogsExports: ["audit"] } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterIdentifier: "shop" },
        path: "/enableCloudwatchLogsExports",
        message: "audit to itself",
      },
      { inputs: { enableCloudwatchLogsExports: [] }, path: "/enableCloudwatchLogsExports", message: "audit to itself" },
    ],
    undecided: [
      { inputs: { enableCloudwatchLogsExports: UNKNOWN }, path: "/enableCloudwatchLogsExports" },
      { inputs: { enableCloudwatchLogsExports: [UNKNOWN] }, path: "/enableCloudwatchLogsExports/0" },
    ],
  },
});
