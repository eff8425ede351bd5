import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "dms-endpoint-tls",
  title: "Connect to the databases of a migration by TLS.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Passwords and every row would cross the network in the clear.",
  fix: "Set sslMode to require, verify-ca or verify-full.",
  links: [securityHub("dms"), awsDocs("SSL of endpoints", "dms/latest/userguide/CHAP_Security.SSL.html")],
  types: ["aws:dms/endpoint:Endpoint"],
  check: (endpoint) => {
    // The others have no sslMode: they are reached by HTTPS, or say it in settings of their own.
    if (!ENGINES.has(endpoint.get("engineName").string() ?? "")) return [];
    const mode = endpoint.get("sslMode");
    return ["require", "verify-ca", "verify-full"].includes(mode.string() ?? "none")
      ? []
      : [mode.fail("Data crosses the network in the clear; set sslMode to require or verify-full")];
  },
  examples: {
    pass: [
      { inputs: { engineName: "postgres", sslMode: "verify-full" } },
      { name: "reached by HTTPS", inputs: { engineName: "kinesis" } },
    ],
    fail: [
      { name: "not set", inputs: { engineName: "mysql" }, path: "/sslMode", message: "in the clear" },
      { inputs: { engineName: "postgres", sslMode: "none" }, path: "/sslMode", message: "in the clear" },
    ],
    undecided: [
      { inputs: { engineName: UNKNOWN }, path: "/engineName" },
      { inputs: { engineName: "mysql", sslMode: UNKNOWN }, path: "/sslMode" },
    ],
  },
});
const ENGINES = new Set([
  "aurora",
  "aurora-postgresql",
  "aurora-serverless",
  "aurora-postgresql-serverless",
  "azuredb",
  "azure-sql-managed-instance",
  "babelfish",
  "db2",
  "db2-zos",
  "docdb",
  "mariadb",
  "mongodb",
  "mysql",
  "oracle",
  "postgres",
  "sqlserver",
  "sybase",
]);
