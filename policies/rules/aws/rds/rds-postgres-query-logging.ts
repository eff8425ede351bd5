import { z } from "zod";
import { ref } from "../../../examples.ts";
import { type Property, Undecided } from "../../../property.ts";
import { NOT_APPLICABLE, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";
import { engineOf, isPostgres } from "../_rds.ts";

const CLUSTER = "aws:rds/cluster:Cluster";
const GROUPS = ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"];

export default defineRule({
  id: "rds-postgres-query-logging",
  title: "Log connections and statements in the Postgres parameter group.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Without them a misuse of valid credentials leaves no trace.",
  fix: "Set the parameters in an aws.rds.ParameterGroup and name it.",
  links: [awsDocs("Logging of Postgres", "AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: z.object({
    parameters: z
      .array(z.string())
      .default(["log_statement", "log_min_duration_statement", "log_connections", "log_disconnections"])
      .describe("Parameters that must be on."),
  }),
  check: (database, { stack, config }) => {
    if (!isPostgres(engineOf(database))) return NOT_APPLICABLE;
    const given = database.get(database.type === CLUSTER ? "dbClusterParameterGroupName" : "parameterGroupName");
    if (!isGiven(database, given))
      return [given.fail("The default parameters log no statements; name a parameter group that does")];
    const groups = stack.referents(database, given, ...GROUPS);
    if (groups.length === 0) throw new Undecided(given, "is a parameter group that the stack does not hold");
    return each(groups, (group) => {
      const items = group.get("parameters").items();
      const missing = config.parameters.filter(
        (name) => !some(items, (item) => item.get("name").string() === name && isOn(item)),
      );
      return missing.length === 0
        ? []
        : [
            given.fail(
              `Misuse of valid credentials leaves no trace; switch on ${missing.join(", ")} in the parameter group`,
            ),
          ];
    });
  },
  examples: {
    pass: [
      {
        inputs: { engine: "postgres", parameterGroupName: ref("group", "name") },
        stack: [group("log_connections", "log_disconnections", "log_statement", "log_min_duration_statement")],
      },
    ],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/parameterGroupName", message: "default parameters" },
      {
        inputs: { engine: "postgres", parameterGroupName: ref("group", "name") },
        stack: [group("log_connections")],
        path: "/parameterGroupName",
        message: "log_statement",
      },
      {
        type: CLUSTER,
        inputs: { engine: "aurora-postgresql" },
        path: "/dbClusterParameterGroupName",
        message: "default parameters",
      },
    ],
    undecided: [
      { inputs: { engine: UNKNOWN }, path: "/engine" },
      {
        name: "a group of another stack",
        inputs: { engine: "postgres", parameterGroupName: "shop" },
        path: "/parameterGroupName",
      },
    ],
  },
});
function isOn(parameter: Property): boolean {
  return (
    !["0", "off", "none", "-1", "false", ""].includes(parameter.get("value").string()?.toLowerCase() ?? "") ||
    isDuration(parameter)
  );
}

/** A duration of zero logs every statement. */
function isDuration(parameter: Property): boolean {
  return parameter.get("name").string() === "log_min_duration_statement" && parameter.get("value").string() === "0";
}

function group(...names: string[]) {
  const parameters = names.map((name) => ({ name, value: name === "log_statement" ? "ddl" : "1" }));
  return { type: "aws:rds/parameterGroup:ParameterGroup", name: "group", inputs: { parameters } };
}
