import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "mq-cmk",
  title: "Use a customer key for message brokers.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set encryptionOptions with useAwsOwnedKey false and kmsKeyId of a customer key. A change replaces the broker.",
  links: [awsDocs("Encryption at rest", "amazon-mq/latest/developer-guide/data-protection-encryption-at-rest.html")],
  types: ["aws:mq/broker:Broker"],
  check: (resource) => {
    const key = resource.get("encryptionOptions", "kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The broker is not encrypted with a key of yours; set encryptionOptions.kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { engineType: "RabbitMQ", encryptionOptions: { kmsKeyId: ref("key", "arn") } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineType: "RabbitMQ" },
        path: "/encryptionOptions/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { engineType: "RabbitMQ", encryptionOptions: { kmsKeyId: "alias/aws/service" } },
        path: "/encryptionOptions/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      {
        inputs: { engineType: "RabbitMQ", encryptionOptions: { kmsKeyId: UNKNOWN } },
        path: "/encryptionOptions/kmsKeyId",
      },
    ],
  },
});
