import type { Resource } from "../../resource.ts";
import type { Issue } from "../../rule.ts";
import { isGiven } from "../_given.ts";

/** A violation where automated backups are kept for fewer days; `fallback` is how many AWS keeps where nothing is said. */
export function mustKeepBackups(database: Resource, minDays: number, fallback: number): Issue[] {
  const retention = database.get("backupRetentionPeriod");
  const days = retention.number() ?? fallback;
  return days >= minDays
    ? []
    : [retention.fail(`Backups are kept for ${days} days; set backupRetentionPeriod to ${minDays} or more`)];
}

/** Whether a global cluster is made from a cluster, whose encryption it takes. */
export function inheritsEncryption(cluster: Resource): boolean {
  return cluster.type.endsWith(":GlobalCluster") && isGiven(cluster, cluster.get("sourceDbClusterIdentifier"));
}
