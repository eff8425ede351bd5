import { ref } from "../../../examples.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isSelected } from "../_backup.ts";
import { awsDocs, securityHub } from "../_links.ts";

const POLICY = "aws:efs/backupPolicy:BackupPolicy";

export default defineRule({
  id: "efs-backup",
  title: "Back file systems up.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "EFS keeps no versions: what is deleted or encrypted by an intruder is gone.",
  fix: "Add an aws.efs.BackupPolicy with status ENABLED, or select the file system in an aws.backup.Selection.",
  links: [securityHub("efs"), awsDocs("Backing up file systems", "efs/latest/ug/awsbackup.html")],
  types: ["aws:efs/fileSystem:FileSystem"],
  check: (system, { stack }) => {
    const backed = anyOf(
      () =>
        some(stack.ofType(POLICY), (policy) =>
          every(
            [
              () => stack.refersTo(policy, policy.get("fileSystemId"), system),
              () => policy.get("backupPolicy", "status").string() === "ENABLED",
            ],
            (test) => test(),
          ),
        ),
      () => isSelected(stack, system),
    );
    return backed ? [] : [system.fail("Nothing backs the file system up; add an aws.efs.BackupPolicy that is ENABLED")];
  },
  examples: {
    pass: [
      { inputs: { creationToken: "media" }, stack: [backupPolicy("ENABLED")] },
      {
        name: "by a backup plan",
        inputs: { creationToken: "media" },
        stack: [
          {
            type: "aws:backup/selection:Selection",
            name: "selection",
            inputs: { resources: [ref("subject", "arn")] },
          },
        ],
      },
    ],
    fail: [
      { name: "no policy", inputs: { creationToken: "media" }, path: "", message: "Nothing backs" },
      {
        name: "turned off",
        inputs: { creationToken: "media" },
        stack: [backupPolicy("DISABLED")],
        path: "",
        message: "Nothing backs",
      },
    ],
    undecided: [
      { inputs: { creationToken: "media" }, stack: [backupPolicy(UNKNOWN)], path: "/backupPolicy/status" },
      {
        inputs: { creationToken: "media" },
        stack: [
          { type: POLICY, name: "policy", inputs: { fileSystemId: UNKNOWN, backupPolicy: { status: "ENABLED" } } },
        ],
        path: "/fileSystemId",
      },
    ],
  },
});
function backupPolicy(status: Value) {
  return { type: POLICY, name: "policy", inputs: { fileSystemId: ref("subject"), backupPolicy: { status } } };
}
