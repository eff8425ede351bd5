import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { engineOf } from "../_rds.ts";

export default defineRule({
  id: "rds-log-exports",
  title: "Export engine logs (for Postgres: postgresql and upgrade) to CloudWatch.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Logs kept only on the instance disappear with it.",
  fix: "List the engine's logs in enabledCloudwatchLogsExports.",
  links: [
    securityHub("rds"),
    awsDocs(
      "Publishing logs to CloudWatch",
      "AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html",
    ),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const required = REQUIRED_LOGS[engineOf(database) ?? ""];
    if (required === undefined) return NOT_APPLICABLE;
    const exports = database.get("enabledCloudwatchLogsExports");
    const items = exports.items();
    const missing = required.filter((log) => !some(items, (item) => item.string() === log));
    if (missing.length === 0) return [];
    return [
      exports.fail(`The logs ${missing.join(" and ")} stay on the database; add them to enabledCloudwatchLogsExports`),
    ];
  },
  remediate: (database) => {
    const required = REQUIRED_LOGS[engineOf(database) ?? ""];
    return required === undefined ? [] : whenUnset(database, "enabledCloudwatchLogsExports", required);
  },
  examples: {
    pass: [
      { inputs: { engine: "postgres", enabledCloudwatchLogsExports: ["postgresql", "upgrade"] } },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-postgresql", enabledCloudwatchLogsExports: ["postgresql"] },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engine: "postgres" },
        path: "/enabledCloudwatchLogsExports",
        message: "postgresql and upgrade",
      },
      {
        inputs: { engine: "postgres", enabledCloudwatchLogsExports: ["postgresql"] },
        path: "/enabledCloudwatchLogsExports",
        message: "logs upgrade",
      },
    ],
    undecided: [
      {
        inputs: { engine: "postgres", enabledCloudwatchLogsExports: ["postgresql", UNKNOWN] },
        path: "/enabledCloudwatchLogsExports/1",
      },
      { inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
const REQUIRED_LOGS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["postgresql", "upgrade"],
  "aurora-postgresql": ["postgresql"],
  mysql: ["error", "slowquery"],
  mariadb: ["error", "slowquery"],
  "aurora-mysql": ["audit", "error", "slowquery"],
};
