import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { BUCKET, someOfBucket } from "../_buckets.ts";

export default defineRule({
  id: "s3-encryption-configured",
  title: "Declare server-side encryption for every bucket.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "An explicit rule documents and pins the algorithm instead of relying on the default.",
  fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration.",
  links: [securityHub("s3"), awsDocs("Default encryption", "AmazonS3/latest/userguide/default-bucket-encryption.html")],
  types: [BUCKET],
  check: (bucket, { stack }) => {
    const encrypted = anyOf(
      () => bucket.get("serverSideEncryptionConfiguration").isSet,
      () =>
        someOfBucket(stack, bucket, CONFIGURATION, (configuration) =>
          some(configuration.get("rules").items(), namesAlgorithm),
        ),
    );
    return encrypted
      ? []
      : [bucket.fail("The bucket declares no encryption; add an aws.s3.BucketServerSideEncryptionConfiguration")];
  },
  examples: {
    pass: [{ inputs: { bucket: "shop" }, stack: [encryptedBy("aws:kms")] }],
    fail: [{ name: "not declared", inputs: { bucket: "shop" }, path: "", message: "declares no encryption" }],
    undecided: [
      {
        inputs: { bucket: "shop" },
        stack: [encryptedBy(UNKNOWN)],
        path: "/rules/0/applyServerSideEncryptionByDefault/sseAlgorithm",
      },
    ],
  },
});
const CONFIGURATION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

function namesAlgorithm(rule: Property): boolean {
  return (rule.get("applyServerSideEncryptionByDefault", "sseAlgorithm").string() ?? "") !== "";
}

function encryptedBy(sseAlgorithm: Value) {
  const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }];
  return {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    name: "encryption",
    inputs: { bucket: ref("subject"), rules },
  };
}
