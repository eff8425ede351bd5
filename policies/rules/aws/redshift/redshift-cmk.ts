import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "redshift-cmk",
  title: "Use a customer key for warehouses.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The key policy then limits who can restore a copied snapshot.",
  fix: "Set kmsKeyId to a customer key.",
  links: [
    securityHub("redshiftserverless"),
    awsDocs("Database encryption", "redshift/latest/mgmt/working-with-db-encryption.html"),
  ],
  types: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/namespace:Namespace"],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The warehouse is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { nodeType: "ra3.large", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:redshiftserverless/namespace:Namespace",
        inputs: { namespaceName: "shop", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { nodeType: "ra3.large" }, path: "/kmsKeyId", message: "key of yours" },
      {
        name: "not set",
        type: "aws:redshiftserverless/namespace:Namespace",
        inputs: { namespaceName: "shop" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { nodeType: "ra3.large", kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      { inputs: { nodeType: "ra3.large", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
      {
        type: "aws:redshiftserverless/namespace:Namespace",
        inputs: { namespaceName: "shop", kmsKeyId: UNKNOWN },
        path: "/kmsKeyId",
      },
    ],
  },
});
