import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "backup-vault-cmk",
  title: "Encrypt vaults with a customer key.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Restores then need the key too.",
  fix: "Set kmsKeyArn to a customer key, in the copy region too.",
  links: [securityHub("backup"), awsDocs("Encryption of backups", "aws-backup/latest/devguide/encryption.html")],
  types: ["aws:backup/vault:Vault"],
  check: (vault) => {
    const key = vault.get("kmsKeyArn");
    return isCustomerKey(vault, key)
      ? []
      : [key.fail("The vault uses the service's key; set kmsKeyArn to a customer key")];
  },
  examples: {
    pass: [{ inputs: { kmsKeyArn: ref("key", "arn") }, stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }] }],
    fail: [{ name: "not set", inputs: { name: "shop" }, path: "/kmsKeyArn", message: "service's key" }],
    undecided: [{ inputs: { kmsKeyArn: UNKNOWN }, path: "/kmsKeyArn" }],
  },
});
