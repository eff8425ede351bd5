import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { engineOf, isReplica, mustForceTls } from "../_rds.ts";

const ENGINES: ReadonlySet<string> = new Set(["mysql", "mariadb", "aurora-mysql"]);

export default defineRule({
  id: "rds-mysql-secure-transport",
  title: "Set require_secure_transport to 1 in the parameter group that MySQL uses.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "The server should refuse clear-text sessions instead of trusting every client.",
  fix: "Give the database an own parameter group with require_secure_transport set to 1.",
  links: [
    securityHub("rds"),
    awsDocs("Requiring TLS of MySQL clients", "AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database, { stack }) => {
    if (isReplica(database) || !ENGINES.has(engineOf(database) ?? "")) return NOT_APPLICABLE;
    return mustForceTls(database, stack, "require_secure_transport", ["1", "ON"]);
  },
  examples: {
    pass: [{ inputs: { engine: "mysql", parameterGroupName: ref("group", "name") }, stack: [parameterGroup("1")] }],
    fail: [
      {
        name: "no own group",
        inputs: { engine: "mysql" },
        path: "/parameterGroupName",
        message: "engine's default",
      },
      {
        inputs: { engine: "mysql", parameterGroupName: ref("group", "name") },
        stack: [parameterGroup("0")],
        path: "/parameterGroupName",
        message: "accepts clear-text",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-mysql" },
        path: "/dbClusterParameterGroupName",
        message: "engine's default",
      },
    ],
    undecided: [
      {
        inputs: { engine: "mysql", parameterGroupName: ref("group", "name") },
        stack: [parameterGroup(UNKNOWN)],
        path: "/parameters/1/value",
      },
      {
        name: "a group of another stack",
        inputs: { engine: "mysql", parameterGroupName: "shared" },
        path: "/parameterGroupName",
      },
      { inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
function parameterGroup(value: Value) {
  const parameters = [
    { name: "general_log", value: "1" },
    { name: "require_secure_transport", value },
  ];
  return { type: "aws:rds/parameterGroup:ParameterGroup", name: "group", inputs: { family: "mysql8.4", parameters } };
}
