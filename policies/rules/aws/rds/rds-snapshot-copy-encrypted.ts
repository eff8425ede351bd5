import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-snapshot-copy-encrypted",
  title: "Encrypt snapshot copies and replicated backups with a customer key in the target Region.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A copy must not lose the protection of its source.",
  fix: "Set kmsKeyId to a customer key of the target region.",
  links: [
    awsDocs("Copying a DB snapshot", "AmazonRDS/latest/UserGuide/USER_CopySnapshot.html"),
    awsDocs("Replicating automated backups", "AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html"),
  ],
  types: [
    "aws:rds/snapshotCopy:SnapshotCopy",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
  ],
  check: (copy) => {
    const key = copy.get("kmsKeyId");
    return isCustomerKey(copy, key)
      ? []
      : [key.fail("The copy has no customer key; set kmsKeyId to a key of the target region")];
  },
  examples: {
    pass: [{ inputs: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1234" } }],
    fail: [
      {
        name: "not set",
        inputs: { sourceDbSnapshotIdentifier: "shop" },
        path: "/kmsKeyId",
        message: "no customer key",
      },
      {
        type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        inputs: {},
        path: "/kmsKeyId",
        message: "target region",
      },
    ],
    undecided: [{ inputs: { kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
