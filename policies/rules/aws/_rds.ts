import { Undecided } from "../../property.ts";
import type { Resource, Stack } from "../../resource.ts";
import { type Issue, some } from "../../rule.ts";

/** The engine of an instance or a cluster, lower case; undefined where it comes from a source or a snapshot. */
export function engineOf(resource: Resource): string | undefined {
  return resource.get("engine").string()?.toLowerCase();
}

export function isPostgres(engine: string | undefined): boolean {
  return engine === "postgres" || engine === "aurora-postgresql";
}

/** Whether the instance or cluster is a copy of another one, from which it takes encryption, password and backups. */
export function isReplica(resource: Resource): boolean {
  const source = resource.get(
    resource.type === "aws:rds/cluster:Cluster" ? "replicationSourceIdentifier" : "replicateSourceDb",
  );
  // An unknown id is still the id of a source.
  return source.isUnknown || (source.isSet && source.raw !== "");
}

/** Whether the resource is an Aurora cluster, which leaves some switches to its instances. */
export function isAuroraCluster(resource: Resource): boolean {
  return resource.type === "aws:rds/cluster:Cluster" && engineOf(resource)?.startsWith("aurora") === true;
}

const INSTANCE_GROUP = ["parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"] as const;
const CLUSTER_GROUP = ["dbClusterParameterGroupName", "aws:rds/clusterParameterGroup:ClusterParameterGroup"] as const;

/** A violation unless an own parameter group of the database refuses clear-text sessions by `parameter`, one of `values`. */
export function mustForceTls(database: Resource, stack: Stack, parameter: string, values: readonly string[]): Issue[] {
  const [input, type] = database.type === "aws:rds/cluster:Cluster" ? CLUSTER_GROUP : INSTANCE_GROUP;
  const name = database.get(input);
  const groups = stack.referents(database, name, type);
  if (groups.length === 0) {
    if (!name.isSet)
      return [
        name.fail(
          `Clear-text sessions depend on the engine's default; set ${input} to a group with ${parameter} = ${values[0]}`,
        ),
      ];
    throw new Undecided(name, "names a parameter group that is not part of the stack");
  }
  const forces = some(groups, (group) =>
    some(
      group.get("parameters").items(),
      (item) => item.get("name").string() === parameter && values.includes(item.get("value").string() ?? ""),
    ),
  );
  return forces
    ? []
    : [name.fail(`The parameter group accepts clear-text sessions; set its parameter ${parameter} to ${values[0]}`)];
}
