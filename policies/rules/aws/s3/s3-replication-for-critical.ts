import { z } from "zod";
import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { someOfBucket } from "../_buckets.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const CRITICAL = { bucket: "orders", tags: { critical: "true" } };

export default defineRule({
  id: "s3-replication-for-critical",
  title: "Replicate critical buckets to another Region or account with encrypted replicas.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "It protects against loss of a Region and of the account. Which bucket is critical, a tag says.",
  fix: "Add an aws.s3.BucketReplicationConfig whose destination has an encryptionConfiguration.",
  links: [awsDocs("Replicating objects", "AmazonS3/latest/userguide/replication.html")],
  types: ["aws:s3/bucket:Bucket"],
  config: z.object({
    tag: z.string().default("critical").describe("Tag that marks a bucket that must survive the loss of its Region."),
    values: z.array(z.string()).default(["true", "yes"]).describe("Values of the tag that ask for a copy."),
  }),
  check: (bucket, { stack, config }) => {
    if (!config.values.includes(bucket.get("tags", config.tag).string() ?? "")) return NOT_APPLICABLE;
    const replicated = someOfBucket(stack, bucket, REPLICATION, (it) =>
      some(it.get("rules").items(), (rule) =>
        every(
          [
            () => rule.get("status").string() === "Enabled",
            () => isGiven(it, rule.get("destination", "encryptionConfiguration", "replicaKmsKeyId")),
          ],
          (test) => test(),
        ),
      ),
    );
    return replicated
      ? []
      : [bucket.fail("The bucket has no encrypted copy elsewhere; replicate it with a key of yours")];
  },
  examples: {
    pass: [
      { inputs: CRITICAL, stack: [replication({ encryptionConfiguration: { replicaKmsKeyId: "alias/orders" } })] },
    ],
    fail: [
      { name: "no replication", inputs: CRITICAL, path: "", message: "no encrypted copy" },
      { inputs: CRITICAL, stack: [replication({})], path: "", message: "no encrypted copy" },
    ],
    undecided: [
      { inputs: CRITICAL, stack: [replication(UNKNOWN)], path: "/rules/0/destination" },
      { inputs: { tags: { critical: UNKNOWN } }, path: "/tags/critical" },
    ],
  },
});
function replication(destination: Value) {
  return {
    type: REPLICATION,
    name: "replication",
    inputs: { bucket: ref("subject"), rules: [{ status: "Enabled", destination }] },
  };
}
