import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "msk-cmk",
  title: "Use a customer key for Kafka clusters.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set encryptionInfo.encryptionAtRestKmsKeyArn to a customer key. A change replaces the cluster.",
  links: [awsDocs("Encryption", "msk/latest/developerguide/msk-encryption.html")],
  types: ["aws:msk/cluster:Cluster"],
  check: (resource) => {
    const key = resource.get("encryptionInfo", "encryptionAtRestKmsKeyArn");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The cluster is not encrypted with a key of yours; set encryptionInfo.encryptionAtRestKmsKeyArn")];
  },
  examples: {
    pass: [
      {
        inputs: { clusterName: "orders", encryptionInfo: { encryptionAtRestKmsKeyArn: ref("key", "arn") } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { clusterName: "orders" },
        path: "/encryptionInfo/encryptionAtRestKmsKeyArn",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { clusterName: "orders", encryptionInfo: { encryptionAtRestKmsKeyArn: "alias/aws/service" } },
        path: "/encryptionInfo/encryptionAtRestKmsKeyArn",
        message: "key of yours",
      },
    ],
    undecided: [
      {
        inputs: { clusterName: "orders", encryptionInfo: { encryptionAtRestKmsKeyArn: UNKNOWN } },
        path: "/encryptionInfo/encryptionAtRestKmsKeyArn",
      },
    ],
  },
});
