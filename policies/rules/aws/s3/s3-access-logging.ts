import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, isLogTarget, someOfBucket } from "../_buckets.ts";

export default defineRule({
  id: "s3-access-logging",
  title: "Send server access logs of each data bucket to a separate log bucket.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "They are the only per-request record for anonymous and cross-account reads.",
  fix: "Add an aws.s3.BucketLogging that targets a log bucket.",
  links: [securityHub("s3"), awsDocs("Server access logs", "AmazonS3/latest/userguide/ServerLogs.html")],
  types: [BUCKET],
  check: (bucket, { stack }) => {
    const logged = anyOf(
      () => bucket.get("logging", "targetBucket").isSet,
      () => someOfBucket(stack, bucket, "aws:s3/bucketLogging:BucketLogging"),
    );
    if (logged) return [];
    // A log bucket that logged to itself would never come to rest.
    if (isLogTarget(stack, bucket)) return NOT_APPLICABLE;
    return [
      bucket.fail("Requests to the bucket are not logged; add an aws.s3.BucketLogging that targets a log bucket"),
    ];
  },
  examples: {
    pass: [
      {
        inputs: { bucket: "shop" },
        stack: [
          {
            type: "aws:s3/bucketLogging:BucketLogging",
            name: "logging",
            inputs: { bucket: ref("subject"), targetBucket: "logs", targetPrefix: "shop/" },
          },
        ],
      },
    ],
    fail: [{ name: "not declared", inputs: { bucket: "shop" }, path: "", message: "not logged" }],
    undecided: [
      {
        inputs: { bucket: "shop" },
        stack: [
          {
            type: "aws:s3/bucketLogging:BucketLogging",
            name: "logging",
            inputs: { bucket: UNKNOWN, targetBucket: "logs" },
          },
        ],
        path: "/bucket",
      },
    ],
  },
});
