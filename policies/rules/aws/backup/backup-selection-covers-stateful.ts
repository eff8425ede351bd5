import { ref } from "../../../examples.ts";
import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isSelected } from "../_backup.ts";
import { BUCKET, isLogTarget } from "../_buckets.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "backup-selection-covers-stateful",
  title: "Select every stateful resource of the stack by ARN or tag.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "A missed database is noticed on the day of the restore.",
  fix: "Select the resource in an aws.backup.Selection, by ARN or by a tag it carries.",
  links: [
    securityHub("backup"),
    awsDocs("Assigning resources to a backup plan", "aws-backup/latest/devguide/assigning-resources.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", BUCKET],
  check: (resource, { stack }) => {
    if (resource.type !== BUCKET && isReplica(resource)) return NOT_APPLICABLE;
    if (isSelected(stack, resource)) return [];
    // Logs have their own retention and lock; what strangers upload is not worth keeping before it was scanned.
    if (resource.type === BUCKET && (isUploadBucket(resource) || isLogTarget(stack, resource))) return NOT_APPLICABLE;
    return [
      resource.fail(
        "No backup selection covers the resource; add its ARN or one of its tags to an aws.backup.Selection",
      ),
    ];
  },
  examples: {
    pass: [
      {
        type: "aws:s3/bucket:Bucket",
        inputs: { tags: { backup: "daily" } },
        stack: [selection({ selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] })],
      },
      {
        inputs: {},
        stack: [
          selection({
            resources: ["*"],
            conditions: { stringEquals: [{ key: "aws:ResourceTag/system", value: "shop" }] },
          }),
          selection({ resources: [ref("subject", "arn")] }, "own"),
        ],
      },
    ],
    fail: [
      {
        name: "no selection",
        type: "aws:s3/bucket:Bucket",
        inputs: { bucket: "media" },
        path: "",
        message: "No backup selection",
      },
      {
        name: "another tag",
        inputs: { tags: { backup: "none" } },
        stack: [selection({ selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] })],
        path: "",
        message: "No backup selection",
      },
    ],
    undecided: [
      {
        inputs: { tags: UNKNOWN },
        stack: [selection({ selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] })],
        path: "/tags",
      },
    ],
  },
});
function selection(inputs: Properties, name = "selection") {
  return { type: "aws:backup/selection:Selection", name, inputs };
}

function isUploadBucket(bucket: Resource): boolean {
  return bucket.get("tags", "security:untrusted-uploads").string() === "true";
}
