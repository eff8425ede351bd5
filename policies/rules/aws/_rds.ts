import type { Resource } from "../../resource.ts";

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
