import { ref } from "../../../examples.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isRouted } from "../_event-rules.ts";
import { awsDocs } from "../_links.ts";

const NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications";

export default defineRule({
  id: "backup-notifications",
  title: "Notify on failed backup, copy and restore jobs.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Silent failures accumulate.",
  fix: "Add an aws.backup.VaultNotifications with BACKUP_JOB_COMPLETED, COPY_JOB_FAILED and RESTORE_JOB_COMPLETED.",
  links: [awsDocs("Notifications of AWS Backup", "aws-backup/latest/devguide/backup-notifications.html")],
  types: ["aws:backup/vault:Vault"],
  check: (vault, { stack }) => {
    const notified = () =>
      some(stack.candidates(vault, NOTIFICATIONS, "backupVaultName"), (it) =>
        every(
          [
            () => stack.refersTo(it, it.get("backupVaultName"), vault),
            () =>
              FAILURES.every((event) =>
                some(
                  it.get("backupVaultEvents").items(),
                  (item) => item.string() === event || item.string() === `${event.split("_JOB")[0]}_JOB_COMPLETED`,
                ),
              ),
          ],
          (test) => test(),
        ),
      );
    return anyOf(notified, () => isRouted(stack, "aws.backup"))
      ? []
      : [
          vault.fail(
            "Nobody hears of failed backups, copies or restores; add an aws.backup.VaultNotifications or an event rule on aws.backup",
          ),
        ];
  },
  examples: {
    pass: [
      {
        inputs: { name: "shop" },
        stack: [notifications(["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"])],
      },
    ],
    fail: [
      { name: "no notifications", inputs: { name: "shop" }, path: "", message: "Nobody hears" },
      { inputs: { name: "shop" }, stack: [notifications(["BACKUP_JOB_STARTED"])], path: "", message: "Nobody hears" },
    ],
    undecided: [{ inputs: { name: "shop" }, stack: [notifications(UNKNOWN)], path: "/backupVaultEvents" }],
  },
});
/** A completed job may have failed: its notification says which. */
const FAILURES = ["BACKUP_JOB_FAILED", "COPY_JOB_FAILED", "RESTORE_JOB_FAILED"];

function notifications(backupVaultEvents: Value) {
  return { type: NOTIFICATIONS, name: "n", inputs: { backupVaultName: ref("subject", "name"), backupVaultEvents } };
}
