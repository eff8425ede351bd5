import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-storage-encrypted",
  title: "Encrypt database storage.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Snapshots, replicas and disks stay readable otherwise, and it cannot be turned on later in place.",
  fix: "Set storageEncrypted to true and kmsKeyId to a customer key; an existing database is encrypted by restoring a copy of its snapshot.",
  links: [
    securityHub("rds"),
    awsDocs("Encrypting RDS resources", "AmazonRDS/latest/UserGuide/Overview.Encryption.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"],
  check: (resource) => {
    if (inheritsEncryption(resource)) return NOT_APPLICABLE;
    return resource.get("storageEncrypted").mustBe(true, "The storage is not encrypted; set storageEncrypted to true");
  },
  // An existing database would be made anew, and empty: only shown.
  suggest: (resource) => (inheritsEncryption(resource) ? [] : whenUnset(resource, "storageEncrypted", true)),
  examples: {
    pass: [
      { inputs: { storageEncrypted: true } },
      { type: "aws:rds/cluster:Cluster", inputs: { engine: "aurora-postgresql", storageEncrypted: true } },
    ],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/storageEncrypted", message: "not encrypted" },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-postgresql", storageEncrypted: false },
        path: "/storageEncrypted",
        message: "not encrypted",
      },
      {
        type: "aws:rds/globalCluster:GlobalCluster",
        inputs: { globalClusterIdentifier: "shop" },
        path: "/storageEncrypted",
        message: "not encrypted",
      },
    ],
    undecided: [{ inputs: { storageEncrypted: UNKNOWN }, path: "/storageEncrypted" }],
  },
});
/** A replica and a global cluster made from a cluster take the encryption of their source. */
function inheritsEncryption(resource: Resource): boolean {
  if (resource.type !== "aws:rds/globalCluster:GlobalCluster") return isReplica(resource);
  const source = resource.get("sourceDbClusterIdentifier");
  return source.isUnknown || source.isSet;
}
