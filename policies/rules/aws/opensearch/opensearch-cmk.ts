import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "opensearch-cmk",
  title: "Use a customer key for search domains.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set encryptAtRest.kmsKeyId to a customer key. A change replaces the domain.",
  links: [awsDocs("Encryption at rest", "opensearch-service/latest/developerguide/encryption-at-rest.html")],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (resource) => {
    const key = resource.get("encryptAtRest", "kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The domain is not encrypted with a key of yours; set encryptAtRest.kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { encryptAtRest: { enabled: true, kmsKeyId: ref("key", "arn") } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { encryptAtRest: { enabled: true, kmsKeyId: ref("key", "arn") } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { encryptAtRest: { enabled: true } },
        path: "/encryptAtRest/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "not set",
        type: "aws:elasticsearch/domain:Domain",
        inputs: { encryptAtRest: { enabled: true } },
        path: "/encryptAtRest/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { encryptAtRest: { enabled: true, kmsKeyId: "alias/aws/service" } },
        path: "/encryptAtRest/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      { inputs: { encryptAtRest: { enabled: true, kmsKeyId: UNKNOWN } }, path: "/encryptAtRest/kmsKeyId" },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { encryptAtRest: { enabled: true, kmsKeyId: UNKNOWN } },
        path: "/encryptAtRest/kmsKeyId",
      },
    ],
  },
});
