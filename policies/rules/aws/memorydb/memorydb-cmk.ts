import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "memorydb-cmk",
  title: "Use a customer key for in-memory databases.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set kmsKeyArn to a customer key. A change replaces the cluster.",
  links: [awsDocs("At-rest encryption", "memorydb/latest/devguide/at-rest-encryption.html")],
  types: ["aws:memorydb/cluster:Cluster"],
  check: (resource) => {
    const key = resource.get("kmsKeyArn");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The cluster is not encrypted with a key of yours; set kmsKeyArn")];
  },
  examples: {
    pass: [
      {
        inputs: { aclName: "shop", kmsKeyArn: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { aclName: "shop" }, path: "/kmsKeyArn", message: "key of yours" },
      {
        name: "the service's own key",
        inputs: { aclName: "shop", kmsKeyArn: "alias/aws/service" },
        path: "/kmsKeyArn",
        message: "key of yours",
      },
    ],
    undecided: [{ inputs: { aclName: "shop", kmsKeyArn: UNKNOWN }, path: "/kmsKeyArn" }],
  },
});
