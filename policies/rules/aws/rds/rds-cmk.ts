import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-cmk",
  title: "Use a customer key for database storage.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The key policy then limits who can restore a copied snapshot.",
  fix: "Set storageEncrypted to true and kmsKeyId to a customer key. A change replaces the database: restore a snapshot copied with the key.",
  links: [awsDocs("Encrypting RDS resources", "AmazonRDS/latest/UserGuide/Overview.Encryption.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    // A copy takes its key from what it copies.
    if (isReplica(database)) return NOT_APPLICABLE;
    const key = database.get("kmsKeyId");
    return isCustomerKey(database, key)
      ? []
      : [key.fail("The storage is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [{ inputs: { kmsKeyId: ref("key", "arn") }, stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }] }],
    fail: [
      { name: "not set", inputs: { storageEncrypted: true }, path: "/kmsKeyId", message: "key of yours" },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { storageEncrypted: true, kmsKeyId: "alias/aws/rds" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [{ inputs: { kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
