import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { engineOf, isPostgres, isReplica, mustForceTls } from "../_rds.ts";

export default defineRule({
  id: "rds-postgres-force-ssl",
  title: "Set rds.force_ssl to 1 in the parameter group that Postgres uses.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "The server should refuse clear-text sessions instead of trusting every client.",
  fix: "Give the database an own parameter group with rds.force_ssl set to 1.",
  links: [awsDocs("SSL with PostgreSQL", "AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database, { stack }) => {
    if (isReplica(database) || !isPostgres(engineOf(database))) return NOT_APPLICABLE;
    return mustForceTls(database, stack, "rds.force_ssl", ["1"]);
  },
  examples: {
    pass: [{ inputs: { engine: "postgres", parameterGroupName: ref("group", "name") }, stack: [parameterGroup("1")] }],
    fail: [
      {
        name: "no own group",
        inputs: { engine: "postgres" },
        path: "/parameterGroupName",
        message: "engine's default",
      },
      {
        inputs: { engine: "postgres", parameterGroupName: ref("group", "name") },
        stack: [parameterGroup("0")],
        path: "/parameterGroupName",
        message: "accepts clear-text",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-postgresql" },
        path: "/dbClusterParameterGroupName",
        message: "engine's default",
      },
    ],
    undecided: [
      {
        inputs: { engine: "postgres", parameterGroupName: ref("group", "name") },
        stack: [parameterGroup(UNKNOWN)],
        path: "/parameters/1/value",
      },
      {
        name: "a group of another stack",
        inputs: { engine: "postgres", parameterGroupName: "shared" },
        path: "/parameterGroupName",
      },
      { inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
function parameterGroup(value: Value) {
  const parameters = [
    { name: "log_connections", value: "1" },
    { name: "rds.force_ssl", value },
  ];
  return { type: "aws:rds/parameterGroup:ParameterGroup", name: "group", inputs: { family: "postgres17", parameters } };
}
