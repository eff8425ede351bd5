import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "efs-cmk",
  title: "Use a customer key for file systems.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set kmsKeyId to a customer key. A change replaces the file system.",
  links: [awsDocs("Encrypting data in EFS", "efs/latest/ug/encryption.html")],
  types: ["aws:efs/fileSystem:FileSystem"],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The file system is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { encrypted: true, kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { encrypted: true }, path: "/kmsKeyId", message: "key of yours" },
      {
        name: "the service's own key",
        inputs: { encrypted: true, kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [{ inputs: { encrypted: true, kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
