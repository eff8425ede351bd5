import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-cmk",
  title: "Use a customer key for cache storage.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set kmsKeyId to the ARN of a customer key. A change replaces the cache.",
  links: [awsDocs("At-rest encryption", "AmazonElastiCache/latest/dg/at-rest-encryption.html")],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/serverlessCache:ServerlessCache"],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The cache is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { engine: "valkey", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engine: "valkey" },
        path: "/kmsKeyId",
        message: "The cache is not encrypted with a key of yours",
      },
      {
        name: "the service's own key",
        inputs: { engine: "valkey", kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "The cache is not encrypted with a key of yours",
      },
      {
        type: "aws:elasticache/serverlessCache:ServerlessCache",
        inputs: { engine: "valkey" },
        path: "/kmsKeyId",
        message: "The cache is not encrypted with a key of yours",
      },
    ],
    undecided: [{ inputs: { engine: "valkey", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
