import { ref } from "../../../examples.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { BUCKET } from "../_buckets.ts";
import { awsDocs } from "../_links.ts";

const BUCKETS = [
  { type: BUCKET, name: "shop", inputs: {} },
  { type: BUCKET, name: "logs", inputs: {} },
];

export default defineRule({
  id: "s3-log-target-not-self",
  title: "Do not log a bucket into itself.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "Self-logging loops and lets a reader of the data read or erase the log.",
  fix: "Set targetBucket to a bucket that takes logs only.",
  links: [awsDocs("Server access logging", "AmazonS3/latest/userguide/ServerLogs.html")],
  types: ["aws:s3/bucketLogging:BucketLogging"],
  check: (logging, { stack }) => {
    const bucket = logging.get("bucket");
    const target = logging.get("targetBucket");
    const itself = anyOf(
      () => some(stack.referents(logging, target, BUCKET), (candidate) => stack.refersTo(logging, bucket, candidate)),
      // The names only join two inputs, so placeholders serve as well as real ones.
      () => target.isSet && bucket.isSet && typeof target.raw === "string" && target.raw === bucket.raw,
    );
    return itself ? [target.fail("The bucket logs into itself; set targetBucket to a bucket for logs")] : [];
  },
  examples: {
    pass: [
      { inputs: { bucket: ref("shop"), targetBucket: ref("logs") }, stack: BUCKETS },
      { inputs: { bucket: "shop", targetBucket: "logs" } },
    ],
    fail: [
      {
        inputs: { bucket: ref("shop"), targetBucket: ref("shop", "bucket") },
        stack: BUCKETS,
        path: "/targetBucket",
        message: "into itself",
      },
      { inputs: { bucket: "shop", targetBucket: "shop" }, path: "/targetBucket", message: "into itself" },
    ],
    undecided: [
      { inputs: { bucket: "shop", targetBucket: UNKNOWN }, path: "/targetBucket" },
      { inputs: { bucket: UNKNOWN, targetBucket: "logs" }, path: "/bucket" },
    ],
  },
});
