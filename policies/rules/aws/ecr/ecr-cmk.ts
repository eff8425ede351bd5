import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecr-cmk",
  title: "Encrypt repositories with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Key policy limits who can pull layers.",
  fix: "Set encryptionConfigurations to KMS with a customer key. A change replaces the repository and its images.",
  links: [awsDocs("Encryption at rest", "AmazonECR/latest/userguide/encryption-at-rest.html"), securityHub("ecr")],
  types: ["aws:ecr/repository:Repository"],
  check: (repository) => {
    const configurations = repository.get("encryptionConfigurations");
    const encrypted = some(configurations.items(), (configuration) =>
      every(
        [
          () => ["KMS", "KMS_DSSE"].includes(configuration.get("encryptionType").string() ?? ""),
          () => isCustomerKey(repository, configuration.get("kmsKey")),
        ],
        (test) => test(),
      ),
    );
    return encrypted
      ? []
      : [configurations.fail("Images are not encrypted with a key of yours; set encryptionType to KMS and kmsKey")];
  },
  examples: {
    pass: [
      {
        inputs: { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: ref("key", "arn") }] },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "api" }, path: "/encryptionConfigurations", message: "key of yours" },
      {
        inputs: { encryptionConfigurations: [{ encryptionType: "AES256" }] },
        path: "/encryptionConfigurations",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { encryptionConfigurations: [{ encryptionType: "KMS" }] },
        path: "/encryptionConfigurations",
        message: "key of yours",
      },
    ],
    undecided: [
      { inputs: { encryptionConfigurations: UNKNOWN }, path: "/encryptionConfigurations" },
      {
        inputs: { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: UNKNOWN }] },
        path: "/encryptionConfigurations/0/kmsKey",
      },
    ],
  },
});
