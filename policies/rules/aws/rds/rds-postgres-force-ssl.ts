import { ref } from "../../../examples.ts";
import { Undecided } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { isPostgres, engineOf, isReplica } from "../_rds.ts";

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
    const [input, type] = database.type === "aws:rds/cluster:Cluster" ? CLUSTER_GROUP : INSTANCE_GROUP;
    const name = database.get(input);
    const groups = stack.referents(database, name, type);
    if (groups.length === 0) {
      if (!name.isSet)
        return [
          name.fail(
            `Clear-text sessions depend on the engine's default; set ${input} to a group with rds.force_ssl = 1`,
          ),
        ];
      throw new Undecided(name, "names a parameter group that is not part of the stack");
    }
    if (some(groups, forcesTls)) return [];
    return [name.fail("The parameter group accepts clear-text sessions; set its parameter rds.force_ssl to 1")];
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
const INSTANCE_GROUP = ["parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"] as const;
const CLUSTER_GROUP = ["dbClusterParameterGroupName", "aws:rds/clusterParameterGroup:ClusterParameterGroup"] as const;

function forcesTls(group: Resource): boolean {
  return some(
    group.get("parameters").items(),
    (parameter) => parameter.get("name").string() === "rds.force_ssl" && parameter.get("value").string() === "1",
  );
}

function parameterGroup(value: Value) {
  const parameters = [
    { name: "log_connections", value: "1" },
    { name: "rds.force_ssl", value },
  ];
  return { type: "aws:rds/parameterGroup:ParameterGroup", name: "group", inputs: { family: "postgres17", parameters } };
}
