import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { inheritsEncryption } from "../_database-clusters.ts";
import { awsDocs, securityHub } from "../_links.ts";

const GLOBAL = "aws:neptune/globalCluster:GlobalCluster";

export default defineRule({
  id: "neptune-storage-encrypted",
  title: "Encrypt graph databases at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Snapshots, replicas and disks stay readable otherwise, and it cannot be turned on later in place.",
  fix: "Set storageEncrypted to true. A change replaces the cluster.",
  links: [securityHub("neptune"), awsDocs("Encrypting databases at rest", "neptune/latest/userguide/encrypt.html")],
  types: ["aws:neptune/cluster:Cluster", GLOBAL],
  check: (cluster) => {
    if (inheritsEncryption(cluster)) return NOT_APPLICABLE;
    return cluster.get("storageEncrypted").mustBe(true, "The storage is not encrypted; set storageEncrypted to true");
  },
  // An existing database would be made anew, and empty: only shown.
  suggest: (cluster) => (inheritsEncryption(cluster) ? [] : whenUnset(cluster, "storageEncrypted", true)),
  examples: {
    pass: [
      { inputs: { storageEncrypted: true } },
      { type: GLOBAL, inputs: { globalClusterIdentifier: "shop", storageEncrypted: true } },
    ],
    fail: [
      { name: "not set", inputs: { clusterIdentifier: "shop" }, path: "/storageEncrypted", message: "not encrypted" },
      { inputs: { storageEncrypted: false }, path: "/storageEncrypted", message: "not encrypted" },
      {
        type: GLOBAL,
        inputs: { globalClusterIdentifier: "shop" },
        path: "/storageEncrypted",
        message: "not encrypted",
      },
    ],
    undecided: [
      { inputs: { storageEncrypted: UNKNOWN }, path: "/storageEncrypted" },
      { type: GLOBAL, inputs: { sourceDbClusterIdentifier: UNKNOWN }, path: "/sourceDbClusterIdentifier" },
    ],
  },
});
