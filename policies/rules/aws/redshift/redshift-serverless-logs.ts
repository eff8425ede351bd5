import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const LOGS: readonly string[] = ["userlog", "connectionlog"];

export default defineRule({
  id: "redshift-serverless-logs",
  title: "Export the logs of serverless warehouses.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Failed logins and new users are written down nowhere else for long.",
  fix: "Set logExports to userlog and connectionlog.",
  links: [
    securityHub("redshiftserverless"),
    awsDocs("Audit logging of serverless warehouses", "redshift/latest/mgmt/serverless-audit-logging.html"),
  ],
  types: ["aws:redshiftserverless/namespace:Namespace"],
  check: (namespace) => {
    const exports = namespace.get("logExports");
    const items = exports.items();
    const missing = LOGS.filter((log) => !some(items, (item) => item.string() === log));
    return missing.length === 0
      ? []
      : [exports.fail(`The namespace keeps its ${missing.join(" and ")} to itself; add them to logExports`)];
  },
  remediate: (namespace) => whenUnset(namespace, "logExports", LOGS),
  examples: {
    pass: [{ inputs: { logExports: ["userlog", "connectionlog"] } }],
    fail: [
      {
        name: "not set",
        inputs: { namespaceName: "shop" },
        path: "/logExports",
        message: "userlog and connectionlog to itself",
      },
      { inputs: { logExports: [] }, path: "/logExports", message: "userlog and connectionlog to itself" },
    ],
    undecided: [
      { inputs: { logExports: UNKNOWN }, path: "/logExports" },
      { inputs: { logExports: [UNKNOWN] }, path: "/logExports/0" },
    ],
  },
});
