import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "neptune-cmk",
  title: "Use a customer key for graph databases.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The key policy then limits who can restore a copied snapshot.",
  fix: "Set kmsKeyArn to a customer key. A change replaces the cluster.",
  links: [awsDocs("Encrypting data at rest", "neptune/latest/userguide/encrypt.html")],
  types: ["aws:neptune/cluster:Cluster"],
  check: (resource) => {
    const key = resource.get("kmsKeyArn");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The storage is not encrypted with a key of yours; set kmsKeyArn")];
  },
  examples: {
    pass: [
      {
        inputs: { storageEncrypted: true, kmsKeyArn: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { storageEncrypted: true }, path: "/kmsKeyArn", message: "key of yours" },
      {
        name: "the service's own key",
        inputs: { storageEncrypted: true, kmsKeyArn: "alias/aws/service" },
        path: "/kmsKeyArn",
        message: "key of yours",
      },
    ],
    undecided: [{ inputs: { storageEncrypted: true, kmsKeyArn: UNKNOWN }, path: "/kmsKeyArn" }],
  },
});
