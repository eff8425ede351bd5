import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "backup-vault-lock",
  title: "Lock vaults with minimum retention, in compliance mode for regulated data.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Ransomware deletes backups first.",
  fix: "Add an aws.backup.VaultLockConfiguration with minRetentionDays, and changeableForDays for compliance mode.",
  links: [awsDocs("Vault lock", "aws-backup/latest/devguide/vault-lock.html")],
  types: ["aws:backup/vault:Vault"],
  check: (vault, { stack }) => {
    const locked = some(
      stack.candidates(vault, "aws:backup/vaultLockConfiguration:VaultLockConfiguration", "backupVaultName"),
      (lock) =>
        every(
          [
            () => stack.refersTo(lock, lock.get("backupVaultName"), vault),
            () => (lock.get("minRetentionDays").number() ?? 0) > 0,
          ],
          (test) => test(),
        ),
    );
    return locked
      ? []
      : [
          vault.fail(
            "Backups can be deleted before their time; add an aws.backup.VaultLockConfiguration with minRetentionDays",
          ),
        ];
  },
  examples: {
    pass: [{ inputs: { name: "shop" }, stack: [lockedFor(7)] }],
    fail: [
      { name: "no lock", inputs: { name: "shop" }, path: "", message: "before their time" },
      {
        name: "a lock without a minimum",
        inputs: { name: "shop" },
        stack: [lockedFor(null)],
        path: "",
        message: "before their time",
      },
    ],
    undecided: [{ inputs: { name: "shop" }, stack: [lockedFor(UNKNOWN)], path: "/minRetentionDays" }],
  },
});
function lockedFor(minRetentionDays: Value) {
  return {
    type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    name: "lock",
    inputs: { backupVaultName: ref("subject", "name"), minRetentionDays },
  };
}
