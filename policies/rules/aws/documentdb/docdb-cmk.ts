import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "docdb-cmk",
  title: "Use a customer key for document databases.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The key policy then limits who can restore a copied snapshot.",
  fix: "Set kmsKeyId to a customer key. A change replaces the cluster.",
  links: [awsDocs("Encrypting data at rest", "documentdb/latest/developerguide/encryption-at-rest.html")],
  types: ["aws:docdb/cluster:Cluster"],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The storage is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { storageEncrypted: true, kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { storageEncrypted: true }, path: "/kmsKeyId", message: "key of yours" },
      {
        name: "the service's own key",
        inputs: { storageEncrypted: true, kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [{ inputs: { storageEncrypted: true, kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
