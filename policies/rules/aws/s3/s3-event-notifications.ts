import { z } from "zod";
import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { someOfBucket, takesUploads } from "../_buckets.ts";
import { awsDocs } from "../_links.ts";

const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const UPLOADS = { bucket: "uploads", tags: { "security:untrusted-uploads": "true" } };

export default defineRule({
  id: "s3-event-notifications",
  title: "Publish object events of upload buckets to a queue, topic or the event bus.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Scanning and alerting depend on them.",
  fix: "Add an aws.s3.BucketNotification with eventbridge true, or with a queue, topic or function.",
  links: [awsDocs("S3 event notifications", "AmazonS3/latest/userguide/EventNotifications.html")],
  types: ["aws:s3/bucket:Bucket"],
  config: z.object({
    tag: z.string().default("security:untrusted-uploads").describe("Tag that marks a bucket for uploads of strangers."),
  }),
  check: (bucket, { stack, config }) => {
    if (!takesUploads(bucket, config.tag)) return NOT_APPLICABLE;
    const published = someOfBucket(stack, bucket, NOTIFICATION, (it) =>
      anyOf(
        () => it.get("eventbridge").boolean() === true,
        () => some(["queues", "topics", "lambdaFunctions"], (list) => it.get(list).items().length > 0),
      ),
    );
    return published ? [] : [bucket.fail("Nobody hears of new uploads; publish the bucket's events")];
  },
  examples: {
    pass: [
      {
        inputs: UPLOADS,
        stack: [{ type: NOTIFICATION, name: "n", inputs: { bucket: ref("subject"), eventbridge: true } }],
      },
    ],
    fail: [
      { name: "no notification", inputs: UPLOADS, path: "", message: "Nobody hears" },
      {
        inputs: UPLOADS,
        stack: [{ type: NOTIFICATION, name: "n", inputs: { bucket: ref("subject"), queues: [] } }],
        path: "",
        message: "Nobody hears",
      },
    ],
    undecided: [
      {
        inputs: UPLOADS,
        stack: [{ type: NOTIFICATION, name: "n", inputs: { bucket: ref("subject"), queues: UNKNOWN } }],
        path: "/queues",
      },
      { inputs: { tags: { "security:untrusted-uploads": UNKNOWN } }, path: "/tags/security:untrusted-uploads" },
    ],
  },
});
