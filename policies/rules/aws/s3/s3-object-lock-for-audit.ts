import { z } from "zod";
import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { NOT_APPLICABLE, anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someOfBucket } from "../_buckets.ts";

export default defineRule({
  id: "s3-object-lock-for-audit",
  title: "Enable object lock with a default retention on buckets that hold audit logs or backups.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Write-once storage survives a compromised administrator.",
  fix: "Set objectLockEnabled on the bucket and add an aws.s3.BucketObjectLockConfiguration with a default retention.",
  links: [securityHub("s3"), awsDocs("Object Lock", "AmazonS3/latest/userguide/object-lock.html")],
  types: [BUCKET],
  config: z.object({
    tag: z.string().default("log-kind").describe("Tag that says what a log bucket holds."),
    values: z.array(z.string()).default(["audit", "backup"]).describe("Values of the tag that ask for a lock."),
  }),
  check: (bucket, { stack, config }) => {
    if (!needsLock(bucket, stack, config.tag, config.values)) return NOT_APPLICABLE;
    const locked = anyOf(
      () => retains(bucket.get("objectLockConfiguration", "rule", "defaultRetention")),
      () => someOfBucket(stack, bucket, LOCK, (lock) => retains(lock.get("rule", "defaultRetention"))),
    );
    return locked
      ? []
      : [bucket.fail("Audit logs or backups in the bucket can be deleted; lock its objects with a default retention")];
  },
  examples: {
    pass: [
      {
        inputs: { bucket: "audit", objectLockEnabled: true, tags: { "log-kind": "audit" } },
        stack: [lockedFor({ mode: "COMPLIANCE", days: 365 })],
      },
    ],
    fail: [
      { inputs: { bucket: "audit", tags: { "log-kind": "audit" } }, path: "", message: "can be deleted" },
      {
        name: "a trail's bucket",
        inputs: { bucket: "trail" },
        stack: [{ type: "aws:cloudtrail/trail:Trail", name: "trail", inputs: { s3BucketName: ref("subject") } }],
        path: "",
        message: "can be deleted",
      },
    ],
    undecided: [
      { inputs: { bucket: "audit", tags: { "log-kind": UNKNOWN } }, path: "/tags/log-kind" },
      {
        inputs: { bucket: "audit", tags: { "log-kind": "audit" } },
        stack: [lockedFor(UNKNOWN)],
        path: "/rule/defaultRetention",
      },
    ],
  },
});
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

function needsLock(bucket: Resource, stack: Stack, tag: string, values: readonly string[]): boolean {
  return anyOf(
    () => values.includes(bucket.get("tags", tag).string() ?? ""),
    () =>
      some(stack.candidates(bucket, "aws:cloudtrail/trail:Trail", "s3BucketName"), (trail) =>
        stack.refersTo(trail, trail.get("s3BucketName"), bucket),
      ),
  );
}

function retains(retention: Property): boolean {
  const isPositive = (key: string) => () => (retention.get(key).number() ?? 0) > 0;
  return (retention.get("mode").string() ?? "") !== "" && anyOf(isPositive("days"), isPositive("years"));
}

function lockedFor(defaultRetention: Value) {
  const inputs = { bucket: ref("subject"), rule: { defaultRetention } };
  return { type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", name: "lock", inputs };
}
